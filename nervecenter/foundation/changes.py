"""The change log: each write to a tracked table leaves a Change, each decision groups its writes in a Changeset.

Database triggers write the changes (triggers.py), so bulk writes and raw SQL are seen too. What belongs together
is told to them through the connection: a registered function on SQLite, a transaction-local setting on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.functions import Now

if TYPE_CHECKING:
    from nervecenter.foundation.users import User

request_identifier: ContextVar[str] = ContextVar("request_identifier", default="")


class Changeset(models.Model):
    """Writes that one decision made together: who, when, what it was called, and why."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=80)
    request = models.CharField(max_length=40, default="")
    reason = models.TextField(default="")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.action


class Change(models.Model):
    """One row written: inserted, updated or deleted, with the row before and after as JSON."""

    class Operation(models.TextChoices):
        INSERT = "I", "created"
        UPDATE = "U", "changed"
        DELETE = "D", "deleted"

    at = models.DateTimeField(db_default=Now())
    operation = models.CharField(max_length=1, choices=Operation)
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    subject = models.BigIntegerField()
    changeset = models.ForeignKey(
        Changeset, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="changes"
    )
    before = models.TextField(null=True)
    after = models.TextField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["table", "subject"], name="change_subject"),
            # With the id beside it PostgreSQL finds the first writes of a decision without walking the whole log.
            models.Index(fields=["changeset", "id"], name="change_changeset"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table} {self.row}"


_current: WeakKeyDictionary[BaseDatabaseWrapper, int] = WeakKeyDictionary()


def _register_function(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "nervecenter_changeset", 0, lambda: _current.get(connection), deterministic=False
        )


def follow_connections() -> None:
    """From now on each new database connection can tell the triggers which changeset is running."""
    connection_created.connect(_register_function, dispatch_uid="nervecenter.changeset")


def _announce(number: int | None) -> None:
    wrapper = transaction.get_connection()
    if number is None:
        _current.pop(wrapper, None)
    else:
        _current[wrapper] = number
    if wrapper.vendor == "postgresql" and not wrapper.needs_rollback:
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT set_config('nervecenter.changeset', %s, true)", [str(number or "")])


@contextmanager
def changeset(
    *, actor: "User | None", action: str, reason: str = "", undoes: Changeset | None = None
) -> Iterator[Changeset]:
    """A transaction whose writes belong together. Inside another changeset the outer one goes on."""
    wrapper = transaction.get_connection()
    running = _current.get(wrapper)
    if running is not None:
        with transaction.atomic():
            yield Changeset.objects.get(pk=running)
        return
    with transaction.atomic():
        current = Changeset.objects.create(
            actor=actor, action=action, reason=reason, undoes=undoes, request=request_identifier.get()
        )
        _announce(current.pk)
        try:
            yield current
        finally:
            _announce(None)
