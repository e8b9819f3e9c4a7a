"""The first minutes: nobody has an account, and nothing is there yet."""

from tests.journeys.conftest import Windows
from tests.journeys.serving import PASSWORD, serving
from tests.workspaces import Workspace


def test_the_link_of_the_terminal_makes_the_administrator_once(empty_workspace: Workspace, windows: Windows) -> None:
    with serving(empty_workspace) as served:
        window = windows(served)
        page = window.open(served.set_up.removeprefix(served.base))

        page.get_by_label("User name").fill("grace")
        page.get_by_label("Password needed", exact=True).fill(PASSWORD)
        page.get_by_label("Password again").fill(PASSWORD)
        window.follow(page.get_by_role("button", name="Make the account"))
        welcomed = window.place, page.get_by_role("heading", level=1).inner_text()
        page.locator("summary[aria-label='You: grace']").click()
        window.follow(page.get_by_role("button", name="Sign out"))
        page.goto(served.set_up)

        assert welcomed == ("/", "Welcome")
        assert "sign in" in page.inner_text("main")
        window.forgive("410")


def test_an_empty_workspace_offers_the_sample_and_goes_on_with_what_was_loaded(
    empty_workspace: Workspace, windows: Windows
) -> None: ...
