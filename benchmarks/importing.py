"""Imports a CSV through the importer everybody uses, and writes the same rows as fast as the database takes them."""

import csv
import random
import time
from pathlib import Path
from typing import Any

RAW = "benchmark_raw"


def imported(folder: Path, rows: int) -> dict[str, Any]:
    """Rows a second of the importer (preview and run) and of the raw limit, in the same run, and their ratio."""
    from benchmarks.filling import EVIDENCE, evidence_rows

    columns = ("source_id", "name", "text", "kind", "grade", "occurred_on")
    places = [EVIDENCE.index(column) for column in columns]
    chosen = [[row[place] for place in places] for row in evidence_rows(random.Random(7), rows, 2_000, 1_000, 40)]
    for index, row in enumerate(chosen):
        row[0] = f"import-{index}"
    path = folder / "evidence.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(chosen)
    raw = raw_limit(chosen)
    seconds, outcome = through_importer(path)
    return {
        "rows": rows,
        "rows_per_second": round(rows / seconds),
        "raw_rows_per_second": round(rows / raw),
        "share_of_raw": round(raw / seconds, 3),
        "created": outcome,
    }


def raw_limit(rows: list[list[Any]]) -> float:
    """Seconds to insert the rows into a bare table with the same indexes and a full-text index, no history."""
    from django.db import connection, transaction

    text = "text" if connection.vendor == "postgresql" else ""
    fields = ("source_id", "name", "txt", "kind", "grade", "occurred_on")
    with connection.cursor() as cursor:
        identity = "integer PRIMARY KEY AUTOINCREMENT" if not text else "bigserial PRIMARY KEY"
        cursor.execute(f"CREATE TABLE {RAW} (id {identity}, {', '.join(f'{field} {text}' for field in fields)})")
        cursor.execute(f"CREATE UNIQUE INDEX {RAW}_source ON {RAW} (source_id)")
        cursor.execute(f"CREATE INDEX {RAW}_date ON {RAW} (occurred_on, id)")
        cursor.execute(f"CREATE INDEX {RAW}_kind ON {RAW} (kind, occurred_on, id)")
        if not text:
            cursor.execute(f"CREATE VIRTUAL TABLE {RAW}_text USING fts5(title, body, content='')")
        else:
            cursor.execute(f"CREATE TABLE {RAW}_text (id bigint PRIMARY KEY, document tsvector)")
            cursor.execute(f"CREATE INDEX {RAW}_document ON {RAW}_text USING gin (document)")
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if not text:
            marks = ", ".join("?" * len(fields))
            connection.connection.executemany(f"INSERT INTO {RAW} ({', '.join(fields)}) VALUES ({marks})", rows)  # noqa: S608
            cursor.execute(f"INSERT INTO {RAW}_text (rowid, title, body) SELECT id, name, txt FROM {RAW}")  # noqa: S608
        else:
            with cursor.copy(f"COPY {RAW} ({', '.join(fields)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            document = "to_tsvector('simple', name) || to_tsvector('simple', txt)"
            cursor.execute(f"INSERT INTO {RAW}_text SELECT id, {document} FROM {RAW}")  # noqa: S608
    return time.perf_counter() - began


def through_importer(path: Path) -> tuple[float, int]:
    """Seconds of a whole import, and the rows it created."""
    from nervecenter.domain.exchange.reading.files import file_from_path
    from nervecenter.foundation.importing.actions import load

    began = time.perf_counter()
    done = load([file_from_path(path)], kind="evidence", actor=None)
    if done.status != "done":
        raise RuntimeError(f"the import failed: {done.message} {done.errors[:3]}")
    return time.perf_counter() - began, done.created
