"""Full-text search over all kinds: SQLite FTS5 or PostgreSQL tsvector behind one function.

Every word must occur, the last one may be a beginning. Up to RANKED hits are ranked; above, the newest come first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from nervecenter.foundation.resources import Resource, all_resources
from nervecenter.foundation.triggers import SEARCH_BITS, search_base

RANKED = 2_000
TELLING = 5
LEAST_LETTERS = 4
WORD = re.compile(r"\w+", re.UNICODE)
NUMBER_MASK = (1 << SEARCH_BITS) - 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found, ready to be shown."""

    kind: str
    label: str
    number: int
    public_id: str
    path: str
    title: str
    archived: bool


def words_of(text: str) -> list[str]:
    """The words searched for; at most twelve, each at most 60 characters."""
    return [word[:60] for word in WORD.findall(text.replace("_", " "))[:12]]


def _match(text: str) -> str:
    words = words_of(text)
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + ("*" if words else "")
    return " & ".join(f"'{word}'" for word in words) + (":*" if words else "")


def _finished(match: str) -> str:
    """The match as a finished tsquery of PostgreSQL. One SQL query.

    In the condition of a search `unaccent` would run anew for every row looked at (to the server it is not constant),
    which was 8 ms of the 9 that common words took.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsquery('simple', unaccent(%s))::text", [match])
        return str(cursor.fetchone()[0])


def matching_numbers(declared: Resource, text: str) -> Any:
    """A subquery of the ids of one kind's records that hold all the words; nothing matches a text without words."""
    match = _match(text)
    if not match:
        return RawSQL("SELECT 0 WHERE 1 = 0", [])
    base = search_base(declared)
    if connection.vendor == "sqlite":
        sql = "SELECT rowid - %s FROM foundation_search WHERE foundation_search MATCH %s AND rowid BETWEEN %s AND %s"
    else:
        sql = (
            "SELECT id - %s FROM foundation_search"
            " WHERE document @@ to_tsquery('simple', unaccent(%s)) AND id BETWEEN %s AND %s"
        )
    return RawSQL(sql, [base, match, base, base + NUMBER_MASK])  # noqa: S611 - parameters only


def search(text: str, *, kinds: Iterable[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """The records of these kinds (all, when none are named) that hold the words. One SQL query and one a kind found."""
    match = _match(text)
    if not match:
        return ()
    wanted = set(kinds) if kinds is not None else None
    among = [declared for declared in all_resources() if wanted is None or declared.kind in wanted]
    return _hits(_numbers(match, among if wanted is not None else (), limit), among)


def resembling(text: str, *, kinds: Iterable[str], limit: int, shared: int = 1) -> tuple[Hit, ...]:
    """The records of these kinds that share so many of the text's longest words with it; all, if it has fewer.

    A rough choice, the newest first, to be compared further: the longest words stand for the telling ones, and nothing
    is ranked, which among a million texts would take too long. One SQL query and one a kind.
    """
    match = _match_of_some(text, shared)
    wanted = set(kinds)
    among = [declared for declared in all_resources() if declared.kind in wanted]
    return _hits(_newest_numbers(match, among, limit), among) if match and among else ()


def _match_of_some(text: str, shared: int) -> str:
    words = sorted(dict.fromkeys(word.lower()[:60] for word in WORD.findall(text.replace("_", " "))), key=len)[
        -TELLING:
    ]
    several = [word for word in words if len(word) >= LEAST_LETTERS] or words
    opening, between, or_else = ('"{}"', " AND ", " OR ") if connection.vendor == "sqlite" else ("'{}'", " & ", " | ")
    chosen = combinations([opening.format(word) for word in several], min(shared, len(several)))
    return or_else.join(f"({between.join(one)})" for one in chosen) if several else ""


def _hits(found: list[int], among: Iterable[Resource]) -> tuple[Hit, ...]:
    by_base = {declared.number: declared for declared in among}
    titles: dict[int, dict[int, tuple[str, bool]]] = {}
    for number in {identifier >> SEARCH_BITS for identifier in found}:
        declared = by_base.get(number)
        if declared:
            mine = [identifier & NUMBER_MASK for identifier in found if identifier >> SEARCH_BITS == number]
            rows = declared.model._default_manager.filter(pk__in=mine).values_list("pk", declared.title, "archived_at")
            titles[number] = {pk: (title, archived is not None) for pk, title, archived in rows}
    hits = []
    for identifier in found:
        declared = by_base.get(identifier >> SEARCH_BITS)
        number = identifier & NUMBER_MASK
        if declared and number in titles[declared.number]:
            title, archived = titles[declared.number][number]
            public_id, path = declared.public_id(number), declared.record_path(number)
            hits.append(Hit(declared.kind, declared.label, number, public_id, path, title, archived))
    return tuple(hits)


def _newest_numbers(match: str, among: Iterable[Resource], limit: int) -> list[int]:
    ranges = [(search_base(declared), search_base(declared) + NUMBER_MASK) for declared in among]
    if connection.vendor == "sqlite":
        column, condition = "rowid", "foundation_search MATCH %s"
    else:
        column, condition, match = "id", "document @@ %s::tsquery", _finished(match)
    inside = " OR ".join(f"{column} BETWEEN %s AND %s" for _ in ranges)
    sql = f"SELECT {column} FROM foundation_search WHERE {condition} AND ({inside}) ORDER BY {column} DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, *(edge for pair in ranges for edge in pair), limit])
        return [row[0] for row in cursor.fetchall()]


def _numbers(match: str, among: Iterable[Resource], limit: int) -> list[int]:
    ranges = [(search_base(declared), search_base(declared) + NUMBER_MASK) for declared in among]
    if connection.vendor == "postgresql":
        match = _finished(match)
    parameters: list[Any] = [match, *(edge for pair in ranges for edge in pair)]
    if connection.vendor == "sqlite":
        column, table, condition = "rowid", "foundation_search", "foundation_search MATCH %s"
        rank = "bm25(foundation_search, 8.0, 1.0)"
    else:
        column, table, condition = "id", "foundation_search", "document @@ %s::tsquery"
        rank = "-ts_rank(document, %s::tsquery)"
    if ranges:
        condition += " AND (" + " OR ".join(f"{column} BETWEEN %s AND %s" for _ in ranges) + ")"
    where = f"FROM {table} WHERE {condition}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 {where} LIMIT {RANKED + 1}) hits", parameters)  # noqa: S608
        if cursor.fetchone()[0] > RANKED:
            order, ordered = f"{column} DESC", []
        else:
            order, ordered = f"{rank}, {column} DESC", [match] if connection.vendor == "postgresql" else []
        cursor.execute(
            f"SELECT {column} {where} ORDER BY {order} LIMIT %s",
            [*parameters, *ordered, limit],
        )
        return [row[0] for row in cursor.fetchall()]
