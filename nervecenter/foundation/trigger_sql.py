"""The SQL of the triggers, for SQLite and for PostgreSQL. Names come from our own models, never from input."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

type Statements = tuple[list[str], list[str], str]


@dataclass(frozen=True, slots=True)
class Logged:
    """A table whose writes are logged; `subject` is the column that names the record a row belongs to."""

    name: str
    columns: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A table that is searched: row id + base identifies a record among all kinds."""

    name: str
    base: int
    title: str
    body: tuple[str, ...]


LOG = 'INSERT INTO foundation_change (operation, "table", "row", subject, changeset_id, before, after)'


def _signature(searched: Sequence[Searched]) -> str:
    return hashlib.sha256(repr(searched).encode()).hexdigest()


def _sqlite_json(row: str, columns: Sequence[str]) -> str:
    return "json_object(" + ", ".join(f"'{column}', {row}.\"{column}\"" for column in columns) + ")"


def _sqlite_log(table: Logged, operation: str) -> str:
    row = "OLD" if operation == "D" else "NEW"
    before = "NULL" if operation == "I" else _sqlite_json("OLD", table.columns)
    after = "NULL" if operation == "D" else _sqlite_json("NEW", table.columns)
    return (
        f"{LOG} VALUES ('{operation}', '{table.name}', {row}.id, {row}.\"{table.subject}\","
        f" nervecenter_changeset(), {before}, {after});"
    )


def _body(row: str, table: Searched) -> str:
    return " || ' ' || ".join(f"coalesce({row}.\"{column}\", '')" for column in table.body) or "''"


def _sqlite_add(row: str, table: Searched) -> str:
    return (
        f"INSERT INTO foundation_search (rowid, title, body) VALUES ({table.base} + {row}.id,"
        f" coalesce({row}.\"{table.title}\", ''), {_body(row, table)});"
    )


def _sqlite_remove(row: str, table: Searched) -> str:
    return (
        "INSERT INTO foundation_search (foundation_search, rowid, title, body)"
        f" VALUES ('delete', {table.base} + {row}.id, coalesce({row}.\"{table.title}\", ''), {_body(row, table)});"
    )


def _sqlite_trigger(table: Logged, index: Searched | None, operation: str, event: str) -> str:
    steps = [_sqlite_log(table, operation)]
    if index and operation != "I":
        steps.append(_sqlite_remove("OLD", index))
    if index and operation != "D":
        steps.append(_sqlite_add("NEW", index))
    name = f"nervecenter_{table.name}_{event.lower()}"
    return f'CREATE TRIGGER "{name}" AFTER {event} ON "{table.name}" BEGIN {" ".join(steps)} END'


def sqlite_insert_trigger(table: Logged, index: Searched | None) -> str:
    """The statement that makes the trigger on inserts."""
    return _sqlite_trigger(table, index, "I", "INSERT")


def sqlite_set_statements(table: Logged, index: Searched | None) -> list[str]:
    """Statements that log and index the rows with an id above their one parameter, as the trigger would have."""
    log = (
        f"{LOG} SELECT 'I', '{table.name}', n.id, n.\"{table.subject}\", (SELECT nervecenter_changeset()), NULL,"
        f' {_sqlite_json("n", table.columns)} FROM "{table.name}" n WHERE n.id > %s'
    )
    return [log, f"{_sqlite_documents(index)} WHERE t.id > %s"] if index else [log]


def _sqlite_documents(table: Searched) -> str:
    return (
        f"INSERT INTO foundation_search (rowid, title, body) SELECT {table.base} + t.id,"
        f' coalesce(t."{table.title}", \'\'), {_body("t", table)} FROM "{table.name}" t'
    )


def sqlite_statements(logged: Sequence[Logged], searched: Sequence[Searched]) -> Statements:
    """Statements that install the triggers, statements that rebuild the index, and the index's signature."""
    by_name = {table.name: table for table in searched}
    install = [
        (
            "CREATE VIRTUAL TABLE IF NOT EXISTS foundation_search USING fts5"
            "(title, body, content='', tokenize='unicode61 remove_diacritics 2')"
        )
    ]
    for table in logged:
        for operation, event in (("I", "INSERT"), ("U", "UPDATE"), ("D", "DELETE")):
            install.append(f'DROP TRIGGER IF EXISTS "nervecenter_{table.name}_{event.lower()}"')
            install.append(_sqlite_trigger(table, by_name.get(table.name), operation, event))
    rebuild = ["INSERT INTO foundation_search (foundation_search) VALUES ('delete-all')"]
    rebuild += [_sqlite_documents(table) for table in searched]
    return install, rebuild, _signature(searched)


def _postgresql_log(table: Logged, operation: str) -> str:
    current = "nullif(current_setting('nervecenter.changeset', true), '')::bigint"
    if operation == "I":
        return (
            f"{LOG} SELECT 'I', TG_TABLE_NAME, n.id, n.\"{table.subject}\", {current}, NULL, row_to_json(n)::text"
            " FROM added n;"
        )
    if operation == "D":
        return (
            f"{LOG} SELECT 'D', TG_TABLE_NAME, o.id, o.\"{table.subject}\", {current}, row_to_json(o)::text, NULL"
            " FROM removed o;"
        )
    return (
        f"{LOG} SELECT 'U', TG_TABLE_NAME, n.id, n.\"{table.subject}\", {current}, row_to_json(o)::text,"
        " row_to_json(n)::text FROM added n JOIN removed o ON o.id = n.id;"
    )


def _postgresql_document(row: str, table: Searched) -> str:
    title = _without_accents(f"left(coalesce({row}.\"{table.title}\", ''), 200000)")
    body = _without_accents(f"left({_body(row, table)}, 200000)")
    return f"setweight(to_tsvector('simple', {title}), 'A') || to_tsvector('simple', {body})"


def _without_accents(text: str) -> str:
    """Most texts have as many bytes as characters and so no accent; looking costs a fifth of taking accents away."""
    return f"CASE WHEN octet_length({text}) = length({text}) THEN {text} ELSE unaccent({text}) END"


def _postgresql_search(table: Searched, operation: str) -> str:
    if operation == "D":
        return f"DELETE FROM foundation_search s USING removed o WHERE s.id = {table.base} + o.id;"
    changed = known = ""
    if operation == "U":
        known = " ON CONFLICT (id) DO UPDATE SET document = excluded.document"
        compared = " OR ".join(f'n."{column}" IS DISTINCT FROM o."{column}"' for column in (table.title, *table.body))
        changed = f" JOIN removed o ON o.id = n.id WHERE {compared}"
    return (
        f"INSERT INTO foundation_search (id, document) SELECT {table.base} + n.id, {_postgresql_document('n', table)}"
        f" FROM added n{changed}{known};"
    )


def postgresql_statements(logged: Sequence[Logged], searched: Sequence[Searched]) -> Statements:
    """Statements that install the triggers, statements that rebuild the index, and the index's signature."""
    by_name = {table.name: table for table in searched}
    transition = {
        "I": "NEW TABLE AS added",
        "U": "OLD TABLE AS removed NEW TABLE AS added",
        "D": "OLD TABLE AS removed",
    }
    install = [
        "CREATE EXTENSION IF NOT EXISTS unaccent",
        "CREATE TABLE IF NOT EXISTS foundation_search (id bigint PRIMARY KEY, document tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS foundation_search_document ON foundation_search USING gin (document)",
    ]
    for table in logged:
        index = by_name.get(table.name)
        for operation, event in (("I", "INSERT"), ("U", "UPDATE"), ("D", "DELETE")):
            name = f"nervecenter_{table.name}_{event.lower()}"
            steps = [_postgresql_log(table, operation)]
            if index:
                steps.append(_postgresql_search(index, operation))
            install.append(
                f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
                f" $trigger$ BEGIN {' '.join(steps)} RETURN NULL; END $trigger$"
            )
            install.append(
                f'CREATE OR REPLACE TRIGGER "{name}" AFTER {event} ON "{table.name}"'
                f' REFERENCING {transition[operation]} FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
            )
    rebuild = ["TRUNCATE foundation_search"]
    rebuild += [
        f"INSERT INTO foundation_search (id, document) SELECT {table.base} + t.id, {_postgresql_document('t', table)}"
        f' FROM "{table.name}" t'
        for table in searched
    ]
    return install, rebuild, _signature(searched)
