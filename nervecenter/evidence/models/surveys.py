"""What surveys measured: how important an outcome is to people, and how well it is served today."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel, scale
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Account, Contact, Problem, Segment


class Survey(NamedModel):
    """A set of questions put to many people at about the same time."""

    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    invited = models.IntegerField("people invited", null=True, blank=True)
    url = models.URLField("source", max_length=500, blank=True, default="")
    description = models.TextField(blank=True, default="")


class Outcome(NamedModel):
    """What people want more or less of when they do a job, said so that it can be measured."""

    class Direction(models.TextChoices):
        LESS = "less", "Less"
        MORE = "more", "More"

    direction = models.CharField(max_length=4, choices=Direction, default=Direction.LESS)
    job = ForeignKey(Problem, verbose_name="problem or job", on_delete=PROTECT, related_name="+")


class OutcomeRating(TrackedModel):
    """How one person rates an outcome: how important it is, how satisfied they are with what they have."""

    name = models.CharField(max_length=300, blank=True, default="")
    importance = models.IntegerField(**scale(1, 5), help_text="1 not at all to 5 extremely.")
    satisfaction = models.IntegerField(**scale(1, 5), help_text="1 not at all to 5 extremely.")
    rated_on = models.DateField("date", null=True, blank=True)
    outcome = ForeignKey(Outcome, on_delete=CASCADE, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    account = ForeignKey(Account, null=True, blank=True, on_delete=PROTECT, related_name="+")
    contact = ForeignKey(Contact, null=True, blank=True, on_delete=PROTECT, related_name="+")
    survey = ForeignKey(Survey, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name
