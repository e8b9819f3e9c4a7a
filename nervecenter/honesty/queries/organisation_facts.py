"""What the checks read about duties and load."""

from collections.abc import Iterable

from nervecenter.domain.checks.facts.organisation import DutyFacts, PersonLoadFacts
from nervecenter.foundation.resources import resource
from nervecenter.organisation.queries.ownership import RoleCoverage


def duty_facts(coverages: Iterable[RoleCoverage]) -> tuple[DutyFacts, ...]:
    """Each duty of each subject, with the people and the vacancies that hold it. No SQL query."""
    return tuple(
        DutyFacts(
            kind=subject.kind,
            id=resource(subject.kind).public_id(subject.number),
            label=subject.name,
            duty=coverage.role.duty,
            accountable=tuple(holder.name for holder in held if not holder.is_vacancy),
            vacancies=tuple(holder.name for holder in held if holder.is_vacancy),
        )
        for coverage in coverages
        for subject, held in coverage.holders.items()
    )


def load_facts(coverages: Iterable[RoleCoverage]) -> tuple[PersonLoadFacts, ...]:
    """What each person carries in each role: its hours for one subject, times the subjects. No SQL query.

    Somebody who is only written down as a name is known by that name.
    """
    declared = resource("person")
    found = []
    for coverage in coverages:
        hours = coverage.role.hours
        for holder, subjects in coverage.by_holder().items():
            if not holder.is_vacancy:
                found.append(
                    PersonLoadFacts(
                        id=declared.public_id(holder.person) if holder.person else holder.name,
                        label=holder.name,
                        role=coverage.role.name.lower(),
                        assignments=len(subjects),
                        hours_needed=hours * len(subjects) if hours is not None else None,
                        hours_available=holder.hours_a_week,
                    )
                )
    return tuple(found)
