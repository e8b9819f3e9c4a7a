"""What the market says, and to which problem it speaks."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Account, Problem
from nervecenter.portfolio.models import Capability, Product

# Lists leave archived records out; an index that does so too answers a count by itself (0.7 ms instead of 5).
NOT_ARCHIVED = models.Q(archived_at__isnull=True)


class Evidence(TrackedModel):
    """One thing the market said or did: dated, with its source, linked to the problems it speaks to."""

    class Kind(models.TextChoices):
        FEEDBACK = "feedback", "Feedback"
        INTERVIEW = "interview", "Interview"
        TICKET = "ticket", "Ticket"
        DEAL = "deal", "Deal"
        SURVEY = "survey", "Survey"
        REVIEW = "review", "Review"
        USAGE = "usage", "Usage"
        RESEARCH = "research", "Research"

    class Grade(models.TextChoices):
        PRIMARY = "primary", "The market's own words"
        SECONDARY = "secondary", "Reported"
        ASSUMPTION = "assumption", "Assumed"

    class Aim(models.TextChoices):
        LEARNING = "learning", "Learning"
        SELLING = "selling", "Selling"
        SUPPORT = "support", "Support"

    name = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FEEDBACK)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.SECONDARY)
    aim = models.CharField(max_length=8, choices=Aim, blank=True, default="")
    occurred_on = models.DateField("date", null=True, blank=True)
    url = models.URLField("source", max_length=500, blank=True, default="")
    weight = models.IntegerField(null=True, blank=True, help_text="How often it was seen, where the source counts.")
    account = ForeignKey(Account, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    capability = ForeignKey(Capability, null=True, blank=True, on_delete=PROTECT, related_name="+")
    problems = models.ManyToManyField(Problem, blank=True, related_name="+")

    class Meta(TrackedModel.Meta):
        verbose_name_plural = "evidence"
        ordering: ClassVar[list[str]] = ["-occurred_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["occurred_on", "id"], name="evidence_date", condition=NOT_ARCHIVED),
            models.Index(fields=["kind", "occurred_on", "id"], name="evidence_kind_date", condition=NOT_ARCHIVED),
        ]

    def __str__(self) -> str:
        return self.name
