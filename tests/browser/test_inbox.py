"""The inbox under the keys: two an item, passages, undo, search; and when the server is silent or somebody quicker."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIServer
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from nervecenter.evidence.actions.linking import link_evidence
from nervecenter.evidence.models import Evidence, Highlight
from nervecenter.evidence.proposing.resembling_evidence import evidence_index
from nervecenter.evidence.proposing.warm import warm_index
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Problem, Segment
from tests.browser.conftest import Window, new_window
from tests.browser.seeing import LONG, faults
from tests.evidence.said import everything, problem, said

PATH = "/evidence/inbox/"
SAYINGS = (
    ("Export of a quarter takes a day", "We wait 🕛 for the figures of the quarter.\nThe board meets without them."),
    ("Sign-in asks for the code twice", "The first code is refused at sign-in."),
    ("Printed charts have tiny fonts", "Charts on paper cannot be read."),
)
PROBLEMS = (
    "Exports of a quarter are slow",
    "Sign-in refuses the first code",
    "Charts print badly",
    "Invoices are wrong",
)


@pytest.fixture(autouse=True)
def cold_index() -> None:
    """Nothing is remembered of another test's records."""
    for index in (warm_index, evidence_index):
        index.forget()


class OneAtATime(WSGIServer):
    """The database of these tests has one connection, which takes no two requests at the same time."""

    def __init__(self, *words: Any, connections_override: Any = None, **named: Any) -> None:
        super().__init__(*words, **named)


class QuietServer(LiveServerThread):
    """A live server that answers one request after the other."""

    server_class: Any = OneAtATime


@pytest.fixture
def server(transactional_db: None) -> Iterator[str]:
    """The address of a server that answers one request after the other: the inbox asks for several at once."""
    shared = {one.alias: one for one in connections.all() if one.vendor == "sqlite"}
    for one in shared.values():
        one.inc_thread_sharing()
    thread = QuietServer("127.0.0.1", static_handler=StaticFilesHandler, connections_override=shared)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    for one in shared.values():
        one.dec_thread_sharing()


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Window]:
    """A desktop window of an editor. Whatever the page complains about fails the test."""
    opened = new_window(chromium, server, width=1440, height=900)
    yield opened
    opened.settle()
    opened.page.context.close()
    assert opened.complaints == []


def company(items: int = 3) -> dict[str, Problem]:
    """Items that wait, the newest first in the order of the sayings, and the problems they speak to."""
    bank = Account.objects.create(name="Northwind", segment=Segment.objects.create(name="Banks"), recurring_revenue=9)
    for number in range(items):
        name, text = SAYINGS[number % len(SAYINGS)]
        later = f"{name} ({number})" if number >= len(SAYINGS) else name
        said(later, text=text, account=bank, occurred_on=dt.date(2022, 5, 28) - dt.timedelta(days=number))
    return {name: problem(name) for name in PROBLEMS}


class Morning:
    """The inbox in a window, with what was loaded as a page since it was opened."""

    def __init__(self, window: Window, path: str = PATH) -> None:
        self.window, self.loads = window, list[str]()
        self.page: Page = window.open(path)
        window.settle()
        self.page.on("request", self._heard)

    def _heard(self, request: Any) -> None:
        if request.is_navigation_request():
            self.loads.append(request.url)

    @property
    def item(self) -> str:
        return self.page.locator("#item-name").inner_text()

    @property
    def told(self) -> str:
        return self.page.locator("[data-notices]").inner_text()

    def press(self, *keys: str) -> None:
        """Keys, each after what the one before brings."""
        for key in keys:
            opens = key == "l" and not self._in_targets()
            self.page.keyboard.press(key)
            if opens:
                self.page.wait_for_function("() => document.activeElement.classList.contains('target')")

    def _in_targets(self) -> bool:
        return bool(self.page.evaluate("document.activeElement.closest('.inbox-right') !== null"))

    def comes(self, name: str) -> None:
        """Waits until the item of that name is shown."""
        self.page.wait_for_function("(name) => document.querySelector('#item-name')?.innerText === name", arg=name)

    def sent(self) -> None:
        """Waits until the server has answered every step."""
        self.page.wait_for_function("() => !document.querySelector('[data-inbox]').dataset.waiting")
        self.window.settle()


def linked(item: str) -> list[str]:
    return list(Evidence.objects.get(name=item).problems.values_list("name", flat=True))


def test_two_keys_link_an_item_and_the_next_comes_by_itself(desk: Window) -> None:
    company()
    morning = Morning(desk)

    morning.press("l", "Enter")
    morning.comes(SAYINGS[1][0])
    morning.press("3", "l", "l")
    morning.comes(SAYINGS[2][0])
    morning.press("x")
    morning.page.wait_for_selector("text=Nothing waits any more.")
    morning.sent()

    assert linked(SAYINGS[0][0]) == [PROBLEMS[0]]
    assert linked(SAYINGS[1][0]) == [PROBLEMS[1]]
    assert Highlight.objects.values_list("evidence__name", "importance").get() == (SAYINGS[1][0], 3)
    assert Evidence.objects.get(name=SAYINGS[2][0]).triage == "set_aside"
    assert morning.page.locator("[data-answer]").inner_text().startswith("0 items wait")
    assert morning.loads == []


def test_every_step_is_taken_back_by_one_key_until_all_is_as_before(desk: Window) -> None:
    company()
    before = everything()
    morning = Morning(desk)

    morning.press("l", "Enter")
    morning.comes(SAYINGS[1][0])
    morning.press("2")
    morning.page.wait_for_selector("text=important. z takes it back")
    morning.press("n")
    morning.page.keyboard.press("Enter")
    morning.comes(SAYINGS[2][0])
    morning.press("x")
    morning.page.wait_for_selector("text=Nothing waits any more.")
    morning.sent()
    after = Problem.objects.count(), Highlight.objects.values_list("importance", flat=True).get()
    for name in (SAYINGS[2][0], SAYINGS[1][0]):
        morning.press("z")
        morning.comes(name)
    morning.press("z", "z")
    morning.comes(SAYINGS[0][0])
    morning.sent()

    assert after == (5, 2)
    assert everything() == before
    assert morning.page.locator("[data-answer]").inner_text().startswith("3 items wait")
    assert morning.loads == []


def test_a_passage_is_selected_by_keyboard_and_kept_with_its_place(desk: Window) -> None:
    company(1)
    morning = Morning(desk)

    morning.press("p")
    for _ in range(8):
        morning.page.keyboard.press("ArrowRight")
    for _ in range(5):
        morning.page.keyboard.press("Shift+ArrowRight")
    morning.press("Enter", "l", "Enter")
    morning.page.wait_for_selector("text=Nothing waits any more.")
    morning.sent()

    kept = Highlight.objects.get()
    assert (kept.passage, kept.starts, kept.importance) == ("🕛 for", 8, 1)


def test_a_passage_is_selected_with_the_mouse_and_names_the_new_problem(desk: Window) -> None:
    company(1)
    morning = Morning(desk)

    morning.page.locator("[data-text]").get_by_text("figures").first.dblclick(position={"x": 160, "y": 10})
    morning.page.wait_for_function("() => document.querySelector('[data-passage-told]').innerText.startsWith('“')")
    picked = morning.page.locator("[data-passage-told]").inner_text().strip("“”")
    morning.press("n")
    named = morning.page.locator("#new-problem").input_value()
    morning.page.keyboard.press("Enter")
    morning.page.wait_for_selector("text=Nothing waits any more.")
    morning.sent()

    kept = Highlight.objects.get()
    assert picked
    assert (named, kept.problem.name, kept.passage) == (picked, picked, picked)
    assert Evidence.objects.get().text[kept.starts or 0 :].startswith(picked)


def test_typing_searches_and_escape_leaves(desk: Window) -> None:
    company()
    morning = Morning(desk)

    morning.press("l")
    morning.page.keyboard.type("invo")
    morning.page.wait_for_selector(".target:has-text('Invoices are wrong')")
    morning.page.wait_for_function("() => document.querySelector('[data-right]').dataset.searching !== 'yes'")
    morning.press("Escape")
    left = morning.page.evaluate("document.activeElement.id")
    morning.page.locator("input[name=target_q]").focus()
    morning.press("ArrowDown", "Enter")
    morning.comes(SAYINGS[1][0])
    morning.sent()

    assert left == "item-name"
    assert linked(SAYINGS[0][0]) == ["Invoices are wrong"]


def test_letters_mean_themselves_in_the_field_of_a_new_problem(desk: Window) -> None:
    company(1)
    morning = Morning(desk)

    morning.press("n")
    morning.page.keyboard.type("xz 3 jkl")

    assert morning.page.locator("#new-problem").input_value() == "xz 3 jkl"
    assert Evidence.objects.get().triage == "waiting"


def test_a_step_that_somebody_built_on_is_not_taken_back_and_both_are_told(desk: Window) -> None:
    problems = company()
    morning = Morning(desk)
    first = Evidence.objects.get(name=SAYINGS[0][0])

    morning.press("l", "Enter")
    morning.comes(SAYINGS[1][0])
    morning.sent()
    link_evidence(first.pk, f"prb-{problems['Invoices are wrong'].pk}", actor=None, expected_version=2)
    morning.press("z")
    morning.page.wait_for_selector("text=changed again afterwards")
    morning.sent()
    desk.complaints[:] = [one for one in desk.complaints if "409" not in one]

    assert set(linked(SAYINGS[0][0])) == {PROBLEMS[0], "Invoices are wrong"}
    assert morning.page.locator(f"[data-item='evd-{first.pk}'].inbox-row").is_hidden()


def test_letters_lead_to_the_inbox_from_anywhere(desk: Window) -> None:
    company(1)
    page = desk.open("/")

    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"**{PATH}")

    assert page.locator(".nav a[aria-current=page]").inner_text().split() == ["Inbox", "1", "waiting"]


def test_several_are_ticked_and_decided_together(desk: Window) -> None:
    company()
    morning = Morning(desk)

    morning.press("s", "j")
    morning.comes(SAYINGS[1][0])
    morning.press("s", "k")
    morning.comes(SAYINGS[0][0])
    morning.press("l", "Enter")
    morning.comes(SAYINGS[2][0])
    morning.sent()
    together = linked(SAYINGS[0][0]), linked(SAYINGS[1][0])
    morning.press("z")
    morning.comes(SAYINGS[0][0])
    morning.sent()

    assert together == ([PROBLEMS[0]], [PROBLEMS[0]])
    assert Evidence.problems.through.objects.count() == 0


def test_the_second_person_is_told_who_did_what_and_adds_hers(desk: Window) -> None:
    problems = company()
    morning = Morning(desk)
    lea = User.objects.create_user("lea", role="editor", first_name="Lea", last_name="Dunn")
    first = Evidence.objects.get(name=SAYINGS[0][0])
    link_evidence(first.pk, f"prb-{problems['Invoices are wrong'].pk}", actor=lea, expected_version=1)

    morning.press("l", "Enter")
    morning.page.wait_for_selector("text=Lea Dunn linked it to “Invoices are wrong” just now")
    before = linked(SAYINGS[0][0])
    morning.page.get_by_role("button", name="Add mine too").click()
    morning.sent()
    desk.complaints[:] = [one for one in desk.complaints if "412" not in one]

    assert before == ["Invoices are wrong"]
    assert set(linked(SAYINGS[0][0])) == {"Invoices are wrong", PROBLEMS[0]}
    assert morning.item == SAYINGS[1][0]


def test_without_the_server_steps_wait_and_survive_a_reload(chromium: Browser, server: str) -> None:
    company()
    window = new_window(chromium, server, width=1440, height=900)
    morning = Morning(window)
    window.page.route("**/api/v1/**", lambda route: route.abort())

    morning.press("l", "Enter")
    morning.comes(SAYINGS[1][0])
    morning.page.wait_for_selector("text=1 step waits to be sent: the server does not answer.")
    morning.press("x")
    morning.page.wait_for_selector("text=2 steps wait to be sent")
    meanwhile = set(Evidence.objects.values_list("triage", flat=True))
    window.page.unroute("**/api/v1/**")
    window.page.reload()
    morning.sent()
    complaints = [one for one in window.complaints if "net::ERR_FAILED" not in one]
    window.page.context.close()

    assert meanwhile == {"waiting"}
    assert linked(SAYINGS[0][0]) == [PROBLEMS[0]]
    assert Evidence.objects.get(name=SAYINGS[1][0]).triage == "set_aside"
    assert complaints == []


@pytest.mark.slow
def test_two_hundred_items_in_a_row_load_no_page(desk: Window) -> None:
    company(200)
    morning = Morning(desk)

    for _ in range(200):
        before = morning.item
        morning.press("l", "Enter")
        morning.page.wait_for_function("(name) => document.querySelector('#item-name')?.innerText !== name", arg=before)
    morning.sent()

    assert not Evidence.objects.filter(triage="waiting").exists()
    assert Evidence.problems.through.objects.count() == 200
    assert morning.loads == []


def test_without_scripts_forms_do_the_same(chromium: Browser, server: str) -> None:
    company()
    client = Client()
    client.force_login(User.objects.create_user("edda", role="editor"))
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])
    page = context.new_page()

    page.goto(f"{server}{PATH}")
    page.get_by_label("critical").check()
    page.locator("button.target").first.click()
    second = page.locator("#item-name").inner_text()
    page.get_by_role("button", name="Not evidence", exact=False).last.click()
    third = page.locator("#item-name").inner_text()
    page.get_by_label("New problem").fill("Paper cannot be read")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing waits")
    context.close()

    assert (second, third) == (SAYINGS[1][0], SAYINGS[2][0])
    assert Highlight.objects.values_list("problem__name", "importance").get() == (PROBLEMS[0], 3)
    assert Evidence.objects.get(name=SAYINGS[1][0]).triage == "set_aside"
    assert linked(SAYINGS[2][0]) == ["Paper cannot be read"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inbox_is_for_everybody_and_fits_with_whatever_is_written(
    chromium: Browser, server: str, scheme: str
) -> None:
    company()
    problem(LONG[:300])
    nasty = said(LONG[:300], text=f"<script>document.title = 'taken'</script> {'x' * 300} {LONG * 20}")
    said("التصدير يستغرق يوماً", text="نحتاجه قبل الظهر")
    link_evidence(nasty.pk, f"prb-{Problem.objects.get(name=PROBLEMS[0]).pk}", actor=None, expected_version=1)
    wrong: dict[str, list[str]] = {}

    for width, height in ((1440, 900), (1000, 800), (390, 844)):
        window = new_window(chromium, server, width=width, height=height, scheme=scheme)
        for path in (
            PATH,
            f"{PATH}?item=evd-{nasty.pk}",
            f"{PATH}?sort=weightiest&q=export",
            f"{PATH}?q=nothing+at+all",
        ):
            page = window.open(path)
            window.settle()
            seen = faults(page)
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            seen += [f"is {wider} pixels wider than the screen"] if wider > 0 else []
            seen += ["ran what was written"] if page.title() == "taken" else []
            if seen:
                wrong[f"{path} at {width}"] = seen
        assert window.complaints == []
        window.page.context.close()

    assert wrong == {}
