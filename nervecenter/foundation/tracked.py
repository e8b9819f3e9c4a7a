"""The base of every record people keep: version, who and when, archived, and where it came from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class TrackedModel(models.Model):
    """A record with a version. Actions and importers write it; triggers log every write to it."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False, db_index=False
    )
    changed_at = models.DateTimeField(auto_now_add=True, db_default=Now(), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False, db_index=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)
    source = models.CharField(max_length=40, default="", db_default="", editable=False)
    source_id = models.CharField(max_length=240, default="", db_default="", editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source_id=""), name="%(class)s_source"
            )
        ]


BOOKKEEPING = frozenset(
    {"id", "version", "created_at", "created_by", "changed_at", "changed_by", "archived_at", "source", "source_id"}
)
