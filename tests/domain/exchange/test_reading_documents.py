"""JSON, JSON lines, YAML and workbooks in: values, places, and everything that is refused."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS, ReadLimits
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.domain.exchange.reading.options import ReadOptions
from nervecenter.domain.exchange.reading.yaml_trees import yaml_tree


def part_of(name: str, data: str | bytes, limits: ReadLimits = DEFAULT_LIMITS) -> Part:
    raw = data.encode() if isinstance(data, str) else data
    return next(read_parts(file_from_bytes(name, raw), limits=limits))


def refusal(name: str, data: str | bytes, limits: ReadLimits = DEFAULT_LIMITS) -> ReadError:
    def read_all() -> None:
        part = part_of(name, data, limits)
        _ = list(part.stream()) if part.stream else None

    with pytest.raises(ReadError) as caught:
        read_all()
    return caught.value


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_yaml_numbers_that_would_lose_something_stay_text() -> None:
    text = "version: 15.10\ncode: 007\ncountry: no\nsize: 12\nshare: 57.14\nday: 2020-02-31\non: ~\n"

    value, _ = yaml_tree(text, name="x.yml", limits=DEFAULT_LIMITS)

    assert value == {
        "version": "15.10", "code": "007", "country": "no", "size": 12, "share": 57.14, "day": "2020-02-31", "on": None,
    }  # fmt: skip


def test_yaml_remembers_the_line_of_each_record() -> None:
    text = "# head\nitems:\n  - name: a\n    size: 1\n\n  - name: b\nby_key:\n  x: {y: 1}\n"

    value, line_of = yaml_tree(text, name="x.yml", limits=DEFAULT_LIMITS)

    assert isinstance(value, dict)
    assert line_of[id(value["items"])] == {0: 3, 1: 6}
    assert line_of[id(value["by_key"])] == {"x": 8}


def test_broken_yaml_is_refused_with_line_and_column() -> None:
    error = refusal("x.yml", "a: [1, 2\nb: 3\n")

    assert (error.code, error.row, error.column) == ("broken-yaml", 2, 2)
    assert str(error).startswith("x.yml, line 2, column 2: is not YAML")


def test_a_yaml_key_that_stands_twice_is_refused_with_both_lines() -> None:
    error = refusal("x.yml", "a: 1\nb: 2\na: 3\n")

    assert (error.code, error.row) == ("repeated-key", 3)
    assert "already stands on line 1" in str(error)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!custom 1", "!!python/dict {}"])
def test_yaml_tags_make_no_objects(tag: str) -> None:
    error = refusal("x.yml", f"a: {tag}\n")

    assert error.code == "refused-yaml"


def test_a_bomb_of_yaml_aliases_is_refused_before_it_expands() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]

    error = refusal("x.yml", "\n".join(lines))

    assert error.code == "alias-bomb"


@pytest.mark.parametrize(
    ("name", "data"), [("x.yml", "[" * 5_000), ("x.json", "[" * 500_000), ("x.json", "[" * 70 + "]" * 70)]
)
def test_nesting_beyond_the_limit_is_refused(name: str, data: str) -> None:
    error = refusal(name, data)

    assert error.code == "too-deep"


def test_several_yaml_documents_become_a_list() -> None:
    part = part_of("x.yml", "a: 1\n---\na: 2\n")

    assert part.root == [{"a": 1}, {"a": 2}]


def test_an_alias_and_a_merge_give_the_anchored_values() -> None:
    part = part_of("x.yml", "base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo: *b\n")

    assert part.root == {"base": {"x": 1, "y": 2}, "one": {"x": 1, "y": 3}, "two": {"x": 1, "y": 2}}


def test_broken_json_is_refused_with_line_and_column() -> None:
    error = refusal("x.json", '{\n "a": 1,\n "b" 2\n}')

    assert (error.code, error.row, error.column) == ("broken-json", 3, 6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', 'the key "a" stands twice'),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": 1' + "0" * 9_000 + "}", "number"),
    ],
)
def test_json_that_says_something_doubtful_is_refused(text: str, words: str) -> None:
    error = refusal("x.json", text)

    assert words in str(error)


def test_json_numbers_keep_their_digits() -> None:
    part = part_of("x.json", '[{"version": 15.10, "size": 3}]')

    assert part.root == [{"version": Decimal("15.10"), "size": 3}]


def test_json_that_is_not_utf8_is_refused() -> None:
    error = refusal("x.json", '["Käse"]'.encode("cp1252"))

    assert error.code == "wrong-encoding"


def test_json_lines_are_streamed_with_their_line() -> None:
    part = part_of("x.jsonl", '{"a": 1}\n\n{"a": 2}\n')

    assert part.stream is not None
    assert list(part.stream()) == [(1, {"a": 1}), (3, {"a": 2})]


def test_json_lines_under_another_name_are_recognised() -> None:
    part = part_of("x.json", '{"a": 1}\n{"a": 2}\n')

    assert part.format == "jsonl"


def test_a_broken_line_is_refused_with_its_number() -> None:
    error = refusal("x.jsonl", '{"a": 1}\n{"a": \n')

    assert (error.code, error.row) == ("broken-json", 2)


def test_a_large_document_is_refused_with_what_to_use_instead() -> None:
    error = refusal("x.json", json.dumps([{"a": 1}] * 10), ReadLimits(json_bytes=20))

    assert error.code == "file-too-large"
    assert "Use JSON lines" in str(error)


def test_each_sheet_of_a_workbook_is_a_table() -> None:
    data = workbook(
        (
            "Features",
            [["name", "since", "size"], ["Export", date(2022, 1, 2), 3.0], [None, None, None], ["Zero", None, 0]],
        ),
        ("Empty", []),
        ("Rivals", [["name"], ["Slowly"]]),
    )

    parts = list(read_parts(file_from_bytes("book.xlsx", data)))

    assert [(part.sheet, part.headers) for part in parts] == [
        ("Features", ("name", "since", "size")),
        ("Rivals", ("name",)),
    ]
    assert parts[0].tables is not None
    chunk = next(parts[0].tables())
    assert list(zip(chunk.rows, *chunk.columns, strict=True)) == [
        (2, "Export", date(2022, 1, 2), 3),
        (4, "Zero", None, 0),
    ]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    data = workbook(("Features", [["name"], ["x"]]))

    with pytest.raises(ReadError) as caught:
        list(read_parts(file_from_bytes("book.xlsx", data), ReadOptions(sheet="Feature")))

    assert str(caught.value) == 'book.xlsx: has no sheet "Feature". It has "Features".'


def test_a_file_that_is_only_called_a_workbook_is_refused() -> None:
    error = refusal("book.xlsx", b"name,size\n")

    assert error.code == "broken-workbook"


def test_a_workbook_that_declares_entities_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>')

    error = refusal("book.xlsx", stream.getvalue())

    assert error.code == "refused-workbook"


def test_the_sign_that_merges_is_a_key_like_any_other_in_quotes() -> None:
    part = part_of("x.yml", "base: &b {x: 1}\nmerged: {<<: *b}\nquoted: {'<<': 2}\n")

    assert part.root == {"base": {"x": 1}, "merged": {"x": 1}, "quoted": {"<<": 2}}
