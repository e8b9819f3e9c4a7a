"""The page about the command line is the one that the commands write."""

from nervecenter.cli.reference import reference
from tests.architecture.tree import ROOT


def test_the_reference_of_the_command_line_is_current() -> None:
    written = (ROOT / "docs" / "reference" / "cli.md").read_text()

    assert written == reference(), "run: python -m nervecenter.cli.reference > docs/reference/cli.md"
    assert "## nervecenter load\n" in written
    assert "    nervecenter user create ana --role admin" in written
