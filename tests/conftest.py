"""What every test has: quick passwords, a browser where one is asked for, and patience on a busy machine."""

import os

import hypothesis
import pytest
from django.conf import settings

from tests.chromium import chromium as chromium  # noqa: PLC0414 - a fixture for every folder

# Generated examples have no time limit each, which a busy machine would break; in CI they are the same every time.
HOUSE = hypothesis.settings(
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("house", HOUSE)
hypothesis.settings.register_profile("quick", HOUSE, max_examples=15)


def pytest_configure(config: pytest.Config) -> None:
    """A password of the tests guards nothing, so that hashing it need not take a tenth of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis.settings.load_profile(config.getoption("--hypothesis-profile") or "house")
