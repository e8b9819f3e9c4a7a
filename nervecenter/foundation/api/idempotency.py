"""A POST that is sent twice with the same Idempotency-Key is carried out once, and answered twice."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nervecenter.foundation.errors import DomainError, InvalidValues
from nervecenter.foundation.users import User

KEPT = dt.timedelta(hours=24)
LONGEST = 200
HEADERS = ("Content-Type", "ETag", "Location")


class IdempotencyKeyReused(DomainError):
    """The Idempotency-Key was sent before with another request."""

    code = "idempotency-key-reused"
    status = 422


class IdempotentAnswer(models.Model):
    """The answer to a request that carried an Idempotency-Key; `status` is null while it is being worked out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.TextField(default="")
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "foundation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_key")
        ]

    def __str__(self) -> str:
        return self.key


def once(request: HttpRequest, user: User, body: Any, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, worked out once for each Idempotency-Key of a user within 24 hours.

    Without that header it is simply worked out. The same key with another path or body is refused with
    IdempotencyKeyReused. A refusal is not kept: nothing was written, so the same request is refused again.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    if not 1 <= len(key) <= LONGEST:
        raise InvalidValues({"Idempotency-Key": f"must have 1 to {LONGEST} characters"})
    told = hashlib.sha256(f"{request.method} {request.path}\n".encode() + _bytes(body)).hexdigest()
    now = timezone.now()
    with transaction.atomic():
        IdempotentAnswer.objects.filter(created_at__lt=now - KEPT).delete()
        IdempotentAnswer.objects.bulk_create(
            [IdempotentAnswer(user=user, key=key, request_hash=told, created_at=now)], ignore_conflicts=True
        )
        kept = IdempotentAnswer.objects.select_for_update().get(user=user, key=key)
        if kept.request_hash != told:
            raise IdempotencyKeyReused(
                "this Idempotency-Key was used for another request in the last 24 hours; take a new key for a new one"
            )
        if kept.status is not None:
            return _replayed(kept)
        response = answer()
        kept.status, kept.body = response.status_code, response.content
        kept.headers = json.dumps({name: response[name] for name in HEADERS if name in response})
        kept.save(update_fields=["status", "body", "headers"])
        return response


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, sort_keys=True, default=str).encode()


def _replayed(kept: IdempotentAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status, headers=json.loads(kept.headers))
    response["Idempotent-Replayed"] = "true"
    return response
