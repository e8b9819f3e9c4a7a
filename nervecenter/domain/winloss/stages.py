"""Which words of an outcome column mean won, lost and still open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nervecenter.domain.exchange.headers import did_you_mean, normalised

# Stages of sales systems and plain words for what has not ended, by letters and digits alone.
_OPEN = """
    open new active ongoing inprogress pending working stalled onhold paused undecided unknown tbd
    lead newlead contacted engaged engaging prospect prospecting qualification qualifying qualified
    discovery demo demoscheduled meeting meetingscheduled needsanalysis valueproposition iddecisionmakers
    perceptionanalysis evaluation technicalevaluation evaluating trial pilot proofofconcept poc shortlist shortlisted
    proposal proposition proposalpricequote proposalsent quote quotesent quoted offer offersent pricing
    negotiation negotiating negotiationreview contract contractsent contractnegotiation legalreview procurement
    verbal verbalcommitment commit committed bestcase mostlikely pipeline upside forecast
    appointmentscheduled qualifiedtobuy presentationscheduled decisionmakerboughtin develop propose
"""
_LOST = """
    lost closedlost losttocompetitor lostnodecision nodecision nodecisionmade abandoned cancelled canceled
    disqualified rejected declined dead notwon loss losing failed omitted no false 0 n churned churn unqualified
"""
OPEN_STAGES, LOST_STAGES = frozenset(_OPEN.split()), frozenset(_LOST.split())
EMPTY_WORDS = frozenset({"", "nan", "null", "none", "n/a", "#n/a", "na", "nat", "-", "--", "?"})
SHOWN = 10

_PLAIN_ZERO = re.compile(r"(-?\d+)\.0+")
_ORDINAL = re.compile(r"^\d+|\d+$")


class UnusableTable(Exception):
    """A table from which no win rate can be told: what is wrong with it, where, and what to do."""

    def __init__(self, code: str, message: str, *, file: str = "", column: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.file = file
        self.column = column


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a refusal points to."""

    file: str
    column: str

    def refused(self, code: str, message: str) -> UnusableTable:
        return UnusableTable(code, message, file=self.file, column=self.column)


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The words of an outcome column, sorted, as they stand in the table; each has rows.

    `doubtful` are among the lost only because nothing says otherwise.
    """

    won: tuple[str, ...]
    lost: tuple[str, ...]
    open: tuple[str, ...]
    empty: tuple[str, ...]
    doubtful: tuple[str, ...]


def comparable(text: str) -> str:
    """A word as it is compared: without regard to case and spaces, and 1.0 as 1."""
    plain = " ".join(text.split()).casefold()
    whole = _PLAIN_ZERO.fullmatch(plain)
    return whole.group(1) if whole else plain


def sort_outcomes(
    occurring: Mapping[str, int],
    won: Sequence[str],
    *,
    lost: Sequence[str] = (),
    open_words: Sequence[str] | None = None,
    file: str = "",
    column: str = "",
) -> OutcomeWords:
    """Say of each word that occurs what it means. Every row that is neither won, open nor empty is lost.

    With `lost`, only those words are lost and all others open; with `open_words`, only those are open; without
    either, the stages that sales systems use by default are. Refuses when a named word does not occur or has two
    meanings, and when all closed rows have one outcome; `file` and `column` say where.
    """
    place = _Place(file, column)
    wanted = {name: _found(words, occurring, place, name) for name, words in (("won", won), ("lost", lost))}
    named_open = None if open_words is None else _found(open_words, occurring, place, "open")
    _refuse_two_meanings(wanted["won"], wanted["lost"] | (named_open or frozenset()), place)
    sorted_words: dict[str, list[str]] = {"won": [], "lost": [], "open": [], "empty": []}
    for word in sorted(occurring, key=lambda each: (-occurring[each], each)):
        sorted_words[_meaning(word, wanted["won"], wanted["lost"], named_open)].append(word)
    _refuse_one_outcome(sorted_words, occurring, place)
    sure = wanted["lost"] or (named_open is not None)
    doubtful = [] if sure or len(sorted_words["lost"]) < 2 else [w for w in sorted_words["lost"] if not _is_lost(w)]
    return OutcomeWords(**{name: tuple(words) for name, words in sorted_words.items()}, doubtful=tuple(doubtful))


def listed(words: Iterable[str], counts: Mapping[str, int]) -> str:
    """Words with their number of rows, the most frequent first, at most ten: Lost (2,473), Open (12)."""
    ordered = sorted(words, key=lambda word: (-counts[word], word))
    shown = ", ".join(f"{word[:60] or '(empty)'} ({counts[word]:,})" for word in ordered[:SHOWN])
    return shown + (f" and {len(ordered) - SHOWN:,} more" if len(ordered) > SHOWN else "")


def _meaning(word: str, won: frozenset[str], lost: frozenset[str], named_open: frozenset[str] | None) -> str:
    plain = comparable(word)
    if plain in won:
        return "won"
    if plain in lost:
        return "lost"
    if named_open is not None and plain in named_open:
        return "open"
    if plain in EMPTY_WORDS:
        return "empty"
    if lost:
        return "open"
    return "open" if named_open is None and _is_open(word) else "lost"


def _is_open(word: str) -> bool:
    plain = normalised(word)
    return plain in OPEN_STAGES or _ORDINAL.sub("", plain) in OPEN_STAGES


def _is_lost(word: str) -> bool:
    plain = normalised(word)
    return plain in LOST_STAGES or _ORDINAL.sub("", plain) in LOST_STAGES


def _found(words: Sequence[str], occurring: Mapping[str, int], place: _Place, option: str) -> frozenset[str]:
    """The words as they are compared. Refuses when one of them does not occur; an empty word names nothing."""
    known = {comparable(word) for word in occurring}
    wanted = [word for word in words if word.strip()]
    for word in wanted:
        if comparable(word) not in known:
            raise place.refused(
                "unknown-outcome",
                f'"{word}", named by --{option}, never occurs in this column.{did_you_mean(word, occurring)}'
                f" What occurs: {listed(occurring, occurring)}.",
            )
    if option == "won" and not wanted:
        raise place.refused("unknown-outcome", "name the word for a won deal with --won")
    return frozenset(map(comparable, wanted))


def _refuse_two_meanings(won: frozenset[str], others: frozenset[str], place: _Place) -> None:
    if won & others:
        raise place.refused("unknown-outcome", f'"{min(won & others)}" cannot be won and something else as well')


def _refuse_one_outcome(found: Mapping[str, list[str]], occurring: Mapping[str, int], place: _Place) -> None:
    if found["lost"]:
        return
    still = f" Taken as open: {listed(found['open'], occurring)}." if found["open"] else ""
    raise place.refused(
        "one-outcome",
        f"every closed row is won ({listed(found['won'], occurring)}), so there is no rate to tell.{still}"
        " Name the word for a lost deal with --lost, or look whether the export leaves lost deals out.",
    )
