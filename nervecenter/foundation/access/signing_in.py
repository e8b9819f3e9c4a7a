"""Sign-in by name and password, with a brake on guessing that all server processes share through the database."""

import datetime as dt
import hashlib
import math
from ipaddress import ip_address, ip_network

from django.contrib.auth import authenticate
from django.utils import timezone

from nervecenter.foundation.access.records import SignInAttempt
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.users import User

FAILURES = 5
WITHIN = dt.timedelta(minutes=15)


class WrongCredentials(DomainError):
    """No active user has this name and password."""

    code = "wrong-credentials"
    status = 401


class TooManyAttempts(DomainError):
    """Too many sign-ins failed for this name from this address. `retry_after` is in seconds."""

    code = "too-many-attempts"
    status = 429

    def __init__(self, retry_after: int) -> None:
        minutes = math.ceil(retry_after / 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(
            f"{FAILURES} sign-ins failed with this name; wait {wait} and try again",
            retry_after=retry_after,
        )
        self.retry_after = retry_after


def sign_in(username: str, password: str, *, address: str) -> User:
    """The user with this name and password; the page then opens the session.

    WrongCredentials otherwise, without saying which of the two was wrong. After five failures within a quarter of an
    hour for one name from one address: TooManyAttempts, even with the right password.
    """
    who = _who(username, address)
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - WITHIN).delete()
    attempt = SignInAttempt.objects.create(who=who, at=now)
    earlier = list(
        SignInAttempt.objects.filter(who=who, pk__lt=attempt.pk)
        .order_by("-at", "-id")
        .values_list("at", flat=True)[:FAILURES]
    )
    if len(earlier) >= FAILURES:
        attempt.delete()
        raise TooManyAttempts(max(1, math.ceil((earlier[-1] + WITHIN - now).total_seconds())))
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise WrongCredentials("name or password is not right; check both and try again")
    SignInAttempt.objects.filter(who=who).delete()
    return user


def _who(username: str, address: str) -> str:
    """One name from one address. An IPv6 subscriber has a whole /64 of addresses, which count as one."""
    try:
        parsed = ip_address(address)
        place = str(ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address
    except ValueError:
        place = address
    return hashlib.sha256(f"{username.strip().lower()}\0{place}".encode()).hexdigest()
