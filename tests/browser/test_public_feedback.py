"""The public feedback page in a browser without an account: accessible, within the screen, and with the scripts off."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from nervecenter.evidence.actions.asking import Visitor, Wish, ask_in_public, vote_in_public
from nervecenter.evidence.actions.leaving_alone import way_out
from nervecenter.evidence.actions.moderating import answer_request
from nervecenter.evidence.actions.setting_feedback_page import set_feedback_page
from nervecenter.evidence.models import FeedbackRequest
from tests.browser.conftest import Window, new_window
from tests.browser.seeing import LONG, faults

ANA = Visitor("ana@northwind.example", "Ana", "192.0.2.1")


def requests() -> int:
    """An open page with one request of each kind; the number of one that can be voted for."""
    set_feedback_page(actor=None, expected_version=0, is_on=True, introduction=LONG)
    for state in ("planned", "shipped", "declined"):
        made = ask_in_public(Wish(f"{state} {LONG}"[:200], LONG * 3), ANA, today=dt.date(2022, 5, 3))
        answer_request(made.pk, state, actor=None, expected_version=1, answer=LONG)
    open_one = ask_in_public(Wish("Export as a spreadsheet", "x" * 300), ANA)
    answer_request(open_one.pk, "open", actor=None, expected_version=1)
    vote_in_public(open_one.pk, Visitor("ben@northwind.example", "Ben", "192.0.2.2"))
    ask_in_public(Wish("Export a table as a spreadsheet", LONG), ANA)
    return open_one.pk


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_public_page_is_accessible_and_fits_a_narrow_screen(
    scheme: str, chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    number = requests()
    wrong: dict[str, list[str]] = {}
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()

    for path in ("", "?q=nothing+is+like+this", "new/", "thanks/", f"fbr-{number}/", "fbr-1/", f"..{way_out(1)}"):
        page.goto(f"{live_server.url}/feedback/{path}", wait_until="load")
        seen = faults(page)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            seen += [f"is {wider} pixels wider than a screen of {width}"] if wider > 0 else []
        if seen:
            wrong[path] = seen
    context.close()

    assert wrong == {}


def test_without_scripts_somebody_asks_sees_what_is_alike_and_votes_for_it(
    chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    number = requests()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/feedback/new/")
    page.get_by_label("In one line").fill("Spreadsheet export")
    page.get_by_label("E-mail").fill("clo@elsewhere.example")
    page.get_by_role("button", name="Send").click()
    heading = page.locator("h1").inner_text()
    page.get_by_role("button", name="Vote for Export as a spreadsheet").click()
    told = page.locator("main").inner_text()
    context.close()

    assert heading == "Is it one of these?"
    assert "Your vote is here" in told
    assert FeedbackRequest.objects.get(pk=number).votes.filter(email="clo@elsewhere.example").count() == 1


def test_the_moderation_is_accessible_and_publishes_by_two_keys(
    chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    requests()
    window: Window = new_window(chromium, live_server.url, width=390, height=844)
    page = window.open("/evidence/moderation/")
    seen = faults(page)
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("p")
    window.settle()
    window.page.context.close()

    assert (seen, wider) == ([], 0)
    assert FeedbackRequest.objects.get(name="Export a table as a spreadsheet").state == "open"
    assert window.complaints == []


def test_who_asked_is_previewed_on_an_accessible_page(
    chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    requests()
    shipped = FeedbackRequest.objects.get(state="shipped")
    window = new_window(chromium, live_server.url, width=390, height=844)
    page = window.open(f"/evidence/tell/fbr-{shipped.pk}/")
    page.get_by_label("Text").fill("Dear {name}, thank you.")
    page.get_by_role("button", name="Preview").click()
    window.settle()
    seen = faults(page)
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    text = page.locator("article").inner_text()
    window.page.context.close()

    assert (seen, wider) == ([], 0)
    assert "Dear Ana, thank you." in text
    assert "/leave-alone/" in text
