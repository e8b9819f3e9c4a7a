"""The GitLab sample behind a real server and a real browser; each test process works on a copy of its own."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.serving import Served, prepare_company, serving
from tests.journeys.windows import Window, new_window
from tests.workspaces import Workspace, sqlite_workspace

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


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A data folder in which nothing is."""
    data = tmp_path_factory.mktemp("empty") / "data"
    data.mkdir()
    return sqlite_workspace(data)


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    """Opens windows on a server. Whatever a page complained about, and the test did not expect, fails the test."""
    opened: list[Window] = []
    with ExitStack() as closing:

        def open_window(served: Served, person: str = "", **of_the_context: Any) -> Window:
            window = new_window(chromium, served, person, **of_the_context)
            closing.callback(window.page.context.close)
            opened.append(window)
            return window

        yield open_window
    assert [complaint for window in opened for complaint in window.complaints] == []


@pytest.fixture
def eve(windows: Windows, company: Served) -> Window:
    """The window of an editor."""
    return windows(company, "eve")
