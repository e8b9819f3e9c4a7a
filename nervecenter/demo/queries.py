"""Whether the workspace holds a sample company, and whether it holds anything else."""

from collections.abc import Iterable

from nervecenter.demo.companies import COMPANIES, SampleCompany
from nervecenter.foundation.changes import Change
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.resources import Resource, all_resources, resource


def sample_imports(company: SampleCompany) -> tuple[Import, ...]:
    """The imports that brought a sample company in and still stand, newest first. One SQL query.

    They are known by their title and by having been made by the program itself, not by a person.
    """
    return tuple(
        Import.objects.filter(title=company.title, actor=None, status=Import.Status.DONE)
        .exclude(changeset=None)
        .order_by("-pk")
    )


def sample_companies() -> tuple[SampleCompany, ...]:
    """The sample companies that this workspace holds. One SQL query each."""
    return tuple(company for company in COMPANIES if sample_imports(company))


def holds_other_records(samples: Iterable[SampleCompany]) -> bool:
    """Whether there is a record that none of these sample companies brought. At most one SQL query a kind, and one."""
    brought = _brought(samples)
    return any(
        _own(declared, brought) if brought else declared.model._default_manager.exists() for declared in all_resources()
    )


def own_records_pointing_at(company: SampleCompany, *, limit: int = 5) -> tuple[str, ...]:
    """Public ids of records of one's own that point at records of the sample company. A query a kind, one a link."""
    brought = _brought([company])
    found: dict[str, None] = {}
    for declared in all_resources():
        own = _own(declared, brought)
        for name, spec in field_specs(declared).items() if own else ():
            if spec.type not in ("link", "links") or not spec.target_kind:
                continue
            theirs = brought.get(resource(spec.target_kind).model._meta.db_table, frozenset())
            for number, target in declared.model._default_manager.order_by("pk").values_list("pk", name):
                if number in own and target in theirs:
                    found[declared.public_id(number)] = None
    return tuple(found)[:limit]


def _brought(samples: Iterable[SampleCompany]) -> dict[str, frozenset[int]]:
    """The records that the sample companies brought, by table. One SQL query, and one a company."""
    changesets = [each.changeset_id for company in samples for each in sample_imports(company)]
    made = Change.objects.filter(changeset__in=changesets, operation=Change.Operation.INSERT)
    found: dict[str, set[int]] = {}
    for table, number in made.order_by().values_list("table", "row") if changesets else ():
        found.setdefault(table, set()).add(number)
    return {table: frozenset(numbers) for table, numbers in found.items()}


def _own(declared: Resource, brought: dict[str, frozenset[int]]) -> set[int]:
    """The records of a kind that no sample company brought."""
    theirs = brought.get(declared.model._meta.db_table, frozenset())
    return set(declared.model._default_manager.order_by("pk").values_list("pk", flat=True)).difference(theirs)
