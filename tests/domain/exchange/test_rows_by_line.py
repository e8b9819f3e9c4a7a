"""A row is found by its line without reading the rows before it, and is what reading the whole file gives."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.domain.exchange.reading.rows_by_line import from_line, is_found_by_line, line_ends, row_in

CELLS = st.text(st.sampled_from('ab,;"\n\r é'), max_size=6)


def quoted(rows: list[list[str]], end: str) -> bytes:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return (end.join(['"id","text"', *lines]) + end).encode()


def row_at(name: str, data: bytes, line: int) -> dict[str, object] | None:
    file = file_from_bytes(name, data)
    return row_in(file, lambda: from_line(file.open(), line - 1), line)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_each_row_is_the_one_that_reading_everything_gives(rows: list[tuple[str, str]], end: str) -> None:
    data = quoted([["x" + one, other] for one, other in rows], end)
    (part,) = read_parts(file_from_bytes("a.csv", data))
    assert part.tables is not None
    whole = [
        (line, dict(zip(("id", "text"), cells, strict=True)))
        for chunk in part.tables()
        for line, cells in zip(chunk.rows, zip(*chunk.columns, strict=True), strict=True)
    ]

    found = [(line, row_at("a.csv", data, line)) for line, _ in whole]

    assert found == whole


@given(st.binary(max_size=40).map(lambda data: bytes(b"\r\nab"[byte % 4] for byte in data)), st.integers(0, 40))
def test_line_ends_of_two_parts_are_those_of_the_whole(data: bytes, cut: int) -> None:
    first, second = data[:cut], data[cut:]

    together = line_ends(first) + line_ends(second, after_return=first.endswith(b"\r"))

    assert together == line_ends(data)


@given(st.binary(max_size=40).map(lambda data: bytes(b"\r\nab"[byte % 4] for byte in data)), st.integers(0, 12))
def test_what_is_after_some_lines_has_the_other_line_ends(data: bytes, lines: int) -> None:
    rest = from_line(BytesIO(data), lines).read()

    assert data.endswith(rest)
    assert line_ends(rest) == max(0, line_ends(data) - lines)


def test_json_lines_are_found_too() -> None:
    data = b'{"id": 1}\n\n{"id": 2, "tags": ["a"]}\n'

    assert [row_at("a.jsonl", data, line) for line in (1, 3, 4)] == [{"id": 1}, {"id": 2, "tags": ["a"]}, None]


def test_a_row_in_the_old_western_encoding_is_read() -> None:
    data = "name;town\nA;Köln\nB;Malmö\n".encode("cp1252")

    assert row_at("a.csv", data, 3) == {"name": "B", "town": "Malmö"}


def test_workbooks_documents_and_wide_text_are_not_found_by_line() -> None:
    files = [("a.csv", b"a\n"), ("a.csv", "a\n".encode("utf-16")), ("a.xlsx", b"PK"), ("a.yml", b"a: 1")]

    found = [is_found_by_line(file_from_bytes(name, data)) for name, data in files]

    assert found == [True, False, False, False]
