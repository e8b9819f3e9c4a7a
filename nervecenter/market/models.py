"""Who buys and uses, what hurts them, and who else offers an answer."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE, PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.people.models import Person, Team


class BuyingRole(models.TextChoices):
    """The part somebody plays when a company buys."""

    ECONOMIC_BUYER = "economic_buyer", "Economic buyer"
    CHAMPION = "champion", "Champion"
    DECIDER = "decider", "Decider"
    APPROVER = "approver", "Approver"
    TECHNICAL_EVALUATOR = "technical_evaluator", "Technical evaluator"
    USER = "user", "User"
    INFLUENCER = "influencer", "Influencer"
    INITIATOR = "initiator", "Initiator"
    GATEKEEPER = "gatekeeper", "Gatekeeper"
    PROCUREMENT = "procurement", "Procurement"
    LEGAL_SECURITY = "legal_security", "Legal and security"
    COACH = "coach", "Coach"
    BLOCKER = "blocker", "Blocker"


class Segment(NamedModel):
    """A part of the market that buys for the same reasons. A target segment is one we choose to win."""

    class Kind(models.TextChoices):
        FIRMOGRAPHIC = "firmographic", "Kind of company"
        USE_CASE = "use_case", "Use case"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FIRMOGRAPHIC)
    is_target = models.BooleanField("target", default=False)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1, help_text="How much one account counts.")
    size = models.IntegerField("accounts in the market", null=True, blank=True)
    rule = models.TextField(
        blank=True,
        default="",
        help_text="Which accounts belong to it, such as: country in ('DE', 'AT') and employees > 50",
    )
    description = models.TextField(blank=True, default="")


class Account(NamedModel):
    """A company that is, was or may become a customer. Whatever it says counts once."""

    class Status(models.TextChoices):
        PROSPECT = "prospect", "Prospect"
        CUSTOMER = "customer", "Customer"
        FORMER = "former", "Former customer"

    domain = models.CharField(max_length=200, blank=True, default="")
    industry = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    region = models.CharField(max_length=80, blank=True, default="")
    established = models.IntegerField("founded in", null=True, blank=True)
    employees = models.IntegerField(null=True, blank=True)
    annual_revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    recurring_revenue = models.DecimalField(
        "recurring revenue with us",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="What the account pays us in a year.",
    )
    currency = models.CharField(max_length=3, blank=True, default="", help_text="Of both revenues, such as EUR.")
    customer_since = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROSPECT)
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")
    parent = ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="+")


class Persona(NamedModel):
    """A typical buyer or user, drawn from interviews; marked as a guess until there are some."""

    class Kind(models.TextChoices):
        USER = "user", "User"
        BUYER = "buyer", "Buyer"

    class DecisionRole(models.TextChoices):
        DECIDES = "decides", "Decides"
        APPROVES = "approves", "Approves"
        CONSULTED = "consulted", "Is consulted"
        USES = "uses", "Uses"

    title = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.USER)
    decision_role = models.CharField(max_length=10, choices=DecisionRole, blank=True, default="")
    is_guess = models.BooleanField("guess", default=False)
    owner = ForeignKey(
        Person, verbose_name="looked after by", null=True, blank=True, on_delete=PROTECT, related_name="+"
    )
    segment = ForeignKey(Segment, null=True, blank=True, on_delete=PROTECT, related_name="+")


class Contact(NamedModel):
    """A person at an account with whom we speak."""

    email = models.EmailField(max_length=254, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField("part in buying", max_length=20, choices=BuyingRole, blank=True, default="")
    may_be_told = models.BooleanField(
        "may be written to", default=True, help_text="Off once somebody declines our news."
    )
    account = ForeignKey(Account, null=True, blank=True, on_delete=PROTECT, related_name="+")
    persona = ForeignKey(Persona, null=True, blank=True, on_delete=PROTECT, related_name="+")


class Problem(NamedModel):
    """A problem the market has, or a job it wants done, said without a solution."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", "Problem"
        JOB = "job", "Job to be done"

    class Confidence(models.TextChoices):
        RESEARCHED = "researched", "Researched"
        HEURISTIC = "heuristic", "Heuristic"
        UNKNOWN = "unknown", "Unknown"

    statement = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PROBLEM)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNKNOWN)
    grade = models.CharField(
        max_length=20, blank=True, default="", help_text="How well it is served today, as graded by the team."
    )
    source_url = models.URLField("source", max_length=500, blank=True, default="")
    urgent = models.BooleanField(null=True, blank=True)
    pervasive = models.BooleanField(null=True, blank=True)
    will_pay = models.BooleanField("willing to pay", null=True, blank=True)
    parent = ForeignKey("self", null=True, blank=True, on_delete=PROTECT, related_name="+")
    team = ForeignKey(Team, null=True, blank=True, on_delete=PROTECT, related_name="+")
    personas = models.ManyToManyField(Persona, blank=True, related_name="+")
    segments = models.ManyToManyField(Segment, blank=True, related_name="+")


class Competitor(NamedModel):
    """Somebody the market may choose instead of us; we stand among them, marked as us, to be compared alike."""

    is_us = models.BooleanField("this is us", default=False)
    website = models.URLField(max_length=300, blank=True, default="")


class BuyerRole(NamedModel):
    """A role in the circle of people who buy together in a segment, and what that role cares about."""

    role = models.CharField(max_length=20, choices=BuyingRole)
    cares_about = models.TextField(blank=True, default="")
    segment = ForeignKey(Segment, on_delete=CASCADE, related_name="+")
    persona = ForeignKey(Persona, null=True, blank=True, on_delete=PROTECT, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["segment", "role"]
