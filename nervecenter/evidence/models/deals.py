"""Deals, who took part in them, and why they ended: as the seller logged it and as the buyer told it."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel, scale
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.market.models import Account, BuyingRole, Competitor, Contact, Segment
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Channel, Product, Territory


class DealReason(NamedModel):
    """A reason why deals are won or lost, in the company's own words, in one of a few groups."""

    class Area(models.TextChoices):
        PRODUCT = "product", "Product"
        PRICE = "price", "Price"
        FIT = "fit", "Fit"
        TRUST = "trust", "Trust"
        PROCESS = "process", "Buying process"
        TIMING = "timing", "Timing"
        NO_BUDGET = "no_budget", "No budget"
        STATUS_QUO = "status_quo", "Stays as it is"

    area = models.CharField("kind of reason", max_length=12, choices=Area, blank=True, default="")


class Deal(NamedModel):
    """A sale that may happen, has happened or has not: what for, to whom, against whom, for how much, and why."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        WON = "won", "Won"
        LOST = "lost", "Lost to a competitor"
        NO_DECISION = "no_decision", "Lost, nobody chosen"
        LOST_UNKNOWN = "lost_unknown", "Lost, to whom is unknown"

    stage = models.CharField(max_length=120, blank=True, default="", help_text="As the sales system calls it.")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    recurring_amount = models.DecimalField(
        "recurring amount a year", max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(max_length=3, blank=True, default="")
    probability = models.IntegerField(null=True, blank=True, **scale(0, 100), help_text="Percent, as the seller says.")
    opened_on = models.DateField("opened", null=True, blank=True)
    expected_on = models.DateField("expected to close", null=True, blank=True)
    closed_on = models.DateField("closed", null=True, blank=True)
    kind = models.CharField(max_length=60, blank=True, default="", help_text="Such as new business or renewal.")
    lead_source = models.CharField(max_length=120, blank=True, default="")
    seller = models.CharField(
        max_length=120, blank=True, default="", help_text="Who sells, as the sales system names them."
    )
    sales_team = models.CharField(max_length=120, blank=True, default="")
    next_step = models.TextField(blank=True, default="")
    seller_note = models.TextField("why, in the seller's words", blank=True, default="")
    account = ForeignKey(Account, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    territory = ForeignKey(Territory, null=True, blank=True, on_delete=PROTECT, related_name="+")
    channel = ForeignKey(Channel, null=True, blank=True, on_delete=PROTECT, related_name="+")
    seller_reason = ForeignKey(
        DealReason, verbose_name="reason, says the seller", null=True, blank=True, on_delete=PROTECT, related_name="+"
    )
    lost_to = ForeignKey(Competitor, null=True, blank=True, on_delete=PROTECT, related_name="+")
    competitors = models.ManyToManyField(Competitor, blank=True, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["-closed_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outcome", "closed_on", "id"], name="deal_outcome_closed"),
        ]


class DealLine(TrackedModel):
    """One product on a deal: how many, at which price."""

    name = models.CharField(max_length=300)
    stock_keeping_unit = models.CharField(max_length=120, blank=True, default="")
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    list_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    deal = ForeignKey(Deal, on_delete=CASCADE, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class DealContact(TrackedModel):
    """Somebody who takes part in a purchase, and which part."""

    name = models.CharField(max_length=300, blank=True, default="")
    role = models.CharField("part in buying", max_length=20, choices=BuyingRole, blank=True, default="")
    is_primary = models.BooleanField("main contact", default=False)
    deal = ForeignKey(Deal, on_delete=CASCADE, related_name="+")
    contact = ForeignKey(Contact, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class WinLossInterview(NamedModel):
    """A talk with the buyer after a deal has ended, held by somebody who was not selling."""

    held_on = models.DateField("date", null=True, blank=True)
    outcome = models.CharField("outcome, says the buyer", max_length=12, choices=Deal.Outcome, blank=True, default="")
    was_selling = models.BooleanField("interviewer took part in the sale", default=False)
    price_level = models.IntegerField(
        null=True,
        blank=True,
        **scale(1, 5),
        help_text="Our price beside the others': 1 far lower, 3 on a par, 5 far higher.",
    )
    perception = models.IntegerField(
        null=True, blank=True, **scale(1, 6), help_text="How the buyer sees us: 1 poor to 6 excellent."
    )
    text = models.TextField("notes", blank=True, default="")
    url = models.URLField("source", max_length=500, blank=True, default="")
    deal = ForeignKey(Deal, on_delete=PROTECT, related_name="+")
    contact = ForeignKey(Contact, null=True, blank=True, on_delete=PROTECT, related_name="+")
    interviewer = ForeignKey(Person, null=True, blank=True, on_delete=PROTECT, related_name="+")
    chosen = ForeignKey(
        Competitor, verbose_name="chosen instead", null=True, blank=True, on_delete=PROTECT, related_name="+"
    )

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["-held_on", "-id"]


class Driver(TrackedModel):
    """One reason that a buyer gave: for us or against us, how strong, in the buyer's words."""

    class Direction(models.TextChoices):
        FOR = "for", "For us"
        AGAINST = "against", "Against us"

    name = models.CharField("in the buyer's words", max_length=500, blank=True, default="")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.AGAINST)
    strength = models.IntegerField(default=2, **scale(1, 3), help_text="1 weak, 2 clear, 3 decisive.")
    interview = ForeignKey(WinLossInterview, on_delete=CASCADE, related_name="+")
    reason = ForeignKey(DealReason, on_delete=PROTECT, related_name="+")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["-strength", "id"]

    def __str__(self) -> str:
        return self.name
