"""What carries our messages: collateral, analysts' reports, battle cards."""

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.gotomarket.models.messages import Approval
from nervecenter.market.models import Competitor, Segment
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Module, Product, Release


class Asset(NamedModel):
    """A deck, sheet, page or film that sales and the market see; built from a release, so it can fall behind."""

    class Visibility(models.TextChoices):
        INTERNAL = "internal", "Internal"
        EXTERNAL = "external", "External"

    kind = models.CharField(max_length=60, blank=True, default="")
    topics = models.CharField(max_length=400, blank=True, default="")
    solutions = models.CharField(max_length=400, blank=True, default="")
    url = models.URLField("address", max_length=500, blank=True, default="")
    published_on = models.DateField("published", null=True, blank=True)
    changed_on = models.DateField("last changed", null=True, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.EXTERNAL)
    built_from = ForeignKey(Release, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    author = ForeignKey(Person, null=True, blank=True, on_delete=PROTECT, related_name="+")
    products = models.ManyToManyField(Product, blank=True, related_name="+")
    modules = models.ManyToManyField(Module, blank=True, related_name="+")


class AnalystReport(NamedModel):
    """What an industry analyst published about us or our market."""

    result = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField("address", max_length=500, blank=True, default="")
    published_on = models.DateField("published", null=True, blank=True)


class BattleCard(NamedModel):
    """What to say and not to say against one competitor, as of a date."""

    status = models.CharField(max_length=8, choices=Approval, default=Approval.DRAFT)
    as_of = models.DateField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    competitor = ForeignKey(Competitor, on_delete=PROTECT, related_name="+")
    owner = ForeignKey(Person, null=True, blank=True, on_delete=PROTECT, related_name="+")
