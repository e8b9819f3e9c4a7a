"""Product lines, products, their modules, releases and capabilities."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.people.models import Team
from nervecenter.portfolio.models.selling import DeliveryMode, Edition


class ProductLine(NamedModel):
    """Products that are led and sold together."""

    direction_url = models.URLField("direction", max_length=500, blank=True, default="")


class Product(NamedModel):
    """Something we manage as a business of its own: with a vision, a place in its life cycle and owners."""

    vision = models.TextField(blank=True, default="")
    life_cycle = models.CharField(max_length=40, blank=True, default="")
    established = models.IntegerField("established in", null=True, blank=True)
    usage_driver_score = models.IntegerField("drives usage", null=True, blank=True)
    revenue_driver_score = models.IntegerField("drives revenue", null=True, blank=True)
    market_driver_score = models.IntegerField("drives the serviceable market", null=True, blank=True)
    spend_percent = models.DecimalField(
        "share of development spend", max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_marketed = models.BooleanField("marketed", default=True)
    direction_url = models.URLField("direction", max_length=500, blank=True, default="")
    line = ForeignKey(ProductLine, null=True, blank=True, on_delete=PROTECT, related_name="+")
    teams = models.ManyToManyField(Team, blank=True, related_name="+")


class Module(NamedModel):
    """A part of a product that grows up by itself: planned, minimal, viable, complete, lovable."""

    class Maturity(models.TextChoices):
        NONE = "none", "Not rated"
        PLANNED = "planned", "Planned"
        MINIMAL = "minimal", "Minimal"
        VIABLE = "viable", "Viable"
        COMPLETE = "complete", "Complete"
        LOVABLE = "lovable", "Lovable"

    maturity = models.CharField(max_length=8, choices=Maturity, default=Maturity.NONE)
    available_on = models.DateField("available on", null=True, blank=True)
    viable_on = models.DateField("viable on", null=True, blank=True)
    complete_on = models.DateField("complete on", null=True, blank=True)
    lovable_on = models.DateField("lovable on", null=True, blank=True)
    priority = models.CharField(max_length=40, blank=True, default="")
    dogfooding = models.CharField("own use", max_length=80, blank=True, default="")
    is_marketed = models.BooleanField("marketed", default=False)
    direction_url = models.URLField("direction", max_length=500, blank=True, default="")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    team = ForeignKey(Team, null=True, blank=True, on_delete=PROTECT, related_name="+")


class Release(NamedModel):
    """What goes out together on a date. Its name is its version."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "Regular"
        PATCH = "patch", "Patch"
        SECURITY = "security", "Security"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        RELEASED = "released", "Released"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MONTHLY)
    status = models.CharField(max_length=8, choices=Status, default=Status.RELEASED)
    released_on = models.DateField("date", null=True, blank=True)
    url = models.URLField("announcement", max_length=500, blank=True, default="")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["-released_on", "-id"]


class PricingTheme(NamedModel):
    """A reason to pay for an edition, under which capabilities are gathered on the price page."""

    url = models.URLField(max_length=500, blank=True, default="")
    edition = ForeignKey(Edition, null=True, blank=True, on_delete=PROTECT, related_name="+")


class Capability(NamedModel):
    """Something the product can do, with the editions and ways of delivery in which it can do it."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        BETA = "beta", "Beta"
        SHIPPED = "shipped", "Shipped"
        DEPRECATED = "deprecated", "Deprecated"
        RETIRED = "retired", "Retired"

    summary = models.TextField(blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    purchase_path_count = models.IntegerField("purchases it led to", null=True, blank=True)
    purchase_path_recent = models.IntegerField("of these recently", null=True, blank=True)
    url = models.URLField("documentation", max_length=500, blank=True, default="")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    shipped_in = ForeignKey(Release, null=True, blank=True, on_delete=PROTECT, related_name="+")
    theme = ForeignKey(PricingTheme, null=True, blank=True, on_delete=PROTECT, related_name="+")
    modules = models.ManyToManyField(Module, blank=True, related_name="+")
    editions = models.ManyToManyField(Edition, blank=True, related_name="+")
    deliveries = models.ManyToManyField(DeliveryMode, blank=True, related_name="+")

    class Meta(NamedModel.Meta):
        verbose_name_plural = "capabilities"
