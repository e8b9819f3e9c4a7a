"""Positioning, the message houses built on it, claims and their proof."""

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.market.models import BuyingRole, Persona, Problem, Segment
from nervecenter.portfolio.models import Capability, Product


class Approval(models.TextChoices):
    """How far a text of ours has come."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    RETIRED = "retired", "Retired"


class Positioning(NamedModel):
    """What a product is to a segment, and against what: the ground on which messages stand."""

    statement = models.TextField(blank=True, default="")
    status = models.CharField(max_length=8, choices=Approval, default=Approval.DRAFT)
    approved_on = models.DateField(null=True, blank=True)
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")


class MessageHouse(NamedModel):
    """One roof, a few pillars, and what they stand on."""

    status = models.CharField(max_length=8, choices=Approval, default=Approval.DRAFT)
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    positioning = ForeignKey(Positioning, null=True, blank=True, on_delete=PROTECT, related_name="+")


class Message(NamedModel):
    """What we want a role to remember: the roof, a pillar, a promise, or the pain it answers."""

    class Level(models.TextChoices):
        ROOF = "roof", "Roof"
        PILLAR = "pillar", "Pillar"
        PROMISE = "promise", "Promise"
        PAIN = "pain", "Pain"
        SUPPORT = "support", "Support"

    level = models.CharField(max_length=8, choices=Level, default=Level.PILLAR)
    buyer_role = models.CharField(max_length=20, choices=BuyingRole, blank=True, default="")
    house = ForeignKey(MessageHouse, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    persona = ForeignKey(Persona, null=True, blank=True, on_delete=PROTECT, related_name="+")
    problems = models.ManyToManyField(Problem, blank=True, related_name="+")


class Claim(NamedModel):
    """Something we say is so. It rests on a capability and needs a proof with a date."""

    class Label(models.TextChoices):
        FACT = "fact", "Fact"
        INFERENCE = "inference", "Inference"
        ASSUMPTION = "assumption", "Assumption"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "In use"
        WITHDRAWN = "withdrawn", "Withdrawn"

    label = models.CharField(max_length=10, choices=Label, default=Label.ASSUMPTION)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    url = models.URLField("where it is said", max_length=500, blank=True, default="")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    capability = ForeignKey(Capability, null=True, blank=True, on_delete=PROTECT, related_name="+")
    message = ForeignKey(Message, null=True, blank=True, on_delete=PROTECT, related_name="+")


class ProofPoint(NamedModel):
    """What a claim rests on: a report, a figure, a reference, with its source and date."""

    kind = models.CharField(max_length=40, blank=True, default="")
    source_url = models.URLField("source", max_length=500, blank=True, default="")
    dated_on = models.DateField("dated", null=True, blank=True)
    expires_on = models.DateField("expires", null=True, blank=True)
    is_internal = models.BooleanField("internal opinion", default=False)
    claim = ForeignKey(Claim, on_delete=PROTECT, related_name="+")
