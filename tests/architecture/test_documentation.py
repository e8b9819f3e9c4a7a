"""What the documents point at is there: files, headings and the targets of the Makefile."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, repository_files

LINK = re.compile(r"\]\(([^)\s]+)\)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)\b")
CODE = re.compile(r"```.*?```|`[^`\n]+`|^(?: {4}|\t).*$", re.DOTALL | re.MULTILINE)


def documents() -> list[Path]:
    """Every Markdown file of the repository that we wrote: sample data and vendored libraries have their own."""
    elsewhere = {"vendor", "samples"}
    return [path for path in repository_files() if path.suffix == ".md" and not elsewhere & set(path.parts)]


def anchors(text: str) -> set[str]:
    """The headings of a document as hosting sites name them in links."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(document: Path) -> list[str]:
    """The relative links of a document that lead nowhere."""
    dead = []
    for link in LINK.findall(CODE.sub("", document.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        empty = target.is_dir() and not any(target.iterdir())
        without_heading = anchor and target.is_file() and anchor not in anchors(target.read_text())
        if not target.exists() or empty or without_heading:
            dead.append(link)
    return dead


def test_every_relative_link_leads_to_a_file_and_a_heading() -> None:
    found = {str(path.relative_to(ROOT)): links for path in documents() if (links := dead_links(path))}

    assert found == {}


def test_every_path_on_the_map_is_there() -> None:
    named = re.findall(r"`([a-z_./-]+(?:\.py|/[a-z_./-]+))`", (ROOT / "ARCHITECTURE.md").read_text())
    context = {"models.py", "resources.py", "wording.py", "charts.py", "actions.py", "views.py", "api.py", "urls.py"}
    folders = [ROOT, ROOT / "nervecenter", ROOT / "nervecenter" / "foundation"]

    paths = {name for name in named if not name.startswith("/") and name not in context}

    assert "trigger_sql.py" in paths
    assert {name for name in paths if not any((folder / name).exists() for folder in folders)} == set()


def test_every_make_target_that_a_document_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = {
        (str(path.relative_to(ROOT)), name)
        for path in documents()
        for code in re.findall(r"`[^`\n]+`|^(?: {4}|\t).*$", path.read_text(), re.MULTILINE)
        for name in TARGET.findall(code)
    }

    assert ("README.md", "run") in named
    assert {(path, name) for path, name in named if name not in targets} == set()


def test_every_target_of_the_makefile_has_a_line_of_help() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))

    helped = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))

    assert targets
    assert targets - helped == set()


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("# Top\n[a](page.md#top) [b](page.md#bottom) [c](none.md) [d](https://example.com) `[e](x)`\n")

    assert dead_links(document) == ["page.md#bottom", "none.md"]
