"""What each release brought, announced or took away."""

from typing import ClassVar

from django.db import models
from django.db.models import PROTECT, ForeignKey

from nervecenter.foundation.named import NamedModel
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Capability, DeliveryMode, Edition, Module, Product, Release


class ReleaseItem(NamedModel):
    """One line of a release: something shipped, deprecated or removed, in which editions and ways of delivery."""

    class Change(models.TextChoices):
        SHIPPED = "shipped", "Shipped"
        DEPRECATED = "deprecated", "Deprecated"
        REMOVED = "removed", "Removed"
        UPGRADE = "upgrade", "Upgrade note"
        PERFORMANCE = "performance", "Performance"
        OTHER = "other", "Other"

    change = models.CharField(max_length=12, choices=Change, default=Change.SHIPPED)
    level = models.CharField(max_length=40, blank=True, default="")
    description = models.TextField(blank=True, default="")
    due_on = models.DateField("due on", null=True, blank=True)
    url = models.URLField("tracker", max_length=500, blank=True, default="")
    release = ForeignKey(Release, null=True, blank=True, on_delete=PROTECT, related_name="+")
    due_release = ForeignKey(Release, null=True, blank=True, on_delete=PROTECT, related_name="+")
    product = ForeignKey(Product, null=True, blank=True, on_delete=PROTECT, related_name="+")
    reporter = ForeignKey(Person, null=True, blank=True, on_delete=PROTECT, related_name="+")
    capability = ForeignKey(Capability, null=True, blank=True, on_delete=PROTECT, related_name="+")
    modules = models.ManyToManyField(Module, blank=True, related_name="+")
    editions = models.ManyToManyField(Edition, blank=True, related_name="+")
    deliveries = models.ManyToManyField(DeliveryMode, blank=True, related_name="+")

    class Meta(NamedModel.Meta):
        ordering: ClassVar[list[str]] = ["id"]
