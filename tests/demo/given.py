"""Public data sets that stand beside a clone and are not part of it; the tests that need one are skipped without."""

from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


def given(name: str) -> Path:
    """The folder or file of that name; the test is skipped when it is not there."""
    path = BESIDE / name
    if not path.exists():
        pytest.skip(f"the data set {name} (../shared/data) does not stand beside this clone")
    return path
