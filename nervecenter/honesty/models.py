"""What the checks found and when, what somebody accepts for a time, and what the company sets otherwise."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import SET_NULL, ForeignKey

from nervecenter.foundation.tracked import TrackedModel
from nervecenter.portfolio.models import Product, ProductLine


class Severity(models.TextChoices):
    """How bad a finding is."""

    ERROR = "error", "Error"
    WARNING = "warning", "Warning"
    INFO = "info", "Info"


class Waiver(TrackedModel):
    """Somebody accepts a finding, for a reason and until a day. It names one finding, or a check and a record."""

    name = models.CharField("what is accepted", max_length=300)
    code = models.CharField("check", max_length=8, blank=True, default="", help_text="Such as NC601.")
    subject = models.CharField("record", max_length=60, blank=True, default="", help_text="Its id, such as tm-7.")
    fingerprint = models.CharField(
        "finding", max_length=16, blank=True, default="", help_text="Of one finding, instead of check and record."
    )
    who = models.CharField("accepted by", max_length=120)
    until = models.DateField("stands until", help_text="The last day on which it holds.")
    why = models.TextField("reason")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["until", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "subject"], name="waiver_thing"),
            models.Index(fields=["fingerprint"], name="waiver_finding"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckSetting(TrackedModel):
    """What a company sets otherwise for one check: off, another severity, other thresholds."""

    code = models.CharField("check", max_length=8, unique=True, help_text="Such as NC101.")
    is_enabled = models.BooleanField("runs", default=True)
    severity = models.CharField(max_length=8, choices=Severity, blank=True, default="")
    thresholds = models.TextField(blank=True, default="", help_text="One a line, such as minimum_accounts: 5")

    class Meta(TrackedModel.Meta):
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.code


class CheckRun(models.Model):
    """One run of the checks, and what stood after it. `codes` are the checks that ran; `open_by_code` counts all.

    `last_change` is the number of the newest entry of the change log that the run has seen.
    """

    at = models.DateTimeField(db_index=True)
    today = models.DateField()
    actor = ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=SET_NULL, related_name="+")
    seconds = models.FloatField()
    rows = models.IntegerField()
    codes = models.JSONField(default=list)
    new = models.IntegerField(default=0)
    fixed = models.IntegerField(default=0)
    waived = models.IntegerField(default=0)
    errors = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    infos = models.IntegerField(default=0)
    open_by_code = models.JSONField(default=dict)
    last_change = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.at.isoformat()


class FindingRecord(models.Model):
    """A finding that is kept from run to run. Waived is not kept here: it follows from the waivers of the day.

    `first_seen` is when it came up, or came up again after it was fixed.
    """

    class Status(models.TextChoices):
        NEW = "new", "New"
        OPEN = "open", "Open"
        FIXED = "fixed", "Fixed"

    fingerprint = models.CharField(max_length=16, unique=True)
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    severity = models.CharField(max_length=8, choices=Severity)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    subject_label = models.TextField(default="")
    message = models.TextField()
    remedy = models.TextField()
    details = models.JSONField(default=dict)
    status = models.CharField(max_length=5, choices=Status, default=Status.NEW)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True)
    run = ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, on_delete=SET_NULL, related_name="+")
    product_line = ForeignKey(ProductLine, null=True, on_delete=SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "code"], name="finding_status"),
            models.Index(fields=["subject_id"], name="finding_subject"),
        ]

    def __str__(self) -> str:
        return self.message
