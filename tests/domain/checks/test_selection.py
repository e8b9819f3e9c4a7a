"""Checks are chosen by code, code prefix, group and name; a wrong word is refused with the right ones."""

from collections.abc import Iterator

import pytest

from nervecenter.domain.checks import check as registry
from nervecenter.domain.checks.check import Check, LifeCycle, Stage, registered_checks
from nervecenter.domain.checks.errors import UnknownSelector
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.selection import Selection, code_of, selected_checks
from tests.domain.checks.test_registration import EXPLAINED


@pytest.fixture
def scratch_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))


EVIDENCE = ["NC101", "NC102", "NC103", "NC104", "NC105", "NC106", "NC107", "NC108", "NC109"]


def declared(code: str, name: str, **attributes: object) -> type[Check]:
    def run(self: Check, facts: Facts) -> Iterator[Finding]:
        yield from ()

    values = {"__doc__": EXPLAINED, "code": code, "name": name, "severity": Severity.INFO, "run": run, **attributes}
    return type("Declared", (Check,), values)


def codes(*select: str, ignore: tuple[str, ...] = (), preview: bool = False) -> list[str]:
    return [check.code for check in selected_checks(Selection(select, ignore, preview)).checks]


def test_nothing_selected_means_every_stable_check() -> None:
    everything = [check.code for check in registered_checks() if check.life_cycle.stage is Stage.STABLE]

    assert codes() == everything
    assert codes("all") == everything
    assert codes("NC") == everything


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        (("NC101",), ["NC101"]),
        (("nc101",), ["NC101"]),
        (("person-overloaded",), ["NC603"]),
        (("NC1",), EVIDENCE),
        (("NC30",), ["NC301", "NC303", "NC304", "NC305", "NC306", "NC309"]),
        (("evidence",), EVIDENCE),
        (("organisation", "NC101"), ["NC101", "NC601", "NC603"]),
        ((" NC701 ", "references"), ["NC701"]),
    ],
)
def test_a_selector_names_checks(selectors: tuple[str, ...], expected: list[str]) -> None:
    assert codes(*selectors) == expected


def test_what_is_ignored_stays_out_even_where_it_is_selected() -> None:
    assert codes("evidence", ignore=("problem-without-audience",)) == [code for code in EVIDENCE if code != "NC106"]
    assert codes("NC101", ignore=("NC1",)) == []


@pytest.mark.parametrize("selector", ["NC999", "NC4", "NC1011", "evidenc", "", "*", "selling"])
def test_an_unknown_selector_is_refused_with_the_valid_ones(selector: str) -> None:
    with pytest.raises(UnknownSelector) as refused:
        selected_checks(Selection(select=(selector,)))

    assert refused.value.code == "unknown-selector"
    assert f"No check answers to {selector!r}" in str(refused.value)
    assert "NC101" in str(refused.value)
    assert "person-overloaded" in str(refused.value)
    assert "evidence, definition, gotomarket, organisation, references" in str(refused.value)


def test_an_unknown_word_among_the_ignored_is_refused_too() -> None:
    with pytest.raises(UnknownSelector, match="NC9"):
        selected_checks(Selection(ignore=("NC9",)))


def test_a_preview_check_runs_only_where_it_is_asked_for(scratch_registry: None) -> None:
    declared("NC799", "something-off", life_cycle=LifeCycle(since="0.2.0", stage=Stage.PREVIEW))

    assert "NC799" not in codes()
    assert codes("NC7") == ["NC701"]
    assert codes("NC799") == ["NC799"]
    assert codes("something-off") == ["NC799"]
    assert codes("NC7", preview=True) == ["NC701", "NC799"]


def test_a_deprecated_check_says_what_to_use(scratch_registry: None) -> None:
    declared("NC799", "something-off", life_cycle=LifeCycle("0.1.0", Stage.DEPRECATED, instead="NC701"))

    chosen = selected_checks(Selection(select=("NC799",)))

    assert chosen.notices == ("NC799 something-off is deprecated. Use NC701 instead.",)
    assert "NC799" not in codes()


def test_a_former_code_still_selects_and_says_so(scratch_registry: None) -> None:
    declared("NC799", "something-off", former_codes=("NC798",))

    chosen = selected_checks(Selection(select=("nc798",)))

    assert [check.code for check in chosen.checks] == ["NC799"]
    assert chosen.notices == ("NC798 is now NC799. Select that instead.",)
    assert code_of("NC798") == "NC799"
