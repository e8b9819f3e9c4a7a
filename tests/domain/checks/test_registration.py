"""Declaring a check registers it, or refuses it with the reason; no check needs Django."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from nervecenter.domain import checks
from nervecenter.domain.checks import check as registry
from nervecenter.domain.checks.check import Check, registered_checks
from nervecenter.domain.checks.errors import CheckRefused
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity

EXPLAINED = """Something is off.

What it finds
    Something.

Why it matters
    It hurts.

Example
    This one.

What to do
    Mend it,
    then look again.
"""


@pytest.fixture(autouse=True)
def scratch_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))


def declared(docstring: str | None = EXPLAINED, **attributes: object) -> type[Check]:
    def run(self: Check, facts: Facts) -> Iterator[Finding]:
        yield from ()

    values = {"code": "NC799", "name": "something-off", "severity": Severity.INFO, "run": run, **attributes}
    return type("SomethingOff", (Check,), {"__doc__": docstring, **values})


def test_a_declared_check_is_registered_with_its_explanation() -> None:
    check = declared()

    assert check in registered_checks()
    assert check.group == "references"
    assert check.explanation.summary == "Something is off."
    assert check.explanation.matters == "It hurts."
    assert check.remedy == "Mend it, then look again."


@pytest.mark.parametrize("heading", ["What it finds", "Why it matters", "Example", "What to do"])
def test_a_check_without_one_of_the_headings_is_refused(heading: str) -> None:
    before = registered_checks()

    with pytest.raises(CheckRefused, match=f"has no section '{heading}'"):
        declared(EXPLAINED.replace(heading, "Something else"))

    assert registered_checks() == before


@pytest.mark.parametrize(
    ("docstring", "reason"),
    [
        (None, "has no section 'What it finds'"),
        (EXPLAINED.replace("    It hurts.\n", ""), "has an empty 'Why it matters'"),
        (EXPLAINED.replace("Something is off.", ""), "has an empty 'summary'"),
        (EXPLAINED.replace("Example", "@").replace("What it finds", "Example").replace("@", "What it finds"), "order"),
    ],
)
def test_a_check_that_explains_itself_badly_is_refused(docstring: str | None, reason: str) -> None:
    before = registered_checks()

    with pytest.raises(CheckRefused, match=reason):
        declared(docstring)

    assert registered_checks() == before


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"code": "NC101"}, "the code NC101, which is that of RequirementWithoutMarketEvidence"),
        ({"former_codes": ("NC106",)}, "the code NC106, which is that of ProblemWithoutAudience"),
        ({"code": "NC1"}, "Write NC and three digits"),
        ({"code": "NC999"}, "the first out of 1 to 7"),
        ({"name": "person-overloaded"}, "and so is another"),
        ({"name": "Something Off"}, "Say in kebab case what is wrong"),
        ({"name": "no-something"}, "Say in kebab case what is wrong"),
        ({"seed": "S1", "seed_quote": "one " * 13}, "Give at most 12 words"),
        ({"seed": "", "seed_quote": "two words"}, "and the text they are from"),
    ],
)
def test_a_check_that_is_named_badly_is_refused(attributes: dict[str, object], reason: str) -> None:
    before = registered_checks()

    with pytest.raises(CheckRefused, match=reason):
        declared(EXPLAINED, **attributes)

    assert registered_checks() == before


def test_a_check_without_a_severity_is_refused() -> None:
    before = registered_checks()

    with pytest.raises(CheckRefused, match="has no severity"):

        class Careless(Check):
            __doc__ = EXPLAINED
            code: ClassVar[str] = "NC799"
            name: ClassVar[str] = "something-off"

    assert registered_checks() == before


def test_each_file_named_after_a_code_holds_the_check_of_that_code_and_name() -> None:
    files = {path.stem for path in Path(checks.__file__).parent.glob("nc*.py")}

    modules = {check.__module__.rpartition(".")[2]: check for check in registered_checks()}

    assert set(modules) == files
    assert [
        check for file, check in modules.items() if file != f"{check.code.lower()}_{check.name.replace('-', '_')}"
    ] == []


def test_the_first_set_of_checks_is_complete() -> None:
    codes = {check.code for check in registered_checks()}

    assert codes >= {
        *("NC101", "NC106", "NC205", "NC206", "NC212", "NC301", "NC303", "NC304"),
        *("NC306", "NC309", "NC312", "NC601", "NC603", "NC701"),
    }


def test_importing_and_running_the_checks_loads_no_django() -> None:
    program = (
        "import sys; from datetime import date; from nervecenter.domain.checks.facts import Facts;"
        "from nervecenter.domain.checks.running import run_checks;"
        "import nervecenter.domain.checks.folder, nervecenter.domain.checks.documentation;"
        "print(len(run_checks(Facts(today=date(2022, 11, 11))).counts) > 13,"
        "sorted(name for name in sys.modules if name.partition('.')[0] in {'django', 'ninja', 'pydantic'}))"
    )

    outcome = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert outcome.stdout == "True []\n"
