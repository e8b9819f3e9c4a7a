"""How these tests speak to the command line: in this process, and as a program of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nervecenter.cli.main import main
from tests.workspaces import Workspace, new_workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


type Nervecenter = Callable[..., Said]


@pytest.fixture
def nervecenter(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Nervecenter:
    """The command line in this process, on the database of the tests."""
    monkeypatch.delenv("NERVECENTER_DEBUG", raising=False)

    def run(*words: str) -> Said:
        capsys.readouterr()
        code = main(words)
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return run


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A data folder of its own for a program of its own."""
    with new_workspace(tmp_path / "data") as made:
        yield made
