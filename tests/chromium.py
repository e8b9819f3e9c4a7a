"""A real Chromium for the tests that drive one: started once a test process, and skipped aloud where there is none."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whoever asks another host than this machine gets an error, and an error fails the test.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Where a Chromium is: NERVECENTER_CHROMIUM, else one on the PATH, else nothing."""
    named = os.environ.get("NERVECENTER_CHROMIUM", "")
    return named or next((found for name in NAMES if (found := shutil.which(name))), "")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The browser; its tests are skipped where there is none, or where it does not start."""
    path = chromium_path()
    if not path:
        pytest.skip("there is no Chromium here; `apt-get install chromium` brings one")
    from playwright.sync_api import Error, sync_playwright

    # Playwright keeps a loop running in this thread, which Django would take for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as error:
            pytest.skip(f"Chromium does not start here: {error.message.splitlines()[0]}")
        yield browser
        browser.close()
