"""What the market says, and which passages of it speak to which problem."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from nervecenter.evidence.models.deals import Deal
from nervecenter.evidence.models.surveys import Survey
from nervecenter.foundation.named import scale
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Account, Contact, Persona, Problem, Segment
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Capability, Product

# Lists leave archived records out; an index that does so too answers a count by itself (0.7 ms instead of 5).
NOT_ARCHIVED = models.Q(archived_at__isnull=True)
# Most evidence leaves most of these empty; an index of the filled ones alone costs an import nothing for the rest.
LINKS = ("account", "contact", "segment", "deal", "survey", "product", "capability")


def linked(name: str) -> models.Q:
    """That a link is filled."""
    return models.Q(**{f"{name}__isnull": False})


class Evidence(TrackedModel):
    """One thing the market said or did: dated, with its source, linked to the problems it speaks to.

    A ticket, a review, an answer in a survey and the notes of an interview are evidence of that kind.
    """

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

    class Triage(models.TextChoices):
        WAITING = "waiting", "Waiting"
        LINKED = "linked", "Linked"
        SET_ASIDE = "set_aside", "Not evidence"

    name = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FEEDBACK)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.SECONDARY)
    aim = models.CharField(max_length=8, choices=Aim, blank=True, default="")
    occurred_on = models.DateField("date", null=True, blank=True)
    url = models.URLField("source", max_length=500, blank=True, default="")
    weight = models.IntegerField(null=True, blank=True, help_text="How often it was seen, where the source counts.")
    triage = models.CharField(max_length=9, choices=Triage, default=Triage.WAITING, db_default=Triage.WAITING)
    author = models.CharField("said by", max_length=200, blank=True, default="")
    rating = models.IntegerField(null=True, blank=True, **scale(1, 5), help_text="Stars of a review, 1 to 5.")
    state = models.CharField("state there", max_length=60, blank=True, default="", help_text="Such as solved.")
    priority = models.CharField("priority there", max_length=40, blank=True, default="")
    topics = models.CharField("labels there", max_length=500, blank=True, default="")
    account = ForeignKey(Account, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    contact = ForeignKey(Contact, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    deal = ForeignKey(Deal, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    survey = ForeignKey(Survey, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    capability = ForeignKey(Capability, db_index=False, null=True, blank=True, on_delete=PROTECT, related_name="+")
    problems = models.ManyToManyField(Problem, blank=True, related_name="+")
    personas = models.ManyToManyField(Persona, blank=True, related_name="+")
    participants = models.ManyToManyField(Contact, blank=True, related_name="+")
    interviewers = models.ManyToManyField(Person, blank=True, related_name="+")

    class Meta(TrackedModel.Meta):
        verbose_name_plural = "evidence"
        ordering: ClassVar[list[str]] = ["-occurred_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["occurred_on", "id"], name="evidence_date", condition=NOT_ARCHIVED),
            models.Index(fields=["triage", "occurred_on", "id"], name="evidence_triage_date", condition=NOT_ARCHIVED),
            *(models.Index(fields=[name], name=f"evidence_by_{name}", condition=linked(name)) for name in LINKS),
            models.Index(fields=["kind", "occurred_on", "id"], name="evidence_kind_date", condition=NOT_ARCHIVED),
        ]

    def __str__(self) -> str:
        return self.name


class AbstractHighlight(TrackedModel):
    """How much one piece of evidence matters to what it is linked to, and which passage says so."""

    passage = models.TextField(blank=True, default="", help_text="The words that say it; empty for all of them.")
    starts = models.IntegerField("starts at character", null=True, blank=True)
    importance = models.IntegerField(
        default=1, **scale(0, 3), help_text="0 noted, 1 nice to have, 2 important, 3 critical."
    )
    evidence = ForeignKey(Evidence, on_delete=CASCADE, related_name="+")

    class Meta(TrackedModel.Meta):
        abstract = True
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.passage[:80]


class Highlight(AbstractHighlight):
    """A passage of evidence that speaks to a problem, and how important that is to whoever said it."""

    problem = ForeignKey(Problem, on_delete=PROTECT, related_name="+")
