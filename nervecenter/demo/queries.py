"""Whether the workspace holds a sample company, and whether it holds anything else."""

from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from nervecenter.demo.companies import COMPANIES, SampleCompany
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.foundation.resources import Resource, all_resources, resource

MOST_LOOKED_AT = 500


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


def samples_beside_others() -> tuple[SampleCompany, ...]:
    """The sample companies that stand beside records made otherwise, as the change log tells; none where none do.

    Cheap enough for every page, unlike `holds_other_records`: one SQL query where there is no sample, else one more for
    the newest decision; the log is read again only when there is a newer one.
    """
    standing = _standing.rows()
    if not standing:
        return ()
    newest = Changeset.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    brought = tuple(sorted(number for _, number in standing))
    if not _made_otherwise(brought, newest, str(connection.settings_dict["NAME"])):
        return ()
    return tuple(company for company in COMPANIES if company.title in {title for title, _ in standing})


_standing = PreparedQuery(
    lambda _: (
        Import.objects.filter(title__in=[company.title for company in COMPANIES], actor=None, status=Import.Status.DONE)
        .exclude(changeset=None)
        .order_by()
        .values_list("title", "changeset_id")
    ),
    sentinel=None,
)


@lru_cache(maxsize=4)
def _made_otherwise(brought: tuple[int, ...], newest: int, database: str) -> bool:
    kinds = {declared.model._meta.db_table: declared for declared in all_resources()}
    made = Change.objects.filter(operation=Change.Operation.INSERT, table__in=kinds)
    others = made.filter(Q(changeset=None) | ~Q(changeset__in=brought)).values_list("table", "row").distinct()
    numbers: dict[str, list[int]] = {}
    for table, number in others.order_by()[:MOST_LOOKED_AT]:
        numbers.setdefault(table, []).append(number)
    return any(kinds[table].model._default_manager.filter(pk__in=some).exists() for table, some in numbers.items())


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
