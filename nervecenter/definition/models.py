"""What is asked of the product, how it will be answered, and towards which objectives."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.evidence.models import AbstractHighlight, Evidence
from nervecenter.foundation.named import NamedModel
from nervecenter.market.models import Problem, Segment
from nervecenter.portfolio.models import Capability, Module, Product, Release


class Objective(NamedModel):
    """What the business wants to reach; requirements are scheduled for the sake of one."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", "Objective"
        THEME = "theme", "Theme"
        RELEASE_GOAL = "release_goal", "Release goal"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OBJECTIVE)


class Requirement(NamedModel):
    """A need: of the market (what hurts, said without a solution) or of the product (what we will build for it)."""

    class Level(models.TextChoices):
        MARKET = "market", "Market requirement"
        PRODUCT = "product", "Product requirement"

    class Kind(models.TextChoices):
        FUNCTIONAL = "functional", "Functional"
        QUALITY = "quality", "Quality"
        REGULATORY = "regulatory", "Regulatory"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        SCHEDULED = "scheduled", "Scheduled"
        SHIPPED = "shipped", "Shipped"
        DROPPED = "dropped", "Dropped"

    class Feasibility(models.TextChoices):
        UNKNOWN = "unknown", "Not judged"
        FEASIBLE = "feasible", "Feasible"
        RISKY = "risky", "Risky"
        INFEASIBLE = "infeasible", "Not feasible"

    description = models.TextField(blank=True, default="")
    level = models.CharField(max_length=8, choices=Level, default=Level.MARKET)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FUNCTIONAL)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    size = models.CharField(max_length=12, blank=True, default="", help_text="Such as S, M or L.")
    estimate_days = models.DecimalField("estimate", max_digits=8, decimal_places=1, null=True, blank=True)
    feasibility = models.CharField(max_length=10, choices=Feasibility, default=Feasibility.UNKNOWN)
    rank = models.IntegerField(null=True, blank=True, help_text="1 comes first.")
    url = models.URLField("tracker", max_length=500, blank=True, default="")
    bet_by = models.CharField(
        "bet accepted by",
        max_length=120,
        blank=True,
        default="",
        help_text="Who answers for going ahead without evidence.",
    )
    bet_until = models.DateField("bet stands until", null=True, blank=True)
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    module = ForeignKey(Module, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    target_release = ForeignKey(Release, null=True, blank=True, on_delete=PROTECT, related_name="+")
    parent = ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="+")
    problems = models.ManyToManyField(Problem, blank=True, related_name="+")
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")


class RequirementHighlight(AbstractHighlight):
    """A passage of evidence that asks for a requirement, and how important that is to whoever said it."""

    requirement = ForeignKey(Requirement, on_delete=PROTECT, related_name="+")


class Answer(NamedModel):
    """How a requirement is met: by which capability or module, in words; or that nobody has said so yet."""

    class Status(models.TextChoices):
        ANSWERED = "answered", "Answered"
        TBD = "tbd", "To be said"

    text = models.TextField(blank=True, default="")
    status = models.CharField(max_length=8, choices=Status, default=Status.TBD)
    requirement = ForeignKey(Requirement, on_delete=PROTECT, related_name="+")
    capability = ForeignKey(Capability, null=True, blank=True, on_delete=PROTECT, related_name="+")
    module = ForeignKey(Module, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]


class KeptDemand(models.Model):
    """Demand as it was counted once, for workspaces too large to count it each time somebody looks.

    `segment` is 0 for all accounts together. `last_change` is the newest entry of the change log that was seen.
    """

    segment = models.BigIntegerField(unique=True)
    counted_at = models.DateTimeField()
    today = models.DateField()
    last_change = models.BigIntegerField()
    seconds = models.FloatField()
    figures = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["segment"]

    def __str__(self) -> str:
        return self.counted_at.isoformat()
