"""What is remembered about getting in, beside users and their tokens."""

import hashlib
from typing import ClassVar

from django.db import models


def digest_of(secret: str) -> str:
    """What is kept of a secret. Ours are long and random, so one round of SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SetUpLink(models.Model):
    """The one-time link by which the first administrator is made. Only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}"


class SignInAttempt(models.Model):
    """A sign-in that failed or is being checked. `who` is a hash of name and address, so neither is kept."""

    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = "foundation"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["who", "at"], name="sign_in_who"),
            models.Index(fields=["at"], name="sign_in_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
