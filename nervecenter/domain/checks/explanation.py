"""The four sections every check explains itself with, read out of its docstring."""

from dataclasses import dataclass
from inspect import cleandoc
from textwrap import dedent

from nervecenter.domain.checks.errors import CheckRefused

HEADINGS = ("What it finds", "Why it matters", "Example", "What to do")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a check says about itself to the people whose company it reads."""

    summary: str
    finds: str
    matters: str
    example: str
    remedy: str


def explanation_of(docstring: str | None, *, where: str) -> Explanation:
    """The sections of a check's docstring. Refuses a missing summary and a heading that is missing, empty or late."""
    lines = cleandoc(docstring or "").splitlines()
    places = [lines.index(heading) if heading in lines else -1 for heading in HEADINGS]
    missing = [heading for heading, place in zip(HEADINGS, places, strict=True) if place < 0]
    if missing:
        raise CheckRefused(f"{where} has no section {missing[0]!r} in its docstring. Write {', '.join(HEADINGS)}.")
    if places != sorted(places):
        raise CheckRefused(f"{where} has its sections in another order. Write {', '.join(HEADINGS)}.")
    ends = [*places[1:], len(lines)]
    sections = [dedent("\n".join(lines[start + 1 : end])).strip() for start, end in zip(places, ends, strict=True)]
    summary = " ".join(" ".join(lines[: places[0]]).split())
    for name, text in zip(("summary", *HEADINGS), (summary, *sections), strict=True):
        if not text:
            raise CheckRefused(f"{where} has an empty {name!r} in its docstring. Say it in a sentence.")
    return Explanation(summary, *sections)
