"""The first minutes: nobody has an account and nothing is there; then somebody administers it and may look around."""

from tests.journeys.accessibility import faults_shown
from tests.journeys.conftest import Windows
from tests.journeys.serving import PASSWORD, Served, serving
from tests.journeys.windows import Window
from tests.workspaces import Workspace


def account_made(window: Window, served: Served) -> None:
    """The link of the terminal was followed, and its form sent."""
    page = window.open(served.set_up.removeprefix(served.base))
    page.get_by_label("User name").fill("grace")
    page.get_by_label("Password needed", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    window.follow(page.get_by_role("button", name="Make the account"))


def signed_in_by(window: Window, password: str) -> None:
    """The form of the sign-in was sent with this password."""
    window.page.get_by_label("User name").fill("grace")
    window.page.get_by_label("Password").fill(password)
    window.follow(window.page.get_by_role("button", name="Sign in"))


def test_from_the_link_on_the_terminal_to_the_offer_of_a_sample_company(
    empty_workspace: Workspace, windows: Windows
) -> None:
    with serving(empty_workspace) as served:
        window = windows(served)
        page = window.open(served.set_up.removeprefix(served.base))
        faults = faults_shown(window)
        account_made(window, served)
        welcome = window.place, page.get_by_role("heading", level=1).inner_text()
        window.follow(page.get_by_role("button", name="Load GitLab, November 2022"))
        waiting = page.locator("#job-progress").inner_text()
        faults += faults_shown(window)
        window.follow(page.get_by_role("button", name="Cancel"))
        cancelled = page.locator("main .rows li").first.inner_text()
        window.open("/")
        offers = page.get_by_role("button", name="Load GitLab, November 2022").count()
        faults += faults_shown(window)

        page.context.clear_cookies()
        window.open(served.set_up.removeprefix(served.base))
        spent = page.locator("main").inner_text()
        window.open("/tokens/")
        faults += faults_shown(window)
        signed_in_by(window, "not the right words")
        refused = page.get_by_role("alert").inner_text()
        signed_in_by(window, PASSWORD)

    assert welcome == ("/", "Welcome")
    assert "Waiting for its turn" in waiting
    assert "Cancelled" in cancelled
    assert offers == 1
    assert "this set-up link was used or has ended" in spent.lower()
    assert refused.startswith("You are not signed in")
    assert window.place == "/tokens/"
    assert faults == []
    window.forgive("410")
    window.forgive("401")
