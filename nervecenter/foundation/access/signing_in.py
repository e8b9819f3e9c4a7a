"""Sign-in by name and password, with a brake on guessing that all server processes share through the database."""

import datetime as dt

from django.contrib.auth import authenticate

from nervecenter.foundation.access.records import SignInAttempt
from nervecenter.foundation.access.throttling import Throttled, count_attempt, hashed, place_of, wait_in_words
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.users import User

FAILURES = 5
WITHIN = dt.timedelta(minutes=15)


class WrongCredentials(DomainError):
    """No active user has this name and password."""

    code = "wrong-credentials"
    status = 401


class TooManyAttempts(Throttled):
    """Too many sign-ins failed for this name from this address. `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        wait = wait_in_words(retry_after)
        super().__init__(f"{FAILURES} sign-ins failed with this name; wait {wait} and try again", retry_after)


def sign_in(username: str, password: str, *, address: str) -> User:
    """The user with this name and password; the page then opens the session.

    WrongCredentials otherwise, without saying which of the two was wrong. After five failures within a quarter of an
    hour for one name from one address: TooManyAttempts, even with the right password.
    """
    who = hashed(username.strip().lower(), place_of(address))
    wait = count_attempt(who, most=FAILURES, within=WITHIN)
    if wait:
        raise TooManyAttempts(wait)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise WrongCredentials("name or password is not right; check both and try again")
    SignInAttempt.objects.filter(who=who).delete()
    return user
