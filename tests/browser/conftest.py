"""A fresh window on a live server for each test, with every complaint of the page kept."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from nervecenter.foundation.users import User


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def database_beside_a_browser() -> None:
    """Playwright keeps a loop running in this thread, which Django would take for a mistake."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@dataclass(slots=True)
class Window:
    """A page in which somebody is signed in, and what it complained about."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """The page at this address, with its scripts at work."""
        self.page.goto(f"{self.base}{path}", wait_until="load")
        return self.page

    @property
    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.innerText.trim()"))

    def settle(self) -> None:
        """Wait until nothing is asked of the server any more."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(120)


@pytest.fixture
def window(chromium: Browser, live_server: Any, transactional_db: None) -> Iterator[Window]:
    """A desktop window in which an editor is signed in. A script error or a refusal of the policy fails the test."""
    opened = new_window(chromium, live_server.url, width=1440, height=900)
    yield opened
    opened.page.context.close()
    assert opened.complaints == []


def new_window(chromium: Browser, base: str, *, width: int, height: int, scheme: Any = "light") -> Window:
    """A window of its own, signed in by the cookie of a session."""
    editor = User.objects.filter(username="editor").first() or User.objects.create_user("editor", role="admin")
    client = Client()
    client.force_login(editor)
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
    page = context.new_page()
    opened = Window(page, base)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("console", lambda message: opened.complaints.append(message.text) if message.type == "error" else None)
    return opened
