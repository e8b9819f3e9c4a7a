"""What is written in the repository belongs to it: no registry, no machine, no sentence of somebody else."""

import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, repository_texts

# Each pattern is spelled so that it does not find itself.
REGISTRIES = re.compile(
    r"pypi\.(?:python\.)?or[g]|pythonhoste[d]\.org|registry\.np[m]js|deb\.debia[n]\.org|index-ur[l]\s*="
)
MACHINES = re.compile(r"(?<![\w.<-])/(?:wor[k]|roo[t]|User[s]/\w+)/[\w.]")
BESIDE = ROOT.parent / "shared"
SHINGLE = 9
WORD = re.compile(r"[a-z0-9']+")
PROSE = {tokenize.COMMENT, tokenize.STRING, tokenize.FSTRING_MIDDLE}
# A short quotation that is marked as one and names its source may stand; a check refuses one of more than twelve words.
# The options of a program are its names, not somebody's sentence.
QUOTATION = re.compile(r"“[^”]{1,120}”|^\s*seed_quote = .*$|--[a-z][a-z-]+", re.MULTILINE)


def prose(name: str, text: str) -> str:
    """What a file says in words: of a Python file its comments and texts, and of none its marked quotations."""
    if name.endswith(".py"):
        lines = QUOTATION.sub("", text)
        tokens = tokenize.generate_tokens(io.StringIO(lines).readline)
        return " | ".join(token.string for token in tokens if token.type in PROSE)
    return QUOTATION.sub("", text)


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of nine words, without regard to case, signs and line breaks."""
    words = WORD.findall(text.lower())
    runs = (tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))
    return {run for run in runs if len(set(run)) > SHINGLE // 2}


@cache
def given_shingles() -> frozenset[tuple[str, ...]]:
    """The runs of nine words in the texts that were given to the project."""
    folders = [BESIDE / "design", BESIDE / "seeds"]
    files = [path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file()]
    if not files:
        pytest.skip("the design texts are not beside this checkout")
    return frozenset().union(*(shingles(path.read_text(errors="replace")) for path in files))


def test_no_file_names_a_package_registry() -> None:
    found = [(name, match.group()) for name, text in repository_texts() for match in REGISTRIES.finditer(text)]

    assert found == []


def test_no_file_holds_a_path_of_somebody_s_machine() -> None:
    found = [(name, match.group()) for name, text in repository_texts() for match in MACHINES.finditer(text)]

    assert found == []


def test_the_patterns_find_what_they_are_for() -> None:
    registry = "https://" + "pypi." + "org/simple"
    machine = "open('" + "/wor" + "k/main/x')"

    assert REGISTRIES.search(registry)
    assert MACHINES.search(machine)
    assert not MACHINES.search("https://example.com/wor" + "k/item")


def test_words_are_compared_and_marked_quotations_are_not() -> None:
    code = 'seed_quote = "one two three"\nx = 1  # a comment\ny = "a text"\n'

    assert prose("a.py", code).split(" | ") == ["# a comment", '"a text"']
    assert prose("a.md", "said: “one two three”, we say").split() == ["said:", ",", "we", "say"]
    assert shingles("A b c d e f g h, i") == {tuple("abcdefghi")}


def test_no_sentence_is_carried_over_from_the_texts_that_were_given() -> None:
    given = given_shingles()
    names = (".py", ".md", ".html", ".css", ".js", ".yaml", ".yml", ".sh", ".txt")

    found = {
        name: [" ".join(run) for run in sorted(shared)][:3]
        for name, text in repository_texts()
        if Path(name).suffix in names
        and "vendor" not in name
        and not name.startswith(("requirements", "samples/"))
        and (shared := shingles(prose(name, text)) & given)
    }

    assert found == {}
