"""Offering grid, needs and what shipped in a browser: accessible, within the screen, a picture and its table."""

import datetime as dt
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from nervecenter.definition.models import Answer, Requirement
from nervecenter.delivery.models import ReleaseItem
from nervecenter.evidence.models import Deal, DealReason, Driver, Evidence, Highlight, WinLossInterview
from nervecenter.market.models import Account, Competitor, Problem, Segment
from nervecenter.portfolio.models import DeliveryMode, Edition, Offering, Product, Release
from tests.browser.conftest import Window, new_window
from tests.browser.seeing import LONG, faults

PAGES = (
    "/portfolio/offering-grid/",
    "/delivery/overview/",
    "/definition/needs/",
    "/definition/needs/?of=jobs",
    "/evidence/demand/",
    "/evidence/win-loss/",
    "/evidence/win-loss/deals/",
)


def company() -> None:
    """A little of everything that the pages show, with a name that is far too long."""
    editions = [Edition.objects.create(name=name, rank=rank) for rank, name in enumerate(("Basic", LONG[:200]))]
    deliveries = [DeliveryMode.objects.create(name=name) for name in ("Self-managed", "SaaS")]
    scanning = Product.objects.create(name=LONG[:300])
    Offering.objects.create(name=LONG[:300], edition=editions[0], delivery=deliveries[0], product=scanning)
    Offering.objects.create(name="Closed", edition=editions[1], is_sold=False)
    release = Release.objects.create(name="4.2", released_on=dt.date(2022, 5, 22))
    ReleaseItem.objects.create(name=LONG[:300], release=release, product=scanning).editions.set(editions)
    ReleaseItem.objects.create(name=LONG[:300], change="deprecated", release=release, due_on=dt.date(2022, 6, 1))
    segment = Segment.objects.create(name=LONG[:300], kind="use_case")
    wanted = Requirement.objects.create(name=LONG[:300], segment=segment)
    for status in ("answered", "tbd"):
        Answer.objects.create(name="x", requirement=wanted, status=status, product=scanning)
    Requirement.objects.create(name="Nobody answers this")
    job = Problem.objects.create(
        name=LONG[:300], kind="job", confidence="heuristic", source_url="https://example.com/1"
    )
    asked_for(job, wanted)


def asked_for(job: Problem, wanted: Requirement) -> None:
    """An account with a name far too long speaks for a problem and a requirement; deals are won and lost."""
    account = Account.objects.create(name=LONG[:300], recurring_revenue=9_999_999, currency="EUR")
    wanted.problems.add(job)
    said = Evidence.objects.create(name=LONG[:300], account=account, occurred_on=dt.date(2022, 5, 1))
    said.problems.add(job)
    Highlight.objects.create(evidence=said, problem=job, importance=3, passage=LONG)
    rival, reason = Competitor.objects.create(name=LONG[:300]), DealReason.objects.create(name=LONG[:300])
    for number in range(24):
        deal = Deal.objects.create(
            name=LONG[:300],
            outcome="won" if number % 3 else "lost",
            account=account,
            amount=1_000_000,
            currency="EUR" if number % 2 else "USD",
            opened_on=dt.date(2022, 1, 1),
            closed_on=dt.date(2022, 2 + number % 8, 1),
            seller=f"seller {number % 12}",
            seller_reason=None if number % 3 else reason,
        )
        deal.competitors.set([rival] if number % 4 else [])
        if not number % 6:
            interview = WinLossInterview.objects.create(name="talk", deal=deal)
            Driver.objects.create(interview=interview, reason=reason)
    Deal.objects.create(name="open", outcome="open", account=account, amount=1_000_000, currency="EUR")


@pytest.mark.slow
def test_each_page_is_accessible_and_fits_a_narrow_screen_empty_and_with_very_long_names(
    chromium: Browser, live_server: Any, transactional_db: None
) -> None:
    window = new_window(chromium, live_server.url, width=1440, height=900)
    wrong: dict[str, list[str]] = {}

    for state in ("empty", "full"):
        for path in PAGES:
            window.page.set_viewport_size({"width": 1440, "height": 900})
            page = window.open(path)
            window.settle()
            seen = faults(page)
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 844})
                wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                seen += [f"is {wider} pixels wider than a screen of {width}"] if wider > 0 else []
            if seen:
                wrong[f"{path}, {state}"] = seen
        company()
    window.page.context.close()

    assert wrong == {}
    assert window.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_records_pages_show_demand_and_win_rates_within_the_screen(
    chromium: Browser, live_server: Any, transactional_db: None, scheme: Literal["light", "dark"]
) -> None:
    window = new_window(chromium, live_server.url, width=390, height=844)
    window.page.emulate_media(color_scheme=scheme)
    company()
    problem, rival = Problem.objects.get(), Competitor.objects.get()
    wrong = {}

    for path in (
        f"/market/problems/prb-{problem.pk}/",
        f"/market/competitors/cmp-{rival.pk}/",
        f"/evidence/demand/prb-{problem.pk}/",
        "/evidence/win-loss/?by=seller",
    ):
        page = window.open(path)
        window.settle()
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong[path] = faults(page) + ([f"{wider} pixels too wide"] if wider > 0 else [])
    window.page.context.close()

    assert {path: seen for path, seen in wrong.items() if seen} == {}
    assert window.complaints == []


def test_a_figure_is_drawn_and_shows_its_table_on_demand(window: Window) -> None:
    company()
    page = window.open("/definition/needs/")
    figure = page.locator(".figure").first
    figure.locator(".plot svg").wait_for()
    drawn = figure.locator(".plot").is_visible(), figure.locator(".figure-table").is_visible()

    figure.get_by_role("button", name="Table").click()

    assert drawn == (True, False)
    assert not figure.locator(".plot").is_visible()
    assert figure.locator(".figure-table tbody tr").count() == 2


def test_a_filter_is_chosen_and_stands_in_the_address(window: Window) -> None:
    company()
    page = window.open("/definition/needs/")

    page.locator("select[name=state]").select_option("none")
    page.wait_for_url("**state=none**")

    assert page.locator("#rows tbody th.name").all_inner_texts() == ["Nobody answers this"]
