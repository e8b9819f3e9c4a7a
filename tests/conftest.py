"""What every test has: quick passwords, a browser where one is asked for, and patience on a busy machine."""

import os

import hypothesis
from django.conf import settings

from tests.chromium import chromium as chromium  # noqa: PLC0414 - a fixture for every folder


def pytest_configure() -> None:
    """A password of the tests guards nothing, so that hashing it need not take a tenth of a second.

    Generated examples have no time limit each, which a busy machine would break; in CI they are the same every time.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    slow = [hypothesis.HealthCheck.too_slow]
    in_ci = bool(os.environ.get("CI"))
    hypothesis.settings.register_profile("house", deadline=None, derandomize=in_ci, suppress_health_check=slow)
    hypothesis.settings.load_profile("house")
