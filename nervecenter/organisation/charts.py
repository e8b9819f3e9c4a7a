"""Pictures of who carries how much."""

from collections.abc import Sequence

from nervecenter.domain.charting import STEP, Specification, amount, chart, colours, layers, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.resources import resource
from nervecenter.organisation.queries.ownership import Holder, RoleCoverage, Subject

SHOWN = 20
SERIES = ("var(--chart-1)", "var(--chart-3)", "var(--chart-2)", "var(--chart-4)", "var(--chart-5)", "var(--chart-6)")


def subjects_word(coverage: RoleCoverage, number: int) -> str:
    """How many of what the role is held for: "3 teams"."""
    kind = next((subject.kind for subject in coverage.holders), "team")
    declared = resource(kind)
    return f"{number:,} {(declared.label if number == 1 else declared.plural).lower()}"


def scale_of(coverages: Sequence[RoleCoverage]) -> dict[str, str]:
    """A colour for each role."""
    return {each.role.name: SERIES[place % len(SERIES)] for place, each in enumerate(coverages)}


def load_by_person(coverages: Sequence[RoleCoverage]) -> Specification:
    """The people with most to carry, one bar a person and role; a click leads to what they hold."""
    carried = [
        (len(subjects), coverage.role, holder)
        for coverage in coverages
        for holder, subjects in coverage.by_holder().items()
    ]
    carried.sort(key=lambda item: (-item[0], item[2].name))
    rows = [
        {
            "person": f"{holder.name} ({role.code})" if len(coverages) > 1 else holder.name,
            "subjects": count,
            "role": role.name,
            "path": holding_path(role.code, holder),
        }
        for count, role, holder in carried[:SHOWN]
    ]
    encoding = {
        "y": names("person", [str(row["person"]) for row in rows]),
        "x": amount("subjects"),
        "color": colours("role", scale_of(coverages)),
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=STEP * max(1, len(rows)))


def load_curve(coverages: Sequence[RoleCoverage]) -> Specification:
    """How evenly each role's load is spread: the share of the load that the most loaded share of people carries.

    On the straight line everybody carries the same (Lorenz's curve, the most loaded first).
    """
    rows = [
        {"people": people, "carried": carried, "role": coverage.role.name, "order": order}
        for coverage in coverages
        for order, (people, carried) in enumerate(curve(coverage))
    ]
    axis = {"format": "%", "tickCount": 5, "title": None}
    shares = {
        "x": {"field": "people", "type": "quantitative", "axis": {**axis, "title": "people, the most loaded first"}},
        "y": {"field": "carried", "type": "quantitative", "axis": {**axis, "title": "of what is held"}},
    }
    line = {
        "mark": {"type": "line", "interpolate": "linear"},
        "encoding": shares
        | {
            "color": colours("role", scale_of(coverages)),
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    even = {
        "data": {"values": [{"people": 0, "carried": 0}, {"people": 1, "carried": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1, "color": "var(--ink-3)"},
        "encoding": shares,
    }
    return layers(rows, line, even, height=300)


def curve(coverage: RoleCoverage) -> list[tuple[float, float]]:
    """(share of people, share of the load they carry), from (0, 0) to (1, 1)."""
    loads = [len(subjects) for subjects in coverage.by_holder().values()]
    total, people, carried = sum(loads), len(loads), 0
    points = [(0.0, 0.0)]
    for place, load in enumerate(loads, start=1):
        carried += load
        points.append((round(place / people, 4), round(carried / total, 4)))
    return points


def holding_path(role: str, holder: Holder) -> str:
    """The list of what somebody holds in a role."""
    who = f"person={resource('person').public_id(holder.person)}" if holder.person else f"person_label={holder.name}"
    return f"{resource('ownership').path}?role={role}&{who}"


def load_figures(coverages: Sequence[RoleCoverage]) -> dict[str, Figure]:
    """Both pictures with their tables; none where nobody holds anything."""
    held: list[tuple[str, str, int, str]] = [
        (holder.name, coverage.role.name, len(subjects), _listed(subjects))
        for coverage in coverages
        for holder, subjects in coverage.by_holder().items()
    ]
    if not held:
        return {}
    told = counted(len(held), "person and role", "people and roles")
    return {
        "load": Figure(
            title="Who holds most",
            specification=load_by_person(coverages),
            columns=("Person", "Role", "Number", "For"),
            rows=sorted(held, key=lambda row: (-row[2], row[0])),
            counted=f"the {SHOWN} with most of {len(held):,}" if len(held) > SHOWN else told,
        ),
        "curve": Figure(
            title="How evenly it is spread",
            specification=load_curve(coverages),
            columns=("Role", "People, the most loaded first", "Carry"),
            rows=[
                (coverage.role.name, f"{people:.0%}", f"{carried:.0%}")
                for coverage in coverages
                for people, carried in curve(coverage)
            ],
            counted=told,
            note="On the broken line everybody carries the same",
        ),
    }


def _listed(subjects: Sequence[Subject]) -> str:
    return ", ".join(subject.name for subject in subjects)
