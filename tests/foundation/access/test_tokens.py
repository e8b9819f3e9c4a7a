"""A token acts for its user within its scope until it ends; only its hash is kept."""

import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.foundation.access import (
    ExpiredToken,
    UnknownToken,
    authenticate_token,
    create_token,
    revoke_token,
    tokens_of,
)
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import InvalidValues, NotAllowed, NotFound
from nervecenter.foundation.users import ApiToken, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", role=Role.EDITOR)


def test_the_secret_is_told_once_and_only_its_hash_is_kept(ana: User) -> None:
    made = create_token(name="  Nightly export ", actor=ana)

    kept = ApiToken.objects.get()
    assert made.secret.startswith("nvc_")
    assert len(made.secret) == 47
    assert kept.digest == hashlib.sha256(made.secret.encode()).hexdigest()
    assert (kept.name, kept.scope, kept.user) == ("Nightly export", "read", ana)
    assert timezone.now() + dt.timedelta(days=89, hours=23) < kept.expires_at < timezone.now() + dt.timedelta(days=90)
    assert list(Changeset.objects.values_list("action", "actor", "reason")) == [
        ("token.created", ana.pk, "Nightly export (read) for ana")
    ]


def test_a_token_lets_its_user_in_with_its_scope_in_one_query(ana: User) -> None:
    secret = create_token(user=ana, name="Bot", scope="write", actor=ana).secret
    authenticate_token(secret)

    with CaptureQueriesContext(connection) as queries:
        user, scope = authenticate_token(secret)

    assert (user, user.role, scope) == (ana, Role.EDITOR, "write")
    assert len(queries) == 1


def test_use_is_noted_at_most_once_an_hour(ana: User) -> None:
    made = create_token(user=ana, name="Bot", actor=ana)
    now = timezone.now()

    authenticate_token(made.secret)
    first = ApiToken.objects.get().last_used_at
    authenticate_token(made.secret)
    second = ApiToken.objects.get().last_used_at
    ApiToken.objects.update(last_used_at=now - dt.timedelta(minutes=61))
    authenticate_token(made.secret)
    third = ApiToken.objects.get().last_used_at

    assert first is not None
    assert first == second
    assert third is not None
    assert third >= first


def test_an_unknown_an_ended_and_a_revoked_token_let_nobody_in(ana: User) -> None:
    ended, revoked = (create_token(user=ana, name=name, actor=ana) for name in ("Ended", "Revoked"))
    ApiToken.objects.filter(pk=ended.token.pk).update(expires_at=timezone.now())
    revoke_token(revoked.token.pk, actor=ana)

    with pytest.raises(UnknownToken):
        authenticate_token("nvc_guessed")
    with pytest.raises(UnknownToken):
        authenticate_token("")
    with pytest.raises(ExpiredToken) as refusal:
        authenticate_token(ended.secret)
    with pytest.raises(UnknownToken):
        authenticate_token(revoked.secret)

    assert (refusal.value.code, refusal.value.status) == ("expired-token", 401)
    assert set(ApiToken.objects.values_list("last_used_at", flat=True)) == {None}


def test_the_token_of_a_user_who_may_not_sign_in_any_more_lets_nobody_in(ana: User) -> None:
    secret = create_token(user=ana, name="Bot", actor=ana).secret
    User.objects.update(is_active=False)

    with pytest.raises(UnknownToken):
        authenticate_token(secret)


def test_every_fault_of_a_wished_token_is_named_and_nothing_is_made(ana: User) -> None:
    ana.is_active = False

    with pytest.raises(InvalidValues) as refusal:
        create_token(user=ana, name="x" * 81, scope="all", days=367, actor=None)
    with pytest.raises(InvalidValues) as nameless:
        create_token(user=ana, name=" ", days=0, actor=None)

    assert refusal.value.fields == {
        "name": "has 81 characters; at most 80 fit",
        "scope": "'all' is not one of read, write",
        "days": "must be from 1 to 366: every token ends",
        "user": "ana may not sign in; choose somebody who may",
    }
    with pytest.raises(InvalidValues) as nobodys:
        create_token(name="Bot", actor=None)
    assert set(nameless.value.fields) == {"name", "days", "user"}
    assert set(nobodys.value.fields) == {"user"}
    assert not ApiToken.objects.exists()
    assert not Changeset.objects.exists()


def test_only_an_administrator_makes_and_revokes_tokens_of_others(ana: User) -> None:
    bob = User.objects.create_user("bob", role=Role.EDITOR)
    chief = User.objects.create_user("chief", role=Role.ADMIN)
    made = create_token(user=ana, name="Bot", actor=ana)

    with pytest.raises(NotAllowed):
        create_token(user=ana, name="Spy", actor=bob)
    with pytest.raises(NotFound):
        revoke_token(made.token.pk, actor=bob)

    assert ApiToken.objects.get().revoked_at is None
    assert create_token(user=ana, name="Given", actor=chief).token.user == ana
    assert revoke_token(made.token.pk, actor=chief).revoked_at is not None


def test_revoking_again_changes_nothing(ana: User) -> None:
    made = create_token(user=ana, name="Bot", actor=ana)
    first = revoke_token(made.token.pk, actor=ana).revoked_at

    second = revoke_token(made.token.pk, actor=ana).revoked_at

    assert first == second
    assert Changeset.objects.filter(action="token.revoked").count() == 1


def test_a_user_s_tokens_come_newest_first_in_one_query(ana: User) -> None:
    for name in ("First", "Second"):
        create_token(user=ana, name=name, actor=ana)
    create_token(user=User.objects.create_user("bob"), name="Other", actor=None)

    with CaptureQueriesContext(connection) as queries:
        names = [token.name for token in tokens_of(ana)]

    assert names == ["Second", "First"]
    assert len(queries) == 1
