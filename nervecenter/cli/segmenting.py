"""`nervecenter segment`: which segments the rows of a table fall into, and how sure that is."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, answer, columns, counted
from nervecenter.cli.refusals import FINDINGS, CannotRun

if TYPE_CHECKING:
    from nervecenter.domain.segmentation.discovery import Discovery, Segment, Solution
    from nervecenter.domain.segmentation.profiles import Trait

MOST_CLASSES = 20
METHODS = ("latent-class", "k-means", "gaussian")


def segment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, TSV or XLSX file with a header.")],
    items: Annotated[
        list[str],
        typer.Option(metavar="COLS", help="The columns that tell rows apart, with commas; may be repeated."),
    ],
    classes: Annotated[str, typer.Option(metavar="RANGE", help="How many segments to try, such as 2-5 or 3.")] = "2-5",
    method: Annotated[
        str, typer.Option(metavar="METHOD", help="latent-class, k-means or gaussian; else by the columns.")
    ] = "",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same segments.")] = 1,
    starts: Annotated[int, typer.Option(min=1, max=1000, help="How many random starts for each number.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Find segments in the rows of a table: how many there are, how stable, what sets each apart, and a rule for it.

    Columns of words, truth or few whole numbers are counted, other numbers are measured. By default counted and mixed
    columns go to latent classes, and measured ones to Gaussian mixtures. Empty cells are missing answers, not a
    category. The best number has the lowest BIC among the stable ones. Exit code 1 when rows could not be read.

    With --json the answer is {"best", "solutions": [{"classes", "log_likelihood", "aic", "bic", "shares",
    "stability"}], "method", "rows", "seed", "items", "segments": [{"segment", "share", "members", "unclear",
    "stability", "profile", "traits", "rule": {"text", "precision", "recall"}}], "notices"}. Segments are those of the
    best solution, the largest first.

    \b
    Examples:
      nervecenter segment answers.csv --items A,B,C,D --classes 2-4
      nervecenter segment accounts.csv --items country,employees,plan --json
      nervecenter segment usage.csv --items logins,seats --method k-means --seed 7
    """
    wanted = _range(classes)
    from nervecenter.domain.exchange.reading.files import file_from_path
    from nervecenter.domain.segmentation.discovery import discover
    from nervecenter.domain.segmentation.errors import SegmentationError
    from nervecenter.domain.segmentation.items import Method, observations
    from nervecenter.domain.segmentation.tables import table_columns

    if method and method not in METHODS:
        raise CannotRun(f"there is no method {method}; use {', '.join(METHODS)}", code="unknown-method")
    table = table_columns(file_from_path(file), items)
    if table.unreadable:
        told = counted(table.unreadable, "row")
        print(f"nervecenter: {told} could not be read and left out; {table.first_fault}", file=sys.stderr)
    try:
        with ProgressLine(quiet=as_json) as line:
            observed = observations(table.columns, Method(method) if method else None)
            found = discover(observed, wanted, seed=seed, starts=starts, progress=line.show)
    except SegmentationError as error:
        error.file = error.file or file.name
        raise
    answer(_data(found), _words(found, file.name), as_json=as_json)
    if table.unreadable:
        raise typer.Exit(FINDINGS)


def _range(given: str) -> list[int]:
    """The numbers of classes from "2-5" or "3". Refuses anything else, backwards, and more than twenty."""
    match = re.fullmatch(r"\s*([0-9]{1,6})\s*(?:-\s*([0-9]{1,6})\s*)?", given)
    if not match:
        raise CannotRun(f"--classes {given} is no range; write it like 2-5, or one number", code="bad-range")
    low, high = int(match[1]), int(match[2] or match[1])
    if high < low:
        raise CannotRun(f"--classes {given} is backwards; write {high}-{low}", code="bad-range")
    if low < 1 or high > MOST_CLASSES:
        raise CannotRun(f"--classes {given} is beyond 1 to {MOST_CLASSES}; ask for fewer", code="bad-range")
    return list(range(low, high + 1))


def _data(found: "Discovery") -> dict[str, Any]:
    return {
        "best": found.best,
        "solutions": [
            {
                "classes": each.classes,
                "log_likelihood": each.log_likelihood,
                "aic": each.aic,
                "bic": each.bic,
                "shares": list(each.shares),
                "stability": each.stability,
            }
            for each in found.solutions
        ],
        "method": found.observed.method.value,
        "rows": found.observed.rows,
        "seed": found.seed,
        "items": [
            {
                "name": item.name,
                "use": "measured" if item.is_measured else "counted",
                "categories": [_plain(value) for value in item.categories],
                "empty": item.missing,
            }
            for item in found.observed.items
        ],
        "segments": [_segment_data(found, each) for each in found.solution.segments],
        "notices": list(found.notices),
    }


def _segment_data(found: "Discovery", each: "Segment") -> dict[str, Any]:
    rule = None if each.members in {0, found.observed.rows} else found.rule(each.number)
    return {
        "segment": each.number,
        "share": each.share,
        "members": each.members,
        "unclear": each.unclear,
        "stability": each.stability,
        "profile": each.profile,
        "traits": [_trait_data(trait) for trait in each.traits],
        "rule": {"text": rule.text, "precision": rule.precision, "recall": rule.recall} if rule else None,
    }


def _trait_data(trait: "Trait") -> dict[str, Any]:
    if trait.value is None:
        middles = {trait.measure: trait.middle, f"{trait.measure}_of_all": trait.middle_of_all}
        return {"item": trait.item, "n": trait.n, **middles}
    shares = {"share": trait.share, "share_of_all": trait.share_of_all, "lift": trait.lift}
    return {"item": trait.item, "value": _plain(trait.value), "n": trait.n, **shares}


def _plain(value: object) -> object:
    """A whole number without its fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _words(found: "Discovery", file: str) -> Iterator[str]:
    observed = found.observed
    items = counted(len(observed.items), "item")
    yield f"{file}: {counted(observed.rows, 'row')}, {items}, {observed.method.value}, seed {found.seed}."
    yield ""
    rows = [["segments", "log likelihood", "AIC", "BIC", "stability", "certainty", "unclear", "shares"]]
    rows += [_row(each, is_best=each.classes == found.best) for each in found.solutions]
    yield from columns(rows)
    yield ""
    why = "the lowest BIC among the stable solutions" if found.is_stable else "the lowest BIC, but not stable"
    yield f"* Best: {counted(found.best, 'segment')}, {why}."
    yield from (f"  Note: {notice}" for notice in found.notices)
    for each in found.solution.segments:
        yield ""
        yield from _segment_words(found, each)


def _row(each: "Solution", *, is_best: bool) -> list[str]:
    return [
        f"{each.classes}{' *' if is_best else ''}",
        f"{each.log_likelihood:,.3f}",
        f"{each.aic:,.2f}",
        f"{each.bic:,.2f}",
        f"{each.stability:.2f}",
        f"{each.entropy:.2f}",
        f"{each.unclear:,}",
        " ".join(f"{share:.3f}" for share in each.shares),
    ]


def _segment_words(found: "Discovery", each: "Segment") -> Iterator[str]:
    unclear = f", {each.unclear:,} of them unclear" if each.unclear else ""
    members = counted(each.members, "member")
    yield f"Segment {each.number}: {100 * each.share:.1f} %, {members}{unclear}, stability {each.stability:.2f}"
    if not each.traits:
        yield f"  {each.profile}"
    for trait in each.traits:
        yield f"  {trait.sentence}"
    if each.members in {0, found.observed.rows}:
        return
    rule = found.rule(each.number)
    yield f"  Rule: {rule.text}"
    yield f"    {rule.sentence}"
