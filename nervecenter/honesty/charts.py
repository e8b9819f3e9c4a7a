"""Pictures of findings: by check, and from run to run."""

import datetime as dt
from collections.abc import Mapping, Sequence

from nervecenter.domain.charting import BAD, NOTE, STEP, WAIT, Specification, amount, chart, colours, link, names
from nervecenter.foundation.figures import Figure
from nervecenter.honesty.queries.findings import FindingGroup
from nervecenter.honesty.queries.trend import TrendPoint

FEW = 8
SEVERITY_COLOURS = {"Error": BAD, "Warning": WAIT, "Info": NOTE}


def findings_by_check(groups: Sequence[FindingGroup], paths: Mapping[str, str]) -> Specification:
    """One bar a check, the gravest first, coloured by severity; a click leads to its findings."""
    rows = [
        {
            "check": f"{group.code} {group.name.replace('-', ' ')}",
            "findings": group.count,
            "severity": group.severity.capitalize(),
            "path": paths[group.code],
        }
        for group in groups
    ]
    encoding = {
        "y": names("check", [str(row["check"]) for row in rows], limit=280),
        "x": amount("findings"),
        "color": colours("severity", SEVERITY_COLOURS),
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=STEP * max(1, len(rows)))


def findings_over_runs(points: Sequence[TrendPoint]) -> Specification:
    """What stood after each run, one bar a run in the order of time, stacked by severity."""
    rows = [
        {"run": point.at.isoformat(), "findings": number, "severity": severity, "order": order}
        for point in points
        for order, (severity, number) in enumerate(
            (("Error", point.errors), ("Warning", point.warnings), ("Info", point.infos))
        )
    ]
    axis = {"title": None, "labelAngle": 0, "labelOverlap": True, "labelExpr": "substring(datum.label, 0, 10)"}
    encoding = {
        "x": {"field": "run", "type": "ordinal", "sort": None, "axis": axis},
        "y": amount("findings", stack="zero"),
        "color": colours("severity", SEVERITY_COLOURS),
        "order": {"field": "order", "type": "quantitative"},
    }
    return chart(rows, {"type": "bar", "width": {"band": 0.8} if len(points) > FEW else 32}, encoding, height=240)


def check_figure(groups: Sequence[FindingGroup], paths: Mapping[str, str], as_of: dt.date | None) -> Figure:
    """Findings by check, with their table."""
    total = sum(group.count for group in groups)
    return Figure(
        title="Findings by check",
        specification=findings_by_check(groups, paths),
        columns=("Check", "What is wrong", "Severity", "Findings"),
        rows=[(group.code, group.name.replace("-", " "), group.severity, group.count) for group in groups],
        counted=f"{total:,} finding{'' if total == 1 else 's'} of {len(groups)} check{'' if len(groups) == 1 else 's'}",
        as_of=as_of,
    )


def trend_figure(points: Sequence[TrendPoint]) -> Figure:
    """What stood after each of the last runs, with its table."""
    runs = len(points)
    return Figure(
        title="Findings from run to run",
        specification=findings_over_runs(points),
        columns=("Run", "Errors", "Warnings", "Infos", "Waived", "New", "Fixed"),
        rows=[
            (
                f"{point.at:%Y-%m-%d %H:%M}",
                point.errors,
                point.warnings,
                point.infos,
                point.waived,
                point.new,
                point.fixed,
            )
            for point in points
        ],
        counted=f"{runs} run{'' if runs == 1 else 's'}, all checks together",
        as_of=points[-1].at.date() if points else None,
    )
