"""How we compare: capability by capability, and by the criteria of comparison pages."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Competitor
from nervecenter.portfolio.models.products import Capability, Product


class Comparison(TrackedModel):
    """Whether a competitor can do what one of our capabilities does. No record means that nobody knows."""

    class Verdict(models.TextChoices):
        YES = "yes", "Yes"
        PARTIAL = "partial", "Partly"
        NO = "no", "No"

    name = models.CharField(max_length=300, blank=True, default="")
    verdict = models.CharField(max_length=8, choices=Verdict)
    source_url = models.URLField("source", max_length=500, blank=True, default="")
    as_of = models.DateField(null=True, blank=True)
    capability = ForeignKey(Capability, on_delete=PROTECT, related_name="+")
    competitor = ForeignKey(Competitor, on_delete=PROTECT, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class CriterionScore(NamedModel):
    """What a vendor, ourselves included, reaches on one criterion of a comparison: 0 not, 1 partly, 2 fully."""

    score = models.IntegerField(help_text="0 not, 1 partly, 2 fully")
    as_of = models.DateField(null=True, blank=True)
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    competitor = ForeignKey(Competitor, on_delete=PROTECT, related_name="+")
