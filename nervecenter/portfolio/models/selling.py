"""How the portfolio is sold: editions, ways of delivery, channels, offerings, market sizes."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.market.models import Segment


class Edition(NamedModel):
    """A tier in which the product is sold. A higher one contains the one it includes."""

    rank = models.IntegerField(default=0, help_text="0 is the lowest.")
    includes = ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["rank"]


class DeliveryMode(NamedModel):
    """How the product reaches the customer: as a service, or run by the customer."""


class Channel(NamedModel):
    """A way to the customer: direct, a web shop, partners."""


class Territory(NamedModel):
    """A part of the world, or of the market, that one sales organisation looks after."""

    parent = ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(NamedModel.Meta):
        verbose_name_plural = "territories"


class Offering(NamedModel):
    """What is sold to whom, through which channel, how delivered and at which price. A blank is a hole in the offer."""

    list_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    is_sold = models.BooleanField("on sale", default=True)
    product_line = ForeignKey("portfolio.ProductLine", null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey("portfolio.Product", null=True, blank=True, on_delete=PROTECT, related_name="+")
    edition = ForeignKey(Edition, null=True, blank=True, on_delete=PROTECT, related_name="+")
    delivery = ForeignKey(DeliveryMode, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    channel = ForeignKey(Channel, null=True, blank=True, on_delete=PROTECT, related_name="+")


class MarketSize(NamedModel):
    """How large the market of a product is, and how much of it the product can serve today."""

    total_addressable = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    serviceable_percent = models.DecimalField(
        "serviceable share", max_digits=5, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(max_length=3, blank=True, default="")
    as_of = models.DateField(null=True, blank=True)
    source_url = models.URLField("source", max_length=500, blank=True, default="")
    product = ForeignKey("portfolio.Product", null=True, blank=True, on_delete=PROTECT, related_name="+")
