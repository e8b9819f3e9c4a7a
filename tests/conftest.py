"""What every test has: quick passwords, and a browser where one is asked for."""

from django.conf import settings

from tests.chromium import chromium as chromium  # noqa: PLC0414 - a fixture for every folder


def pytest_configure() -> None:
    """A password of the tests guards nothing, so that hashing it need not take a tenth of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
