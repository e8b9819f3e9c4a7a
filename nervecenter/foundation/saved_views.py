"""Saved views: a list's filters, order, grouping and columns under a name, for oneself or for everybody."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.foundation.resources import resource
from nervecenter.foundation.users import User


class SavedView(models.Model):
    """A list as somebody likes to see it: what stands after the question mark of its address."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField("shared with everybody", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "foundation"
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "kind", "name"], name="saved_view_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The list as it was saved."""
        return f"{resource(self.kind).path}?{self.query}"


def saved_views(user: User, kind: str) -> tuple[SavedView, ...]:
    """The views of one kind that the user may open: her own and the shared ones. One SQL query."""
    return tuple(SavedView.from_db("default", _COLUMNS, row) for row in _views_of(kind).rows(user.pk))


_COLUMNS = [field.attname for field in SavedView._meta.concrete_fields]


@cache
def _views_of(kind: str) -> PreparedQuery:
    def build(user: int) -> Any:
        return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), kind=kind).values_list(*_COLUMNS)

    return PreparedQuery(build)
