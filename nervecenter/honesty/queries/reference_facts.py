"""What the checks read about words in imported files that name nothing we know."""

from collections import defaultdict

from nervecenter.domain.checks.facts.references import UnresolvedReferenceFacts
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.resources import UnknownKind, resource

ONE_BY_ONE = 100
TITLES = 10_000


def unresolved_reference_facts() -> tuple[UnresolvedReferenceFacts, ...]:
    """Each record with a word that is still open: kind, field and word. A word on more than ONE_BY_ONE records is told
    once, for all of them. One SQL query, and one for each kind of record among them.
    """
    rows = UnmatchedValue.objects.filter(
        status=UnmatchedValue.Status.OPEN, import_of__status=Import.Status.DONE
    ).order_by("id")
    open_words: dict[tuple[str, str, str, str], tuple[int, dict[int, None], int]] = {}
    for number, kind, field, target, value, count, records in rows.values_list(
        "id", "kind", "field", "target_kind", "value", "count", "records"
    ):
        _, known, most = open_words.get((kind, field, target, value), (number, {}, 0))
        open_words[kind, field, target, value] = (number, known | dict.fromkeys(records), max(most, count))
    titles = _titles({(kind, each) for (kind, *_), (_, known, _) in open_words.items() for each in known})
    found: list[UnresolvedReferenceFacts] = []
    for (kind, field, target, value), (number, known, count) in open_words.items():
        live = [each for each in known if (kind, each) in titles]
        if not known or len(known) > ONE_BY_ONE:
            found.append(
                UnresolvedReferenceFacts(
                    kind="import",
                    id=f"unmatched-{number}",
                    label=f"{kind.replace('_', ' ')} files",
                    field=field,
                    value=value,
                    target_kind=target,
                    rows=max(count, 1),
                )
            )
            continue
        found.extend(
            UnresolvedReferenceFacts(
                kind=kind,
                id=resource(kind).public_id(each),
                label=titles[kind, each],
                field=field,
                value=value,
                target_kind=target,
            )
            for each in live
        )
    return tuple(found)


def _titles(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The titles of the live ones among these records."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, number in wanted:
        by_kind[kind].append(number)
    found: dict[tuple[str, int], str] = {}
    for kind, numbers in by_kind.items():
        try:
            declared = resource(kind)
        except UnknownKind:
            continue
        for start in range(0, len(numbers), TITLES):
            rows = declared.model._default_manager.filter(pk__in=numbers[start : start + TITLES], archived_at=None)
            found |= {(kind, number): title for number, title in rows.values_list("pk", declared.title)}
    return found
