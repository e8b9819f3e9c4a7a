"""The GitLab sample behind a real server and a real browser; each test process works on a copy of its own."""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.serving import Served, prepare_company, serving
from tests.journeys.windows import Window, new_context, new_window
from tests.workspaces import Workspace, sqlite_workspace

type Contexts = Callable[[Served, str, Mapping[str, Any]], BrowserContext]
type Windows = Callable[..., Window]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the sample in it, made once for all test processes."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    data, done = shared / "company", shared / "company.loaded"
    with (shared / "company.lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        if not done.exists():
            prepare_company(sqlite_workspace(data))
            done.touch()
    return data


@pytest.fixture(scope="session")
def company(chromium: Browser, loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample company, served to the tests of this process."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(loaded, data)
    with serving(sqlite_workspace(data)) as served:
        yield served


@pytest.fixture
def empty_workspace(tmp_path: Path) -> Workspace:
    """A data folder in which nothing is."""
    data = tmp_path / "data"
    data.mkdir()
    return sqlite_workspace(data)


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[Contexts]:
    """The browsing contexts of this process: each keeps what it has fetched, as the browser on a desk does."""
    kept: dict[str, BrowserContext] = {}

    def context(served: Served, person: str, shape: Mapping[str, Any]) -> BrowserContext:
        name = repr((served.base, person, sorted(shape.items())))
        if name not in kept:
            kept[name] = new_context(chromium, served, person, shape)
        return kept[name]

    yield context
    for one in kept.values():
        one.close()


@pytest.fixture
def windows(contexts: Contexts) -> Iterator[Windows]:
    """Opens windows on a server. Whatever a page complained about, and the test did not expect, fails the test."""
    opened: list[Window] = []

    def open_window(served: Served, person: str = "", **shape: Any) -> Window:
        opened.append(new_window(contexts(served, person, shape), served, shape))
        return opened[-1]

    yield open_window
    for window in opened:
        window.page.close()
    assert [complaint for window in opened for complaint in window.complaints] == []


@pytest.fixture
def eve(windows: Windows, company: Served) -> Window:
    """The window of an editor."""
    return windows(company, "eve")
