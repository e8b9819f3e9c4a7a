"""API tokens: a secret that acts for a user, within a scope, until a date. Shown once, kept as a hash."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.utils import timezone

from nervecenter.foundation.access.records import digest_of
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import DomainError, InvalidValues, NotAllowed, NotFound
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.foundation.users import ApiToken, User

PREFIX = "nvc_"
DAYS = 90
MOST_DAYS = 366
USE_NOTED_EVERY = dt.timedelta(hours=1)


class UnknownToken(DomainError):
    """The token is not known here, was revoked, or its user may not sign in any more."""

    code = "unknown-token"
    status = 401


class ExpiredToken(DomainError):
    """The token has ended."""

    code = "expired-token"
    status = 401


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. `secret` is told now and never again."""

    token: ApiToken
    secret: str


def create_token(
    *, name: str, actor: User | None, user: User | None = None, scope: str = ApiToken.Scope.READ, days: int = DAYS
) -> NewToken:
    """A token for the user (the actor, when none is named), good for `days` days from now.

    InvalidValues names what is wrong; NotAllowed when the actor is neither the user nor an administrator.
    """
    user = user or actor
    if user is None:
        raise InvalidValues({"user": "is needed: say for whom the token is"})
    if actor is not None and actor != user and not allowed(actor, "administer"):
        raise NotAllowed("only an administrator may make a token for somebody else; make one for yourself")
    wrong = _faults(user, name.strip(), scope, days)
    if wrong:
        raise InvalidValues(wrong)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    with changeset(actor=actor, action="token.created", reason=f"{name.strip()} ({scope}) for {user.username}"):
        token = ApiToken.objects.create(
            user=user, name=name.strip(), digest=digest_of(secret), scope=scope, expires_at=now + dt.timedelta(days)
        )
    return NewToken(token, secret)


def _faults(user: User, name: str, scope: str, days: int) -> dict[str, str]:
    wrong = {}
    longest = ApiToken._meta.get_field("name").max_length or 0
    if not name:
        wrong["name"] = "is needed: say what the token is for"
    elif len(name) > longest:
        wrong["name"] = f"has {len(name)} characters; at most {longest} fit"
    if scope not in ApiToken.Scope.values:
        wrong["scope"] = f"'{scope}' is not one of {', '.join(ApiToken.Scope.values)}"
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = f"must be from 1 to {MOST_DAYS}: every token ends"
    if not user.is_active:
        wrong["user"] = f"{user.username} may not sign in; choose somebody who may"
    return wrong


def revoke_token(number: int, *, actor: User | None) -> ApiToken:
    """The token lets nobody in from now on. NotFound when it is not there or belongs to somebody else."""
    token = ApiToken.objects.select_related("user").filter(pk=number).first()
    if token is None or not (actor is None or token.user == actor or allowed(actor, "administer")):
        raise NotFound(f"there is no token number {number} of yours")
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        with changeset(actor=actor, action="token.revoked", reason=f"{token.name} for {token.user.username}"):
            token.save(update_fields=["revoked_at"])
    return token


def tokens_of(user: User) -> tuple[ApiToken, ...]:
    """The user's tokens, newest first, also those that ended or were revoked. One SQL query."""
    return tuple(ApiToken.objects.filter(user=user).order_by("-created_at", "-id"))


def authenticate_token(secret: str) -> tuple[User, str]:
    """The user a token acts for, and its scope. UnknownToken or ExpiredToken otherwise.

    One SQL query; a second one at most once an hour, to note that the token is in use. The secret is looked up by its
    hash, so the time it takes tells nothing about it.
    """
    token = _token_with(digest_of(secret))
    if token is None or token.revoked_at is not None:
        raise UnknownToken("this token is not known here or was revoked; make a new one under Set-up, API tokens")
    if not token.user.is_active:
        raise UnknownToken("the user of this token may not sign in any more; ask an administrator")
    now = timezone.now()
    if token.expires_at <= now:
        raise ExpiredToken(f"this token ended on {token.expires_at:%Y-%m-%d}; make a new one under Set-up, API tokens")
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user, token.scope


_TOKEN = [field.attname for field in ApiToken._meta.concrete_fields]
_USER = [field.attname for field in User._meta.concrete_fields]
_tokens = PreparedQuery(
    lambda digest: (
        ApiToken.objects.filter(digest=digest).order_by().values_list(*_TOKEN, *(f"user__{name}" for name in _USER))
    ),
    sentinel="sentinel",
)


def _token_with(digest: str) -> ApiToken | None:
    rows = _tokens.rows(digest)
    if not rows:
        return None
    token = ApiToken.from_db("default", _TOKEN, rows[0][: len(_TOKEN)])
    token.user = User.from_db("default", _USER, rows[0][len(_TOKEN) :])
    return token
