"""Sign-in tells nothing about what was wrong, and guessing is slowed down for one name from one address."""

import datetime as dt

import pytest
from django.utils import timezone

from nervecenter.foundation.access import TooManyAttempts, WrongCredentials, sign_in
from nervecenter.foundation.access.records import SignInAttempt
from nervecenter.foundation.users import User

pytestmark = pytest.mark.django_db

HOME = "192.0.2.1"


@pytest.fixture(autouse=True)
def quick_hashing(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ana(quick_hashing) -> User:
    return User.objects.create_user("ana", password="right")


def fail(times: int, username: str = "ana", address: str = HOME) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            sign_in(username, "wrong", address=address)


def test_the_right_name_and_password_sign_in_and_forget_earlier_failures(ana: User) -> None:
    fail(4)

    user = sign_in("ana", "right", address=HOME)

    assert user == ana
    assert not SignInAttempt.objects.exists()
    fail(5)


def test_an_unknown_name_a_wrong_password_and_a_closed_account_are_told_alike(ana: User) -> None:
    User.objects.create_user("gone", password="right", is_active=False)
    told = set()

    for name, password in (("nobody", "right"), ("ana", "wrong"), ("gone", "right")):
        with pytest.raises(WrongCredentials) as refusal:
            sign_in(name, password, address=HOME)
        told.add(str(refusal.value))

    assert told == {"name or password is not right; check both and try again"}


def test_after_five_failures_even_the_right_password_waits(ana: User) -> None:
    fail(5)

    with pytest.raises(TooManyAttempts) as refusal:
        sign_in("ANA ", "right", address=HOME)

    assert (refusal.value.code, refusal.value.status) == ("too-many-attempts", 429)
    assert 890 < refusal.value.retry_after <= 900
    assert str(refusal.value) == "5 sign-ins failed with this name; wait 15 minutes and try again"
    assert SignInAttempt.objects.count() == 5


def test_the_wait_ends_a_quarter_of_an_hour_after_the_failures(ana: User) -> None:
    fail(5)
    SignInAttempt.objects.update(at=timezone.now() - dt.timedelta(minutes=15, seconds=1))

    assert sign_in("ana", "right", address=HOME) == ana


def test_another_name_and_another_address_are_not_held_up(ana: User) -> None:
    fail(5)

    fail(1, username="bob")
    assert sign_in("ana", "right", address="192.0.2.2") == ana


def test_the_addresses_of_one_ipv6_subscriber_count_as_one(ana: User) -> None:
    for last in range(1, 6):
        fail(1, address=f"2001:db8:1:1::{last}")

    with pytest.raises(TooManyAttempts):
        sign_in("ana", "right", address="2001:db8:1:1:ffff::9")
    assert sign_in("ana", "right", address="2001:db8:1:2::1") == ana


def test_neither_name_nor_address_is_kept(ana: User) -> None:
    fail(1)

    kept = SignInAttempt.objects.get()

    assert len(kept.who) == 64
    assert "ana" not in kept.who
    assert HOME not in kept.who
