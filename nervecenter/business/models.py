"""What is measured."""

from django.db import models

from nervecenter.foundation.named import NamedModel


class Metric(NamedModel):
    """A figure the company steers by, defined once."""

    definition = models.TextField(blank=True, default="")
    target = models.CharField(max_length=300, blank=True, default="")
    organisation = models.CharField(max_length=120, blank=True, default="")
    is_key = models.BooleanField("key figure", default=False)
    is_public = models.BooleanField("public", default=False)
    health_level = models.IntegerField(
        "health", null=True, blank=True, help_text="0 unknown, 1 needs help, 2 watch, 3 healthy"
    )
