"""The repository as the architecture tests see it: its files, its syntax trees and the order of its layers."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nervecenter"


@cache
def layers() -> tuple[str, ...]:
    """The layers from top to bottom, as the import contract in pyproject.toml gives them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(contract for contract in contracts if contract["id"] == "layers")["layers"]
    return tuple(name.strip(" ()") for row in rows for name in row.replace(":", "|").split("|"))


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that git tracks or would offer to track; the test skips where this is no git checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: there is no list of tracked files")
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def repository_texts() -> Iterator[tuple[str, str]]:
    """Every repository file that is text, as (path from the root, content)."""
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield str(path.relative_to(ROOT)), content.decode("utf-8", errors="replace")


def is_ours(path: Path) -> bool:
    """Holds for a file that a person of this project wrote: no vendored library, no generated migration."""
    return not {"vendor", "migrations", "__pycache__"} & set(path.parts)


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every Python module of the package that a person wrote, as (path from the root, syntax tree)."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if is_ours(path)]
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text(), filename=str(path))) for path in paths)
