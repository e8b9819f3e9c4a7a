"""`nervecenter demand`: what the market asks for most, and the accounts behind one need."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from nervecenter.cli.answers import JsonOption, answer, columns, counted
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.starting import start_django

if TYPE_CHECKING:
    from nervecenter.definition.queries.demand_ranking import RankedNeed
    from nervecenter.evidence.queries.asking import AskingAccount

LISTED = 20
MEASURES = ("weighted", "accounts", "revenue", "pipeline", "latest")
KINDS = ("problem", "requirement")

NeedArgument = Annotated[
    str, typer.Argument(metavar="[NEED]", help="A problem or requirement, such as prb-3; without it all of them.")
]
SortOption = Annotated[str, typer.Option("--sort", metavar="FIGURE", help=f"What to rank by: {', '.join(MEASURES)}.")]
KindOption = Annotated[str, typer.Option("--kind", metavar="KIND", help="Only problem, or only requirement.")]
TopOption = Annotated[int, typer.Option("--top", metavar="N", min=0, help="How many at most; 0 for all.")]


def demand(
    need: NeedArgument = "",
    sort: SortOption = "weighted",
    kind: KindOption = "",
    top: TopOption = LISTED,
    as_json: JsonOption = False,
) -> None:
    """What the market asks for most: problems and requirements, each account behind them counted once.

    Always counted from the records as they are now. With the id of a problem or requirement, the accounts behind it.
    Amounts of different currencies are never added up; revenue and pipeline are ranked in the most frequent one.

    With --json the answer is {"items": [{"id", "name", "weighted", "accounts", "recurring_revenue", "pipeline", ...}]};
    for one need {"id", "count", "items": [{"id", "name", "importance", "latest_on", "passage", ...}]}.

    \b
    Examples:
      nervecenter demand
      nervecenter demand --sort revenue --kind problem --top 5 --json
      nervecenter demand prb-3
    """
    for given, known, option in ((sort, MEASURES, "--sort"), (kind, (*KINDS, ""), "--kind")):
        if given not in known:
            raise CannotRun(f"{option} does not know '{given}'; it knows {', '.join(filter(None, known))}")
    start_django()
    if need:
        _accounts(need, top, as_json=as_json)
    else:
        _needs(sort, kind, top, as_json=as_json)


def _needs(sort: str, kind: str, top: int, *, as_json: bool) -> None:
    from nervecenter.definition.demand_telling import need_told
    from nervecenter.definition.queries.demand import all_demand, live_needs
    from nervecenter.definition.queries.demand_ranking import largest_currency, ranked_needs

    found = all_demand(dt.datetime.now(dt.UTC).date())
    needs = [each for each in live_needs() if kind in ("", each.kind)]
    ranked = ranked_needs(needs, found, sort, largest_currency(found.values()))
    shown = ranked[:top] if top else ranked
    answer({"items": [need_told(each) for each in shown]}, _needs_in_words(shown, len(ranked)), as_json=as_json)


def _needs_in_words(shown: "Iterable[RankedNeed]", count: int) -> Iterator[str]:
    from nervecenter.domain.money import money_in_words

    rows = [["need", "accounts", "weighted", "pay a year", "open pipeline", "latest", ""]]
    rows += [
        [
            each.public_id,
            f"{each.demand.accounts:,}",
            f"{each.demand.score:,g}",
            money_in_words(each.demand.recurring_revenue),
            money_in_words(each.demand.pipeline),
            each.demand.latest_on.isoformat() if each.demand.latest_on else "",
            each.need.name[:60],
        ]
        for each in shown
    ]
    if len(rows) == 1:
        yield "Nothing was said about any problem or requirement yet."
        return
    yield from columns(rows)
    if count >= len(rows):
        yield f"... and {counted(count - len(rows) + 1, 'more need')}; --top 0 lists all."


def _accounts(need: str, top: int, *, as_json: bool) -> None:
    from nervecenter.definition.demand_telling import account_told, demand_told, found_need
    from nervecenter.definition.queries.demand import LINKS
    from nervecenter.evidence.queries.asking import need_backing

    kind, number = found_need(need)
    found = need_backing(LINKS[kind], number, dt.datetime.now(dt.UTC).date(), limit=top or 2**31)
    told = {"id": need, **(demand_told(found.demand) if found.demand else {}), "count": found.accounts}
    told["items"] = [account_told(each) for each in found.rows]
    answer(told, _accounts_in_words(found.rows, found.accounts), as_json=as_json)


def _accounts_in_words(shown: "Iterable[AskingAccount]", count: int) -> Iterator[str]:
    from nervecenter.domain.money import money_in_words

    rows = [["account", "importance", "latest", "pays a year", "open", "in their words"]]
    rows += [
        [
            each.name[:40],
            "" if each.importance is None else str(each.importance),
            each.latest_on.isoformat() if each.latest_on else "",
            money_in_words(each.recurring_revenue),
            money_in_words(each.pipeline),
            " ".join((each.passage or each.title).split())[:60],
        ]
        for each in shown
    ]
    if len(rows) == 1:
        yield "No known account has said anything about it yet."
        return
    yield from columns(rows)
    if count >= len(rows):
        yield f"... and {counted(count - len(rows) + 1, 'more account')}; --top 0 lists all."
