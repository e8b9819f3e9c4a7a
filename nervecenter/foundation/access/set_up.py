"""The first run: a link that only the terminal shows makes the first administrator, once."""

import datetime as dt
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from nervecenter.foundation.access.records import SetUpLink, digest_of
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import DomainError, InvalidValues
from nervecenter.foundation.users import Role, User

GOOD_FOR = dt.timedelta(hours=24)
PATH = "/set-up/"


class SetUpLinkSpent(DomainError):
    """The set-up link was used, has ended, or a newer one was made."""

    code = "set-up-link-spent"
    status = 410


def setup_link(base_url: str) -> str | None:
    """A fresh one-time address `<base_url>/set-up/<secret>/`; the link before it is void.

    None when there is an administrator who can sign in: then nobody needs it, and a link left over is void too.
    """
    with transaction.atomic():
        SetUpLink.objects.all().delete()
        if _has_administrator():
            return None
        secret = secrets.token_urlsafe(32)
        SetUpLink.objects.create(digest=digest_of(secret), expires_at=timezone.now() + GOOD_FOR)
    return f"{base_url.rstrip('/')}{PATH}{secret}/"


def check_setup(secret: str) -> None:
    """Refuse with SetUpLinkSpent unless the link can still be used; the page asks before it shows its form."""
    good = SetUpLink.objects.filter(digest=digest_of(secret), expires_at__gt=timezone.now()).exists()
    if not good or _has_administrator():
        raise SetUpLinkSpent(
            "this set-up link was used or has ended; sign in, or start the server again for a new link on its terminal"
        )


def redeem_setup(
    secret: str, username: str, password: str, *, first_name: str = "", last_name: str = "", email: str = ""
) -> User:
    """The first administrator, made through the link, which is spent by it.

    SetUpLinkSpent when the link is no longer good; InvalidValues names what is wrong, and the link can be used again.
    """
    check_setup(secret)
    user = User(username=username.strip(), first_name=first_name.strip(), last_name=last_name.strip(), email=email)
    user.role = Role.ADMIN
    _refuse_faults(user, password)
    user.password = make_password(password)
    with transaction.atomic():
        list(SetUpLink.objects.select_for_update().filter(digest=digest_of(secret)))
        check_setup(secret)
        with changeset(actor=None, action="user.created", reason="first administrator"):
            user.save(force_insert=True)
        SetUpLink.objects.all().delete()
    return user


def _has_administrator() -> bool:
    return User.objects.filter(role=Role.ADMIN, is_active=True).exists()


def _refuse_faults(user: User, password: str) -> None:
    wrong: dict[str, str] = {}
    try:
        user.full_clean(exclude={"password"})
    except ValidationError as error:
        wrong |= {name: " ".join(messages) for name, messages in error.message_dict.items()}
    try:
        validate_password(password, user)
    except ValidationError as error:
        wrong["password"] = " ".join(error.messages)
    if wrong:
        raise InvalidValues(wrong)
