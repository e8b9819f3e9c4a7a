"""Segments, found segments, buyer circle, interviews and opportunities in a browser: accessible, narrow, live."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from nervecenter.evidence.actions.finding_segments import find_segments
from nervecenter.evidence.models import Deal, DealContact, Evidence, Outcome, OutcomeRating
from nervecenter.foundation.jobs.running import run_job
from nervecenter.market.models import Account, BuyerRole, Persona, Problem, Segment
from tests.browser.conftest import Window, new_window
from tests.browser.seeing import LONG, faults

PAGES = (
    "/market/segments/by-rule/",
    "/market/segments/without/",
    "/market/segments/discover/",
    "/evidence/opportunities/",
    "/evidence/interviews/new/",
)


def market() -> tuple[str, ...]:
    """A little of everything that the pages show, with a name that is far too long; the pages that show it."""
    segment = Segment.objects.create(name=LONG[:300], rule='industry = "bank" and country in ("DE", "AT")')
    Segment.objects.create(name="Large", rule="employees > 1000")
    accounts = Account.objects.bulk_create(
        Account(name=f"{LONG[:250]} {number}", industry="bank" if number % 2 else "retail", employees=number * 100)
        for number in range(60)
    )
    Account.objects.update(country="DE")
    deal = Deal.objects.create(name="Won", outcome="won", account=accounts[1], amount=12_345_678, currency="EUR")
    DealContact.objects.create(name="x", deal=deal, role="legal_security")
    BuyerRole.objects.create(name=LONG[:300], segment=segment, role="champion", cares_about=LONG)
    persona = Persona.objects.create(name="Paula")
    Evidence.objects.create(name=LONG[:300], kind="interview", aim="learning").personas.add(persona)
    outcome = Outcome.objects.create(name=LONG[:300], job=Problem.objects.create(name="Job", urgent=True))
    OutcomeRating.objects.bulk_create(
        OutcomeRating(outcome=outcome, segment=segment, importance=5, satisfaction=2) for _ in range(40)
    )
    job = find_segments(attributes=["industry", "employees"], method="", fewest=2, most=3, actor=None)
    run_job(job.pk, worker="test")
    own = f"/market/segments/seg-{segment.pk}/"
    return (
        own,
        f"{own}rule/",
        f"{own}accounts/",
        f"{own}circle/",
        f"/market/segments/discover/{job.pk}/",
        f"/market/personas/psn-{persona.pk}/",
        f"/market/problems/prb-{outcome.job_id}/",
    )


@pytest.mark.slow
def test_each_page_is_accessible_and_fits_a_narrow_screen_empty_and_with_very_long_names(
    chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    window = new_window(chromium, live_server.url, width=1440, height=900)
    wrong: dict[str, list[str]] = {}

    for make in (tuple, market):
        for path in (*make(), *PAGES):
            window.page.set_viewport_size({"width": 1440, "height": 900})
            page = window.open(path)
            window.settle()
            seen = faults(page)
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 844})
                wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                seen += [f"is {wider} pixels wider than a screen of {width}"] if wider > 0 else []
            if seen:
                wrong[path] = seen
    window.page.context.close()

    assert wrong == {}
    assert window.complaints == []


def test_a_rule_is_counted_while_it_is_typed_and_nothing_is_saved(window: Window) -> None:
    Account.objects.bulk_create(Account(name=f"A {number}", employees=number) for number in range(10))
    page = window.open("/market/segments/by-rule/")

    page.get_by_label("Attribute of condition 1").select_option("employees")
    page.get_by_label("Comparison of condition 1").select_option(">=")
    page.get_by_label("Value of condition 1").fill("7")
    page.get_by_text("3 of 10 accounts").wait_for()
    page.get_by_label("The rule as text").fill("employees < 2")
    page.get_by_text("2 of 10 accounts").wait_for()

    assert page.get_by_label("Value of condition 1").input_value() == "7"
    assert not Segment.objects.exists()
