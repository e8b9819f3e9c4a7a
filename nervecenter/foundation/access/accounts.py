"""Who may sign in, and in which role: administrators decide it, in the browser or on the command line."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import DomainError, InvalidValues, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import Role, User


class LastAdministrator(DomainError):
    """Nobody would be left who can administer."""

    code = "last-administrator"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A user as the list of users shows it; no secret."""

    number: int
    username: str
    name: str
    email: str
    role: str
    is_active: bool
    last_login: datetime | None


def accounts() -> tuple[AccountRow, ...]:
    """Everybody who has an account, by name. One SQL query."""
    return tuple(
        AccountRow(user.pk, user.username, user.get_full_name(), user.email, user.role, user.is_active, user.last_login)
        for user in User.objects.order_by("username")
    )


def account(username: str) -> User:
    """The user of that name; NotFound names those there are."""
    found = User.objects.filter(username=username).first()
    if found is None:
        known = ", ".join(User.objects.order_by("username").values_list("username", flat=True)[:20]) or "nobody yet"
        raise NotFound(f"there is no user '{username}'; there are: {known}")
    return found


def create_account(
    *, username: str, password: str, role: str, actor: User | None, name: str = "", email: str = ""
) -> User:
    """A user who can sign in with this password. InvalidValues names what is wrong, the password included."""
    require(actor, "administer")
    first, _, last = name.strip().partition(" ")
    user = User(username=username.strip(), first_name=first, last_name=last, email=email.strip(), role=role)
    _refuse_faults(user, password)
    user.password = make_password(password)
    with changeset(actor=actor, action="user.created", reason=f"{user.username} as {role}"):
        user.save(force_insert=True)
    return user


def change_role(username: str, role: str, *, actor: User | None) -> User:
    """The user has this role. Refused for the last active administrator (LastAdministrator)."""
    require(actor, "administer")
    user = account(username)
    if role not in Role.values:
        raise InvalidValues({"role": f"'{role}' is not a role; the roles are {', '.join(Role.values)}"})
    if role != Role.ADMIN:
        _refuse_last_administrator(user)
    user.role = role
    with changeset(actor=actor, action="user.role-changed", reason=f"{username} is {role}"):
        user.save(update_fields=["role"])
    return user


def change_password(username: str, password: str, *, actor: User | None) -> User:
    """The user signs in with this password from now on; her sessions end."""
    if actor is None or actor.username != username:
        require(actor, "administer")
    user = account(username)
    _refuse_faults(user, password)
    user.password = make_password(password)
    with changeset(actor=actor, action="user.password-changed", reason=username):
        user.save(update_fields=["password"])
    return user


def close_account(username: str, *, actor: User | None) -> User:
    """The user may not sign in any more, nor her tokens; what she did keeps her name. Not the last administrator."""
    require(actor, "administer")
    user = account(username)
    _refuse_last_administrator(user)
    user.is_active = False
    with changeset(actor=actor, action="user.closed", reason=username):
        user.save(update_fields=["is_active"])
    return user


def _refuse_last_administrator(user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and user.is_active and not others.exists():
        raise LastAdministrator(f"{user.username} is the only administrator; make somebody else one first")


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
