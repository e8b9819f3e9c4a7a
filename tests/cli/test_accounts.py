"""Users and tokens are made, changed and closed from the command line; a secret is shown once."""

import io

import pytest

from nervecenter.foundation.access import UnknownToken, authenticate_token
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.users import ApiToken, Role, User
from tests.cli.conftest import Nervecenter

pytestmark = pytest.mark.django_db


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    return "correct horse battery"


def test_a_user_is_made_with_the_password_of_the_pipe(nervecenter: Nervecenter, password: str) -> None:
    said = nervecenter("user", "create", "ana", "--role", "editor", "--name", "Ana Maria Rossi")

    user = User.objects.get(username="ana")
    assert (said.code, said.out) == (0, "ana can sign in as editor.\n")
    assert (user.role, user.first_name, user.last_name) == (Role.EDITOR, "Ana", "Maria Rossi")
    assert user.check_password(password)
    assert Changeset.objects.get().action == "user.created"


def test_a_short_password_an_unknown_role_and_an_empty_pipe_make_no_user(
    nervecenter: Nervecenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    short = nervecenter("user", "create", "ana", "--role", "king")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    empty = nervecenter("user", "create", "ana")

    assert (short.code, empty.code) == (2, 2)
    assert "password: This password is too short" in short.err
    assert "role: " in short.err
    assert "no password came through the pipe" in empty.err
    assert not User.objects.exists()


def test_the_last_administrator_stays_one(nervecenter: Nervecenter) -> None:
    User.objects.create(username="ana", role=Role.ADMIN)

    role = nervecenter("user", "role", "ana", "viewer")
    close = nervecenter("user", "close", "ana", "--json")

    assert role.code == 2
    assert role.err == "nervecenter: ana is the only administrator; make somebody else one first\n"
    assert close.json["errors"][0]["code"] == "last-administrator"
    assert User.objects.get().role == Role.ADMIN
    assert User.objects.get().is_active


def test_a_role_changes_and_an_account_closes(nervecenter: Nervecenter) -> None:
    User.objects.create(username="ana", role=Role.ADMIN)
    User.objects.create(username="ben", role=Role.VIEWER)

    role = nervecenter("user", "role", "ben", "contributor")
    close = nervecenter("user", "close", "ben")
    listed = nervecenter("user", "list").out.splitlines()

    assert (role.code, close.code) == (0, 0)
    assert listed == ["ana  admin", "ben  closed"]


def test_a_user_who_is_not_there_is_told_with_those_who_are(nervecenter: Nervecenter, password: str) -> None:
    User.objects.create(username="ana", role=Role.ADMIN)

    said = nervecenter("user", "password", "anna")

    assert said.code == 2
    assert said.err == "nervecenter: there is no user 'anna'; there are: ana\n"


def test_a_password_is_changed(nervecenter: Nervecenter, password: str) -> None:
    User.objects.create(username="ana", role=Role.ADMIN)

    said = nervecenter("user", "password", "ana")

    assert said.code == 0
    assert User.objects.get().check_password(password)


def test_a_token_is_shown_once_and_can_be_taken_back(nervecenter: Nervecenter) -> None:
    ana = User.objects.create(username="ana", role=Role.EDITOR)

    made = nervecenter("token", "create", "ana", "--name", "report", "--days", "30", "--json").json
    listed = nervecenter("token", "list", "ana")

    assert authenticate_token(made["token"]) == (ana, "read")
    assert made["token"] not in listed.out
    assert listed.out.startswith(f"{made['number']}  report  read  until ")
    assert nervecenter("token", "revoke", str(made["number"])).code == 0
    with pytest.raises(UnknownToken):
        authenticate_token(made["token"])


def test_a_token_without_an_end_is_refused(nervecenter: Nervecenter) -> None:
    User.objects.create(username="ana", role=Role.EDITOR)

    said = nervecenter("token", "create", "ana", "--name", "report", "--days", "4000")

    assert said.code == 2
    assert "days: must be from 1 to 366" in said.err
    assert not ApiToken.objects.exists()
