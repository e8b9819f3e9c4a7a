"""Tables in: separators, encodings, line numbers, repeated headers, and everything that is refused."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS, ReadLimits
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import Part, TableChunk
from nervecenter.domain.exchange.reading.files import file_from_bytes, file_from_path
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS, ReadOptions


def part_of(
    data: bytes, name: str = "table.csv", options: ReadOptions = DEFAULT_OPTIONS, limits: ReadLimits = DEFAULT_LIMITS
) -> Part:
    return next(read_parts(file_from_bytes(name, data), options, limits))


def chunks_of(part: Part) -> Iterator[TableChunk]:
    assert part.tables is not None
    return part.tables()


def rows_of(part: Part) -> list[tuple[object, ...]]:
    return [row for chunk in chunks_of(part) for row in zip(*chunk.columns, strict=True)]


def refusal(data: bytes, name: str = "table.csv", **more: object) -> ReadError:
    with pytest.raises(ReadError) as caught:
        rows_of(part_of(data, name, **more))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    text = separator.join(["name", "size"]) + "\n" + separator.join(["Export", "3"]) + "\n"

    part = part_of(text.encode())

    assert part.headers == ("name", "size")
    assert rows_of(part) == [("Export", "3")]


def test_commas_inside_the_cells_of_a_semicolon_file_do_not_split_them() -> None:
    text = "name;price\nSmall, light;1,50\nLarge, heavy;2,50\n"

    part = part_of(text.encode())

    assert rows_of(part) == [("Small, light", "1,50"), ("Large, heavy", "2,50")]


def test_the_separator_that_a_spreadsheet_hints_at_is_taken_and_its_line_skipped() -> None:
    text = "sep=;\r\nname;size\r\nExport;3\r\n"

    part = part_of(text.encode())

    assert part.headers == ("name", "size")
    assert [list(chunk.rows) for chunk in chunks_of(part)] == [[3]]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b""), ("utf-16-le", b"\xff\xfe")]
)
def test_letters_survive_each_usual_encoding(encoding: str, mark: bytes) -> None:
    data = mark + "name,city\nKäse,Köln\n".encode(encoding)

    part = part_of(data)

    assert part.headers == ("name", "city")
    assert rows_of(part) == [("Käse", "Köln")]


def test_a_broken_byte_in_a_utf8_file_is_named_by_its_place_and_not_garbled() -> None:
    data = "name\nKäse\n".encode() + b"K\xe4se\n"

    error = refusal(data)

    assert (error.code, error.row) == ("wrong-encoding", 3)
    assert "offset 12" in str(error)


def test_a_byte_that_no_encoding_knows_is_named_by_its_place() -> None:
    error = refusal(b"name\n\xe4\x81\n")

    assert (error.code, error.row) == ("wrong-encoding", 2)
    assert "offset 6" in str(error)


def test_a_nul_byte_is_refused_with_its_place() -> None:
    error = refusal(b"name\nab\0c\n")

    assert (error.code, error.row, "offset 7" in str(error)) == ("nul-byte", 2, True)


def test_rows_are_numbered_by_their_line_in_the_file() -> None:
    text = 'name,note\nfirst,"two\nlines"\n\nsecond,"win\r\ndows"\nthird,x\n'

    chunk = next(chunks_of(part_of(text.encode())))

    assert list(zip(chunk.rows, chunk.columns[0], strict=True)) == [(2, "first"), (5, "second"), (7, "third")]


def test_a_short_row_is_filled_and_an_empty_one_left_out() -> None:
    part = part_of(b"a,b,c\n1,2\n,,\n3,4,5,\n")

    rows = rows_of(part)

    assert rows == [("1", "2", ""), ("3", "4", "5")]


def test_a_row_with_more_cells_than_headers_is_an_error_of_that_row_only() -> None:
    chunk = next(chunks_of(part_of(b"a,b\n1,2\n3,4,5\n6,7\n")))

    rows = list(zip(*chunk.columns, strict=True))

    assert rows == [("1", "2"), ("6", "7")]
    assert [(fault.row, fault.value) for fault in chunk.faults] == [(3, "5")]
    assert "the row has 3 cells, the header has 2" in chunk.faults[0].message


def test_headers_that_stand_twice_are_numbered_and_reported() -> None:
    part = part_of(b"Summary,Labels,Labels\nx,a,b\n")

    assert part.headers == ("Summary", "Labels", "Labels__2")
    assert [(notice.row, notice.column) for notice in part.notices] == [(1, "Labels")]


def test_headers_that_stand_twice_are_gathered_when_the_mapping_says_so() -> None:
    part = part_of(b"Labels,Summary,Labels\na,x,b\n,y,c\n", options=ReadOptions(repeated_headers="gather"))

    assert part.headers == ("Labels", "Summary")
    assert rows_of(part) == [(["a", "b"], "x"), (["c"], "y")]


def test_headers_that_stand_twice_are_refused_when_the_mapping_says_so() -> None:
    error = refusal(b"Labels,Labels\na,b\n", options=ReadOptions(repeated_headers="refuse"))

    assert (error.code, error.row) == ("repeated-headers", 1)


def test_lines_above_the_header_row_are_skipped() -> None:
    part = part_of(b"Report of May\n\nname,size\nExport,3\n", options=ReadOptions(header_row=3))

    assert rows_of(part) == [("Export", "3")]


def test_the_footer_of_a_report_is_left_out_when_the_mapping_says_so() -> None:
    data = b"Opportunity,Stage\nBig deal,Won\nCopyright by somebody,\n"

    assert rows_of(part_of(data, options=ReadOptions(drop_footer=True))) == [("Big deal", "Won")]
    assert rows_of(part_of(data)) == [("Big deal", "Won"), ("Copyright by somebody", "")]


def test_the_apostrophe_that_guards_a_formula_is_taken_off() -> None:
    part = part_of(b"name\n'=SUM(A1)\n'@cmd\nit's\n'tis\n")

    assert rows_of(part) == [("=SUM(A1)",), ("@cmd",), ("it's",), ("'tis",)]


def test_a_cell_of_a_hundred_megabytes_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.write(b'name\nok\n"')
        stream.writelines([b"x" * 1_000_000] * 100)
        stream.write(b'"\n')

    with pytest.raises(ReadError) as caught:
        rows_of(next(read_parts(file_from_path(path))))

    assert (caught.value.code, caught.value.row) == ("line-too-long", 3)


def test_a_cell_beyond_the_limit_is_refused_with_its_line_and_the_limit() -> None:
    error = refusal(b"name\nok\n" + b"x" * 1_000_001 + b"\n")

    assert (error.code, error.row) == ("cell-too-long", 3)
    assert "1,000,000 characters" in str(error)


def test_ten_thousand_columns_are_refused() -> None:
    header = ",".join(f"c{number}" for number in range(10_000))

    error = refusal(header.encode() + b"\n1\n")

    assert error.code == "too-many-columns"
    assert "10,000 columns; the limit is 5,000" in str(error)


def test_a_file_beyond_the_limit_is_refused() -> None:
    error = refusal(b"name\nabcdefgh\n", limits=ReadLimits(file_bytes=10))

    assert error.code == "file-too-large"


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    error = refusal(data)

    assert error.code == "empty-file"


def test_a_quote_that_is_never_closed_is_refused_with_its_line() -> None:
    error = refusal(b'name,note\na,b\nc,"d\ne,f\n')

    assert error.code == "broken-table"
    assert "ends inside a quoted cell" in str(error)


def test_an_unknown_extension_is_refused_with_those_that_are_known() -> None:
    error = refusal(b"x", "picture.png")

    assert error.code == "unknown-format"
    assert ".csv" in str(error)


def test_a_column_is_found_by_its_letters_and_digits_alone() -> None:
    chunk = next(chunks_of(part_of(b"Close Date,x\n2022-01-02,1\n")))

    column = chunk.column("close_date")

    assert column is not None
    assert (column.name, list(column.values)) == ("Close Date", ["2022-01-02"])
    assert chunk.column("closing") is None


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x85\u2028\u2029"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20), st.sampled_from([",", ";", "\t"]))
def test_what_a_csv_writer_writes_is_read_back(rows: list[tuple[str, str, str]], separator: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("one", "two", "three"), *rows])
    guarded = ("'=", "'+", "'-", "'@", "'\t", "'\r", "''")

    part = part_of(stream.getvalue().encode(), options=ReadOptions(delimiter=separator))

    wanted = [row for row in rows if any(row)]
    if not any(cell.startswith(guarded) for row in wanted for cell in row):
        assert rows_of(part) == wanted


@given(st.binary(max_size=400), st.sampled_from([".csv", ".json", ".jsonl", ".yml", ".md", ".xlsx", ".tsv"]))
def test_random_bytes_are_read_or_refused_and_nothing_else(data: bytes, suffix: str) -> None:
    file = file_from_bytes(f"any{suffix}", data)

    with suppress(ReadError):
        for part in read_parts(file):
            _ = list(part.tables()) if part.tables else list(part.stream()) if part.stream else part.root
