"""A brake on what strangers may do: so many attempts within so long, shared by all server processes.

Sign-in and the public feedback page use it. Only hashes are kept, so that nobody can read who tried what.
"""

import datetime as dt
import hashlib
import math
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from nervecenter.foundation.access.records import SignInAttempt
from nervecenter.foundation.errors import DomainError

LONGEST = dt.timedelta(days=1)


class Throttled(DomainError):
    """There were too many attempts. `retry_after` is in seconds."""

    code = "too-many-attempts"
    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after


def wait_in_words(seconds: int) -> str:
    """How long to wait, in whole minutes."""
    minutes = math.ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def hashed(*parts: str) -> str:
    """The name under which attempts of somebody are counted."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def place_of(address: str) -> str:
    """Where an address belongs. An IPv6 subscriber has a whole /64 of addresses, which count as one."""
    try:
        parsed = ip_address(address)
        return str(ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address
    except ValueError:
        return address


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: the connection, or what the own proxy wrote last into the header of the settings."""
    name = settings.CLIENT_ADDRESS_HEADER
    told = request.headers.get(name, "") if name else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def count_attempt(who: str, *, most: int, within: dt.timedelta) -> int:
    """The attempt is counted; 0, or the seconds to wait where so many came before it, and then it is not kept.

    `within` is at most a day, after which attempts are forgotten.
    """
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - LONGEST).delete()
    attempt = SignInAttempt.objects.create(who=who, at=now)
    earlier = list(
        SignInAttempt.objects.filter(who=who, pk__lt=attempt.pk, at__gte=now - within)
        .order_by("-at", "-id")
        .values_list("at", flat=True)[:most]
    )
    if len(earlier) < most:
        return 0
    attempt.delete()
    return max(1, math.ceil((earlier[-1] + within - now).total_seconds()))
