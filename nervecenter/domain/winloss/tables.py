"""Win rates of any table: its rows counted by outcome and by column in one pass, whatever its size."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import compress

from nervecenter.domain.exchange.drafting.values import as_text
from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import HeaderIndex, Part, TableChunk
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.winloss.associations import AttributeReport, attribute_reports
from nervecenter.domain.winloss.deals import DISTINCT_NUMBERS, Tally
from nervecenter.domain.winloss.grouping import grouped
from nervecenter.domain.winloss.rates import WinRate, win_rate
from nervecenter.domain.winloss.stages import OutcomeWords, UnusableTable, listed, sort_outcomes

TELLTALE = 0.9
SHOWN_COLUMNS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuestion:
    """What is asked of a table: its outcome column, the words in it, and the columns to look at.

    `open` of None means the stages that sales systems use by default.
    """

    outcome: str
    won: tuple[str, ...]
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] | None = None
    by: tuple[str, ...] = ()
    drop_duplicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer:
    """The win rate of a table, what goes with it, and which rows do not count, each with its number.

    `duplicates` repeat another row in every column; they are left out only when asked for. `unreadable` rows have more
    cells than the header.
    """

    rate: WinRate
    attributes: tuple[AttributeReport, ...]
    words: OutcomeWords
    open: int
    empty: int
    duplicates: int
    unreadable: int
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Counts:
    """What one pass over a table has seen."""

    outcomes: Counter[str] = field(default_factory=Counter)
    pairs: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    duplicates: int = 0
    unreadable: int = 0
    first_fault: str = ""


def win_loss_of_file(file: InputFile, question: TableQuestion) -> TableAnswer:
    """Count a file and tell its win rate.

    Raises ReadError for a file that cannot be read, and UnusableTable for one that has no such column, no rows, no
    such outcome, or only one outcome.
    """
    part = _the_table([each for plain in unpacked([file]) for each in read_parts(plain)], file.name, question.outcome)
    counts = _counted(part, question)
    if not counts.outcomes:
        raise UnusableTable("empty-file", "holds a header and no rows; there is nothing to count", file=file.name)
    words = sort_outcomes(
        counts.outcomes,
        question.won,
        lost=question.lost,
        open_words=question.open,
        file=file.name,
        column=question.outcome,
    )
    won, closed = frozenset(words.won), frozenset((*words.won, *words.lost))
    tallies, remarks = {}, _remarks_on_rows(counts, words, question)
    for name, pairs in counts.pairs.items():
        tallies[name], remark = grouped(_tally(pairs, won, closed))
        if remark:
            remarks.append(f"{name} {remark}")
    reports = attribute_reports(tallies)
    n = sum(counts.outcomes[word] for word in closed)
    return TableAnswer(
        rate=win_rate(n, sum(counts.outcomes[word] for word in won)),
        attributes=reports,
        words=words,
        open=sum(counts.outcomes[word] for word in words.open),
        empty=sum(counts.outcomes[word] for word in words.empty),
        duplicates=counts.duplicates,
        unreadable=counts.unreadable,
        remarks=(*remarks, *_remarks_on_columns(reports, n)),
    )


def _the_table(parts: Sequence[Part], file: str, outcome: str) -> Part:
    """The one table that has the outcome column."""
    tables = [part for part in parts if part.tables is not None]
    if not tables:
        raise UnusableTable("not-a-table", "is not a table; give a CSV, TSV or XLSX file", file=file)
    fitting = [part for part in tables if HeaderIndex(part.headers).position(outcome) is not None]
    if len(fitting) > 1:
        names = ", ".join(part.sheet or part.file for part in fitting)
        raise UnusableTable(
            "several-tables", f"holds several tables with this column ({names}); give one", file=file, column=outcome
        )
    if not fitting:
        raise _missing(outcome, [header for part in tables for header in part.headers], file)
    return fitting[0]


def _missing(name: str, headers: Sequence[str], file: str) -> UnusableTable:
    shown = ", ".join(headers[:SHOWN_COLUMNS]) + (" and more" if len(headers) > SHOWN_COLUMNS else "")
    return UnusableTable(
        "missing-column",
        f"there is no such column.{did_you_mean(name, headers)} The columns are: {shown}.",
        file=file,
        column=name,
    )


def _counted(part: Part, question: TableQuestion) -> _Counts:
    index = HeaderIndex(part.headers)
    by: dict[str, None] = {}
    for name in question.by:
        position = index.position(name)
        if position is None:
            raise _missing(name, part.headers, part.file)
        if position == index.position(question.outcome):
            raise UnusableTable("missing-column", "is the outcome itself; name another one with --by", column=name)
        by[part.headers[position]] = None
    counts = _Counts(pairs={name: Counter() for name in by})
    seen: set[bytes] = set()
    for chunk in part.tables() if part.tables is not None else ():
        counts.unreadable += len(chunk.faults)
        if chunk.faults and not counts.first_fault:
            counts.first_fault = f"line {chunk.faults[0].row}: {chunk.faults[0].message}"
        fresh = _fresh(chunk, seen)
        counts.duplicates += fresh.count(False)
        kept = fresh if question.drop_duplicates and not all(fresh) else None
        outcomes = _texts(chunk, question.outcome, kept)
        counts.outcomes.update(outcomes)
        for name in by:
            counts.pairs[name].update(zip(_texts(chunk, name, kept), outcomes, strict=True))
    return counts


def _fresh(chunk: TableChunk, seen: set[bytes]) -> list[bool]:
    """Of each row, whether it was not seen before in every column alike."""
    fresh = []
    for row in zip(*chunk.columns, strict=True):
        mark = blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        fresh.append(mark not in seen)
        seen.add(mark)
    return fresh


def _texts(chunk: TableChunk, name: str, kept: Sequence[bool] | None) -> list[str]:
    column = chunk.column(name)
    values: Iterable[object] = () if column is None else column.values
    if kept is not None:
        values = compress(values, kept)
    if column is not None and column.textual:
        return [str(value).strip() for value in values]
    texts = [as_text(value) for value in values]
    return [text.strip() if isinstance(text, str) else "" for text in texts]


def _tally(pairs: Mapping[tuple[str, str], int], won: frozenset[str], closed: frozenset[str]) -> Tally:
    counts: dict[str, list[int]] = {}
    for (value, outcome), count in pairs.items():
        if outcome in closed:
            both = counts.setdefault(value, [0, 0])
            both[0] += count
            both[1] += count if outcome in won else 0
    return {value: (n, hits) for value, (n, hits) in counts.items()}


def _remarks_on_rows(counts: _Counts, words: OutcomeWords, question: TableQuestion) -> list[str]:
    def said() -> Iterator[str]:
        if words.open:
            rows = sum(counts.outcomes[word] for word in words.open)
            yield f"{_rows(rows)} open and left out: {listed(words.open, counts.outcomes)}."
        if words.empty:
            yield f"{_rows(sum(counts.outcomes[word] for word in words.empty))} without an outcome and left out."
        if words.doubtful:
            yield (
                f"Counted as lost, since nothing says otherwise: {listed(words.doubtful, counts.outcomes)}."
                " If some are still open, name them with --open, or name the lost ones with --lost."
            )
        if counts.duplicates and question.drop_duplicates:
            yield f"{_rows(counts.duplicates)} the same as another one in every column and left out."
        elif counts.duplicates:
            yield (
                f"{_rows(counts.duplicates)} the same as another one in every column, and counted;"
                " --drop-duplicates leaves such rows out."
            )
        if counts.unreadable:
            yield f"{_rows(counts.unreadable)} unreadable and left out; the first is {counts.first_fault}"

    return list(said())


def _remarks_on_columns(reports: Iterable[AttributeReport], n: int) -> Iterator[str]:
    for report in reports:
        if len(report.groups) == 1:
            yield f"{report.attribute} has one value in all closed rows, so it goes with nothing."
        elif len(report.groups) > max(DISTINCT_NUMBERS, n / 2):
            yield f"{report.attribute} has a value of its own in nearly every row, so its groups say nothing."
        elif (report.association.corrected_v or 0) >= TELLTALE:
            yield f"{report.attribute} all but gives the outcome away; is it filled in only when a deal ends?"


def _rows(count: int) -> str:
    return f"{count:,} row is" if count == 1 else f"{count:,} rows are"
