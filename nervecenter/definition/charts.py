"""Pictures of needs: how many market requirements are answered, and how sure we are of the jobs behind them."""

import datetime as dt
from collections.abc import Mapping, Sequence

from nervecenter.definition.queries.jobs import JobGroup
from nervecenter.definition.queries.needs import NeedGroup
from nervecenter.domain.charting import BAD, GOOD, NOTE, REST, WAIT, Specification, amount, chart, colours, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.figures import Figure

MOST_BARS = 20
STEP = 22
ANSWERS = {"Answered": GOOD, "In part": WAIT, "To be said": NOTE, "No answer": BAD}
CONFIDENCE = {"Researched": GOOD, "Heuristic": WAIT, "Unknown": REST}

type Paths = Mapping[int | None, str]


def answers_by(groups: Sequence[NeedGroup], paths: Paths, none: str) -> Specification:
    """One bar a segment or product, split by whether its requirements are answered; a click leads to them."""
    rows = [
        (
            one.name or none,
            paths.get(one.number, ""),
            dict(zip(ANSWERS, (one.answered, one.partly, one.tbd, one.silent), strict=True)),
        )
        for one in groups[:MOST_BARS]
    ]
    return _stacked(rows, ANSWERS, "requirements")


def confidence_by_team(groups: Sequence[JobGroup], paths: Paths) -> Specification:
    """One bar a team, split by how sure we are of its jobs and problems; a click leads to them."""
    rows = [
        (
            one.name or "No team",
            paths.get(one.number, ""),
            dict(zip(CONFIDENCE, (one.researched, one.heuristic, one.unknown), strict=True)),
        )
        for one in groups[:MOST_BARS]
    ]
    return _stacked(rows, CONFIDENCE, "jobs")


def _stacked(bars: Sequence[tuple[str, str, Mapping[str, int]]], scale: Mapping[str, str], what: str) -> Specification:
    order = {word: place for place, word in enumerate(scale)}
    rows = [
        {"name": name, "state": word, what: number, "order": order[word], "path": path}
        for name, path, parts in bars
        for word, number in parts.items()
        if number
    ]
    encoding = {
        "y": names("name", list(dict.fromkeys(name for name, _, _ in bars))),
        "x": amount(what, stack="zero"),
        "color": colours("state", scale),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    mark = {"type": "bar", "cursor": "pointer", "height": {"band": 0.7}}
    return chart(rows, mark, encoding, height=STEP * max(1, len(bars)))


def answer_figure(groups: Sequence[NeedGroup], paths: Paths, by: str, none: str, as_of: dt.date) -> Figure:
    """Answered and unanswered requirements, with their table; `by` and `none` say what the bars are."""
    total = sum(one.requirements for one in groups)
    return Figure(
        title=f"Market requirements by {by}",
        specification=answers_by(groups, paths, none),
        columns=(by.capitalize(), *ANSWERS, "Requirements", "Without evidence"),
        rows=[
            (one.name or none, one.answered, one.partly, one.tbd, one.silent, one.requirements, one.unevidenced)
            for one in groups
        ],
        counted=counted(total, "market requirement"),
        as_of=as_of,
        note=_capped(len(groups)),
    )


def confidence_figure(groups: Sequence[JobGroup], paths: Paths, as_of: dt.date) -> Figure:
    """How sure we are of the jobs of each team, with their table."""
    teams = [one for one in groups if one.number]
    return Figure(
        title="Jobs by team and confidence",
        specification=confidence_by_team(groups, paths),
        columns=("Team", *CONFIDENCE, "Together"),
        rows=[(one.name or "No team", one.researched, one.heuristic, one.unknown, one.all) for one in groups],
        counted=f"{counted(sum(one.all for one in groups), 'job')} of {counted(len(teams), 'team')}",
        as_of=as_of,
        note=_capped(len(groups)),
    )


def _capped(number: int) -> str:
    return f"The first {MOST_BARS} of {number:,} are drawn; the table has all" if number > MOST_BARS else ""
