"""Rows as they were read, packed together and one of them taken out again: what was in the file, mapped or not."""

import json
import zlib
from collections.abc import Collection
from typing import Any

from nervecenter.domain.exchange.drafting.views import TreeChunk
from nervecenter.domain.exchange.reading.chunks import Records

_LEVEL = 1


def packed_rows(records: Records, kinds: Collection[str]) -> bytes:
    """All columns of these records with their places, and the kinds that are made of them; empty when it cannot be."""
    held: dict[str, Any] = {"kinds": sorted(kinds), "rows": list(records.rows)}
    if isinstance(records, TreeChunk):
        held["values"] = [node.value if isinstance(node.value, dict) else {"": node.value} for node in records.nodes]
        held["keys"] = [node.key for node in records.nodes]
    else:
        labels = records.labels()
        held["labels"] = list(labels)
        held["columns"] = [list(column.values) if (column := records.column(label)) else [] for label in labels]
    try:
        return zlib.compress(json.dumps(held, default=str, ensure_ascii=False).encode(), _LEVEL)
    except (ValueError, TypeError, RecursionError):
        return b""


def unpacked_row(data: bytes, row: int, kind: str) -> dict[str, object] | None:
    """The columns of the row at a place, if the rows were packed for this kind."""
    held = json.loads(zlib.decompress(data))
    if kind not in held["kinds"] or row not in held["rows"]:
        return None
    place = held["rows"].index(row)
    if "labels" in held:
        return {label: column[place] for label, column in zip(held["labels"], held["columns"], strict=True) if column}
    value: dict[str, object] = held["values"][place]
    key = str(held["keys"][place])
    return value if key in ("", *map(str, value.values())) or key.isdigit() else {"$key": key, **value}
