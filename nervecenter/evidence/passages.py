"""Passages of a text: where one stands, and a text cut into pieces that are marked for one reason or several."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from `starts` up to before `ends`, marked for a reason, such as "passage" or "word"."""

    starts: int
    ends: int
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text with the reasons for which it is marked; none where it is not."""

    text: str
    reasons: tuple[str, ...] = ()


def passage_in(text: str, passage: str, near: int | None) -> tuple[int, str] | None:
    """Where the passage stands (the place nearest to `near`), and its words as they stand there; None if nowhere.

    Line ends count as alike, and so does white space around the passage: a browser writes them its own way.
    """
    words = passage.strip()
    if not words:
        return None
    lines = [re.escape(line) for line in re.split(r"\r\n|\r|\n", words)]
    found = [(match.start(), match.group()) for match in re.finditer("(?:\r\n|\r|\n)".join(lines), text)]
    return min(found, key=lambda place: abs(place[0] - (near or 0)), default=None)


def word_spans(text: str, words: Iterable[str], reason: str = "word") -> list[Span]:
    """Where these words, or words that begin with them, stand in the text; upper and lower case are alike."""
    stems = sorted({re.escape(word) for word in words if len(word) > 2}, key=len, reverse=True)
    if not stems:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE)
    return [Span(match.start(), match.end(), reason) for match in pattern.finditer(text)]


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The text cut where a span begins or ends. All pieces together are the text."""
    inside = [span for span in spans if 0 <= span.starts < span.ends and span.starts < len(text)]
    edges = sorted({0, len(text), *(span.starts for span in inside), *(min(span.ends, len(text)) for span in inside)})
    cut: list[Piece] = []
    starting = sorted(inside, key=lambda span: span.starts)
    open_spans: list[Span] = []
    at = 0
    for begin, end in pairwise(edges):
        while at < len(starting) and starting[at].starts <= begin:
            open_spans.append(starting[at])
            at += 1
        open_spans = [span for span in open_spans if span.ends > begin]
        cut.append(Piece(text[begin:end], tuple(dict.fromkeys(span.reason for span in open_spans))))
    return cut
