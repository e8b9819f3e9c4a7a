"""`nervecenter winloss`: how many deals are won, and what goes with winning, in any table or in the workspace."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nervecenter.cli.answers import JsonOption, answer, columns, counted
from nervecenter.cli.refusals import FINDINGS, CannotRun
from nervecenter.cli.starting import start_django

if TYPE_CHECKING:
    from nervecenter.domain.winloss.associations import AttributeReport
    from nervecenter.domain.winloss.rates import WinRate
    from nervecenter.domain.winloss.report import WinLossReport
    from nervecenter.domain.winloss.tables import TableAnswer

SHOWN_GROUPS = 30
SURE = 0.05

FileArgument = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="A CSV, TSV or XLSX file; without it the workspace.")
]
OutcomeOption = Annotated[str, typer.Option("--outcome", metavar="COL", help="The column that says how a deal ended.")]
WonOption = Annotated[
    list[str] | None, typer.Option("--won", metavar="VALUE", help="Its word for a won deal; may be repeated.")
]
LostOption = Annotated[
    list[str] | None,
    typer.Option(
        "--lost", metavar="VALUE", help="Its word for a lost deal; all others are open then. May be repeated."
    ),
]
OpenOption = Annotated[
    list[str] | None,
    typer.Option(
        "--open",
        metavar="VALUES",
        help="Its words for deals still open, with commas, instead of the usual stages; empty for none.",
    ),
]
ByOption = Annotated[
    list[str] | None, typer.Option("--by", metavar="COL", help="Compare the values of this column; may be repeated.")
]
DuplicatesOption = Annotated[
    bool, typer.Option("--drop-duplicates", help="Leave out rows that repeat another one in every column.")
]


def winloss(
    file: FileArgument = None,
    outcome: OutcomeOption = "",
    won: WonOption = None,
    lost: LostOption = None,
    open_words: OpenOption = None,
    by: ByOption = None,
    drop_duplicates: DuplicatesOption = False,
    as_json: JsonOption = False,
) -> None:
    """How many of the closed deals were won, with 95 percent intervals, and which columns go with winning.

    Only closed deals count: rows without an outcome and rows in an open stage are left out, and standard error says
    how many. Without a file, the deals of the workspace are examined, with how long they take, why they end and how
    well the outcome can be foreseen. Exit code 1 when rows could not be read.

    With --json the answer is {"n", "won", "win_rate", "low", "high", "groups": [{"value", "n", "won", "win_rate",
    "low", "high"}], "association": {"cramers_v", "p", "q"}, "by", "left_out", ...}. Groups and association are those
    of the first --by; "by" has them for every one, with the lift of each value. q bounds the false discoveries over
    all columns together.

    \b
    Examples:
      nervecenter winloss deals.csv --outcome stage --won Won --by region --by product
      nervecenter winloss deals.csv --outcome stage --won "Closed Won" --lost "Closed Lost" --drop-duplicates --json
      nervecenter winloss --by competitor
    """
    if file is None:
        if outcome or won or lost or open_words or drop_duplicates:
            raise CannotRun("only --by and --json work without a file; name the file first")
        _in_workspace(tuple(by or ()), as_json=as_json)
        return
    if not outcome or not won:
        raise CannotRun("name the column that says how a deal ended with --outcome, and its word for won with --won")
    from nervecenter.domain.exchange.reading.files import file_from_path
    from nervecenter.domain.winloss.tables import TableQuestion, win_loss_of_file

    question = TableQuestion(
        outcome=outcome,
        won=tuple(won),
        lost=tuple(lost or ()),
        open=None if open_words is None else _divided(open_words),
        by=tuple(by or ()),
        drop_duplicates=drop_duplicates,
    )
    found = win_loss_of_file(file_from_path(file), question)
    for remark in found.remarks:
        print(f"nervecenter: {remark}", file=sys.stderr)
    words = [_rate_in_words(found.rate), *_tables(found.attributes)]
    answer(_table_data(found), words, as_json=as_json)
    if found.unreadable:
        raise typer.Exit(FINDINGS)


def _in_workspace(by: tuple[str, ...], *, as_json: bool) -> None:
    from nervecenter.domain.exchange.headers import did_you_mean

    start_django()
    from nervecenter.evidence.queries.win_loss import ATTRIBUTE_NAMES, win_and_loss

    for name in by:
        if name not in ATTRIBUTE_NAMES:
            known = ", ".join(ATTRIBUTE_NAMES)
            raise CannotRun(
                f"deals are not compared by {name}.{did_you_mean(name, ATTRIBUTE_NAMES)} --by knows {known}"
            )
    report = win_and_loss(dt.datetime.now(dt.UTC).date(), attributes=by or ATTRIBUTE_NAMES)
    attributes = sorted(report.attributes, key=lambda each: by.index(each.attribute)) if by else report.attributes
    words = [_rate_in_words(report.rate), *_report_in_words(report), *_tables(attributes)]
    answer(_report_data(report, attributes), words, as_json=as_json)


def _divided(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for words in given for word in words.split(",") if word.strip())


def _data(rate: "WinRate", attributes: Iterable["AttributeReport"]) -> dict[str, Any]:
    by = [_attribute_data(report) for report in attributes]
    return {
        "n": rate.n,
        "won": rate.won,
        "win_rate": rate.win_rate,
        "low": rate.low,
        "high": rate.high,
        "groups": by[0]["groups"] if by else [],
        "association": by[0]["association"] if by else None,
        "by": by,
    }


def _table_data(found: "TableAnswer") -> dict[str, Any]:
    return {
        **_data(found.rate, found.attributes),
        "outcomes": {"won": found.words.won, "lost": found.words.lost, "open": found.words.open},
        "left_out": {"open": found.open, "empty": found.empty, "unreadable": found.unreadable},
        "duplicates": found.duplicates,
        "remarks": found.remarks,
    }


def _report_data(report: "WinLossReport", attributes: Iterable["AttributeReport"]) -> dict[str, Any]:
    return {
        **_data(report.rate, attributes),
        "left_out": {"open": report.open},
        "no_decision": report.no_decision,
        "by_value": [asdict(each) for each in report.by_value],
        "cycle": asdict(report.cycle),
        "reasons": asdict(report.reasons),
        "prediction": asdict(report.prediction),
        "accounts": [asdict(each) for each in report.accounts],
    }


def _attribute_data(report: "AttributeReport") -> dict[str, Any]:
    found = report.association
    return {
        "column": report.attribute,
        "groups": [
            {"value": row.value, "n": row.n, "won": row.won, "win_rate": row.win_rate, "low": row.low, "high": row.high}
            for row in report.groups
        ],
        "association": {"cramers_v": found.cramers_v, "p": found.p, "q": found.q},
        "method": found.method,
        "strength": found.strength,
        "lifts": [
            {"value": lift.value, "lift": lift.lift, "ratio": lift.ratio, "p": lift.p, "q": lift.q}
            for lift in report.lifts
        ],
    }


def _rate_in_words(rate: "WinRate") -> str:
    if not rate.n:
        return "No deal has been closed yet, so there is no win rate."
    return (
        f"{rate.won:,} of {counted(rate.n, 'closed deal')} won: {_percent(rate.win_rate)}"
        f" ({_percent(rate.low)} to {_percent(rate.high)} at 95 % confidence)."
    )


def _report_in_words(report: "WinLossReport") -> Iterator[str]:
    if report.open:
        yield f"{counted(report.open, 'deal')} still open and in no rate."
    for value in report.by_value:
        currency = value.currency or "without a currency"
        if value.win_rate is None:
            yield f"By value ({currency}): not to be told, {value.lost_without_amount:,} lost deals have no amount."
        else:
            yield f"By value ({currency}): {_percent(value.win_rate)} of {value.closed_amount:,}."
    cycle = report.cycle
    if cycle.won is not None and cycle.lost is not None:
        yield f"Median days to close: {cycle.won.median:,g} when won, {cycle.lost.median:,g} when lost."
    if report.reasons.n:
        told = f"{report.reasons.same_main:,} of {counted(report.reasons.n, 'deal')}"
        yield f"Seller and buyer name the same main reason in {told}."
    for each in report.accounts:
        told = f" ({each.currency})" if each.currency else ""
        yield f"Largest account: {each.account}, {_percent(each.spread.top_share)} of what was won{told}."
    found = report.prediction
    area = f" (area under the curve {found.area.area:.2f} on {found.later:,} later deals)" if found.area else ""
    yield f"Foreseeing later deals from these attributes: {found.verdict}{area}."


def _tables(reports: Iterable["AttributeReport"]) -> Iterator[str]:
    for report in reports:
        yield ""
        yield from _table(report)


def _table(report: "AttributeReport") -> Iterator[str]:
    lifts = {lift.value: lift for lift in report.lifts}
    rows = [[report.attribute, "closed", "won", "win rate", "from", "to", "against the others", "q"]]
    for group in report.groups[:SHOWN_GROUPS]:
        lift = lifts.get(group.value)
        rows.append(
            [
                group.value or "(empty)",
                f"{group.n:,}",
                f"{group.won:,}",
                _percent(group.win_rate),
                _percent(group.low),
                _percent(group.high),
                _points(lift.lift) if lift else "",
                _chance(lift.q) if lift else "",
            ]
        )
    yield from columns(rows)
    if len(report.groups) > SHOWN_GROUPS:
        yield f"... and {len(report.groups) - SHOWN_GROUPS:,} more values; --json has them all."
    found = report.association
    if found.cramers_v is None:
        yield "One value only: there is nothing to compare."
    else:
        sure = found.q is not None and found.q <= SURE
        yield (
            f"{f'Association with winning: {found.strength}' if sure else 'No more than chance would explain'}"
            f" (Cramér's V {found.cramers_v:.3f}, p {_chance(found.p)}, q {_chance(found.q)}, {found.method})."
        )


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f} %"


def _points(share: float) -> str:
    return f"{round(100 * share, 1) + 0.0:+.1f} points"


def _chance(p: float | None) -> str:
    return "too few" if p is None else "< 0.0001" if p < 0.0001 else f"{p:.4f}"
