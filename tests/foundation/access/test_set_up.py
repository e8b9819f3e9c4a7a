"""The first administrator is made through a link that only the terminal shows, and that works once."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from nervecenter.foundation.access import SetUpLinkSpent, check_setup, redeem_setup, setup_link
from nervecenter.foundation.access.records import SetUpLink
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.users import Role, User

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def secret_of(link: str | None) -> str:
    assert link
    return link.rstrip("/").rpartition("/")[2]


def test_the_link_holds_a_secret_of_which_only_the_hash_is_kept() -> None:
    link = setup_link("http://127.0.0.1:8000/")

    secret = secret_of(link)
    assert link == f"http://127.0.0.1:8000/set-up/{secret}/"
    assert len(secret) == 43
    assert SetUpLink.objects.get().digest == hashlib.sha256(secret.encode()).hexdigest()
    check_setup(secret)


def test_the_link_makes_the_administrator_and_is_spent() -> None:
    secret = secret_of(setup_link("http://localhost"))

    made = redeem_setup(secret, " ana ", PASSWORD, first_name="Ana", last_name="Lima", email="ana@example.com")

    kept = User.objects.get()
    assert made == kept
    assert (kept.username, kept.role, kept.first_name, kept.last_name, kept.email) == (
        "ana", Role.ADMIN, "Ana", "Lima", "ana@example.com",
    )  # fmt: skip
    assert kept.check_password(PASSWORD)
    assert not kept.is_superuser
    assert list(Changeset.objects.values_list("action", "reason")) == [("user.created", "first administrator")]
    with pytest.raises(SetUpLinkSpent):
        redeem_setup(secret, "eve", PASSWORD)
    assert User.objects.count() == 1


def test_there_is_no_link_once_somebody_administers_and_an_old_one_is_void() -> None:
    secret = secret_of(setup_link("http://localhost"))
    User.objects.create_user("chief", role=Role.ADMIN)

    with pytest.raises(SetUpLinkSpent):
        redeem_setup(secret, "eve", PASSWORD)
    again = setup_link("http://localhost")

    assert again is None
    assert not SetUpLink.objects.exists()
    assert list(User.objects.values_list("username", flat=True)) == ["chief"]


def test_an_administrator_who_may_not_sign_in_does_not_close_the_set_up() -> None:
    User.objects.create_user("gone", role=Role.ADMIN, is_active=False)

    assert setup_link("http://localhost") is not None


def test_a_new_link_voids_the_one_before() -> None:
    first, second = (secret_of(setup_link("http://localhost")) for _ in range(2))

    with pytest.raises(SetUpLinkSpent):
        check_setup(first)
    check_setup(second)

    assert SetUpLink.objects.count() == 1


def test_a_wrong_and_an_old_link_are_refused_and_make_nobody() -> None:
    secret = secret_of(setup_link("http://localhost"))

    with pytest.raises(SetUpLinkSpent):
        redeem_setup("guessed", "eve", PASSWORD)
    SetUpLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(SetUpLinkSpent) as refusal:
        redeem_setup(secret, "eve", PASSWORD)

    assert (refusal.value.code, refusal.value.status) == ("set-up-link-spent", 410)
    assert not User.objects.exists()


def test_what_is_wrong_with_the_wishes_is_named_and_the_link_can_be_used_again() -> None:
    secret = secret_of(setup_link("http://localhost"))

    with pytest.raises(InvalidValues) as refusal:
        redeem_setup(secret, "ana lima!", "short", email="nowhere")

    assert set(refusal.value.fields) == {"username", "password", "email"}
    assert not User.objects.exists()
    check_setup(secret)
