"""The pages in docs/checks are those that the checks themselves give, no more and no less."""

import re
from pathlib import Path

import pytest

from nervecenter.domain.checks.check import GROUPS, Check, registered_checks
from nervecenter.domain.checks.documentation import QUESTIONS, main, page, pages, write_pages
from nervecenter.domain.checks.nc101_requirement_without_market_evidence import RequirementWithoutMarketEvidence

DOCS = Path(__file__).parents[3] / "docs" / "checks"
REWRITE = "Run: python -m nervecenter.domain.checks.documentation docs/checks"


def test_the_pages_in_the_repository_are_those_of_the_checks() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}

    assert stored.keys() == pages().keys(), REWRITE
    assert [name for name, text in pages().items() if stored[name] != text] == [], REWRITE


def test_a_page_tells_name_severity_thresholds_sections_and_source() -> None:
    text = page(RequirementWithoutMarketEvidence)

    assert text.startswith("# NC101 requirement-without-market-evidence\n")
    assert "| severity | error |" in text
    assert "| `minimum_accounts` | 3 accounts |" in text
    assert re.findall("^## (.*)$", text, re.MULTILINE) == [
        *("Thresholds", "What it finds", "Why it matters", "Example", "What to do", "Source")
    ]
    assert "> “without adequate market requirements from product marketing”" in text


@pytest.mark.parametrize("check", registered_checks(), ids=lambda check: check.code)
def test_the_index_links_every_check(check: type[Check]) -> None:
    assert f"| [{check.code}]({check.code.lower()}.md) | {check.name} | {check.severity} |" in pages()["index.md"]


@pytest.mark.parametrize("check", registered_checks(), ids=lambda check: check.code)
def test_a_page_explains_every_threshold_that_its_text_names(check: type[Check]) -> None:
    said = check.explanation
    named = set(re.findall("`([a-z_]+)`", f"{said.finds} {said.remedy}"))

    assert named == set(check.thresholds)


def test_every_group_has_its_question() -> None:
    assert set(QUESTIONS) == set(GROUPS.values())


def test_writing_takes_away_pages_of_checks_that_are_gone_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "nc999.md").write_text("gone")
    (tmp_path / "notes.md").write_text("mine")

    write_pages(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {*pages(), "notes.md"}


def test_the_command_writes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "nc101.md").exists()

    assert main([]) == 2
    assert "docs/checks" in capsys.readouterr().err
