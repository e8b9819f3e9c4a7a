"""What a problem or requirement is about, as texts to compare: its own words and the evidence linked to it so far."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.functions import Substr

from nervecenter.evidence.targets import LinkTarget, link_targets

LINKED_EACH = 12
LINKED_READ = 50_000
BEGINNING = 300

type Document = tuple[str, str, str]


def target_count() -> int:
    """How many records evidence can be linked to. One SQL query a kind."""
    return sum(target.resource.model._default_manager.filter(archived_at=None).count() for target in link_targets())


def all_documents() -> Iterator[Document]:
    """Public id, title and text of each record that evidence can be linked to. Three SQL queries a kind."""
    for target in link_targets():
        yield from documents(target, None)


def documents(target: LinkTarget, numbers: Iterable[int] | None) -> Iterator[Document]:
    """Those of one kind: all, or these. An archived record is none. Three SQL queries."""
    title, *further = target.texts
    rows: Any = target.resource.model._default_manager.filter(archived_at=None)
    heard = _heard(target, numbers)
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for row in rows.order_by("pk").values_list("pk", title, *further):
        body = "\n".join(text for text in (*row[2:], *heard.get(row[0], ())) if text)
        yield target.resource.public_id(row[0]), row[1], body


def _heard(target: LinkTarget, numbers: Iterable[int] | None) -> dict[int, list[str]]:
    """What the newest evidence says about each, marked passages first, so that they count when a text is long."""
    found: dict[int, list[str]] = {}
    marks: Any = target.highlights._default_manager.filter(archived_at=None).exclude(passage="")
    links: Any = target.links._default_manager.order_by("-pk")
    if numbers is not None:
        among = {f"{target.column}__in": list(numbers)}
        marks, links = marks.filter(**among), links.filter(**among)
    said = links.values_list(target.column, "evidence__name", Substr("evidence__text", 1, BEGINNING))
    passages = marks.order_by("-pk").values_list(target.column, "passage")
    for number, passage in passages[:LINKED_READ]:
        _add(found, number, passage[:BEGINNING])
    for number, name, text in said[:LINKED_READ]:
        _add(found, number, f"{name}\n{text}")
    return found


def _add(found: dict[int, list[str]], number: int, text: str) -> None:
    texts = found.setdefault(number, [])
    if len(texts) < LINKED_EACH:
        texts.append(text)
