"""From a text to its words, and from a word to the terms that are compared.

Code is kept: an identifier such as `HttpClient.readTimeout` counts as a whole and in its parts. What machines or mail
programs add (stack frames, quoted replies, signatures, markup) is left out, unless nothing else is there.
"""

import re
import unicodedata
from dataclasses import dataclass

from nervecenter.domain.similarity.stemming import stem

LONGEST_WORD = 64

_STACK_FRAME = re.compile(r"^[ \t]*(?:at[ \t]+[\w.$<>/@]+\([^()\n]*\)|\.\.\.[ \t]*\d+ more)[ \t]*\r?$", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^>.*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?\r?\n.*\Z|^Sent from my [^\n]*$", re.MULTILINE | re.DOTALL)
_MARKUP = re.compile(
    r"\{(?:code|noformat|quote|panel|color)[^{}\n]{0,60}\}"
    r"|</?(?:a|b|br|code|div|em|font|h[1-6]|i|img|li|ol|p|pre|script|span|strong|style|table|td|th|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d\ufe0f]+"
)
_WORD = re.compile(r"[^\W_]+(?:[._\-/#:$][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
# Written without spaces between words: compared by pairs of characters.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")

STOP_WORDS = frozenset(
    _PIECE.findall(
        "a about above after again against all also am an and any are as at be because been before being below "
        "between both but by can cannot could did do does doing don down during each few for from further had has have "
        "having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off "
        "on once only or other our out over own same she should so some such than that the their them then there these "
        "they this those through to too under until up us very was we were what when where which while who whom why "
        "will with would you your yours"
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is shown and the term under which it is compared; a compound is also there in its parts."""

    shown: str
    term: str
    compound: bool = False


def plain(text: str) -> str:
    """The text without accents, stack frames, quoted replies, signature and markup."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    kept = text
    if "\n" in kept:
        kept = _SIGNATURE.sub(" ", _QUOTED_LINE.sub(" ", _STACK_FRAME.sub(" ", kept)))
    if "<" in kept or "{" in kept:
        kept = _MARKUP.sub(" ", kept)
    return kept if kept is text or _WORD.search(kept) else text


def raw_words(text: str) -> list[str]:
    """The words of a plain text as they stand there, compounds unbroken."""
    return _WORD.findall(text)


def words_of(raw: str) -> tuple[Word, ...]:
    """What one raw word is compared by: nothing for a stop word or a single sign, several for a compound."""
    pieces = _PIECE.findall(raw)
    found: list[Word] = []
    if len(pieces) > 1 and len(raw) <= LONGEST_WORD:
        found.append(_compound(raw))
    for piece in pieces:
        if piece.isascii():
            found += _ascii_words(piece)
        else:
            found += _other_words(piece)
    return tuple(found)


def _compound(raw: str) -> Word:
    return Word(raw, f"={raw.lower()}", compound=True)


def _ascii_words(piece: str) -> list[Word]:
    parts = _PART.findall(piece)
    if len(parts) < 2:
        return _simple(piece)
    whole = [Word(piece, stem(piece.lower()))] if len(piece) <= LONGEST_WORD else []
    return [*whole, *(word for part in parts for word in _simple(part))]


def _other_words(piece: str) -> list[Word]:
    if not _UNSPACED.search(piece):
        return _simple(piece)
    found: list[Word] = []
    for run in _UNSPACED.findall(piece):
        pairs = [run[place : place + 2] for place in range(len(run) - 1)] or [run]
        found += [Word(pair, pair) for pair in pairs]
    for rest in _UNSPACED.split(piece):
        found += _simple(rest)
    return found


def _simple(piece: str) -> list[Word]:
    lower = piece.lower()
    if len(lower) < 2 or len(lower) > LONGEST_WORD or lower in STOP_WORDS:
        return []
    return [Word(piece, stem(lower))]
