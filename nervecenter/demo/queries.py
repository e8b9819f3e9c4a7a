"""Whether the workspace holds a sample company, and whether it holds anything else."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

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
    """Whether there is a record that none of these sample companies brought. At most one SQL query a kind."""
    changesets = _changesets(samples)
    return any(
        declared.model._default_manager.filter(~_brought(declared, changesets)).exists() for declared in all_resources()
    )


def own_records_pointing_at(company: SampleCompany, *, limit: int = 5) -> tuple[str, ...]:
    """Public ids of records of one's own that point at records of the sample company. At most one query a link."""
    changesets = _changesets([company])
    found: dict[str, None] = {}
    for declared in all_resources():
        own = declared.model._default_manager.filter(~_brought(declared, changesets))
        for name, spec in field_specs(declared).items():
            if spec.type in ("link", "links") and spec.target_kind and len(found) < limit:
                pointing = own.filter(_brought(resource(spec.target_kind), changesets, of=name))
                numbers = pointing.values_list("pk", flat=True).distinct()[:limit]
                found.update(dict.fromkeys(map(declared.public_id, numbers)))
    return tuple(found)[:limit]


def _changesets(samples: Iterable[SampleCompany]) -> list[int | None]:
    return [each.changeset_id for company in samples for each in sample_imports(company)]


def _brought(declared: Resource, changesets: list[int | None], *, of: str = "pk") -> Exists:
    """Whether one of the changesets made the record: the row's own, or the one that its field `of` names."""
    return Exists(
        Change.objects.filter(
            table=declared.model._meta.db_table,
            subject=OuterRef(of),
            operation=Change.Operation.INSERT,
            changeset__in=changesets,
        )
    )
