"""Several records from one: columns that hold lists, links inside a cell, numbered ids; and texts rewritten."""

import json

import pytest

from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.domain.exchange.wording import named_links
from tests.domain.exchange.drafted import capability_field, drafted

OWNERS = """
name: owners
into:
  - kind: message
    source_id: "{name|slug}/{$column}/{$value}"
    for_each: {columns: [pm, em], items: true}
    fields: {name: $value, level: $column}
"""
LINKS = """
name: proofs
into:
  - kind: message
    source_id: "{name|slug}/{$column|slug}"
    for_each: {links: proof}
    fields: {name: $column, house: $value}
"""


def test_a_list_in_a_column_gives_a_record_for_each_item() -> None:
    data = json.dumps([{"name": "Ingest", "pm": "p1", "em": ["p2", "p3"]}, {"name": "Query", "em": None, "pm": []}])

    outcome = drafted(OWNERS, "owners.json", data)

    assert outcome.rows("message") == [
        {"id": "ingest/pm/p1", "name": "p1", "level": "pm"},
        {"id": "ingest/em/p2", "name": "p2", "level": "em"},
        {"id": "ingest/em/p3", "name": "p3", "level": "em"},
    ]


def test_without_items_a_list_stays_one_value() -> None:
    data = json.dumps([{"name": "Ingest", "em": ["p2", "p3"]}])

    outcome = drafted(OWNERS.replace(", items: true", ""), "owners.json", data)

    assert [row["name"] for row in outcome.rows("message")] == ["p2, p3"]


def test_every_link_of_a_cell_gives_a_record_with_its_words_and_address() -> None:
    proof = "Seen in [a **report**](https://a.example/1) and by [![logo](x.png) Acme](/customers/acme)"
    data = json.dumps([{"name": "Fast", "proof": proof}, {"name": "Safe", "proof": "tbd"}])

    outcome = drafted(LINKS, "proofs.json", data)

    assert outcome.rows("message") == [
        {"id": "fast/a-report", "name": "a report", "house": "https://a.example/1"},
        {"id": "fast/acme", "name": "Acme", "house": "/customers/acme"},
    ]


def test_a_picture_alone_is_no_link() -> None:
    assert named_links("![shot](a.png) [text](b)") == [("text", "b")]


def test_repeated_ids_are_numbered_in_the_order_of_the_file() -> None:
    mapping = "name: a\ninto: [{kind: product, source_id: title, repeats: number, fields: {name: title}}]"

    outcome = drafted(mapping, "a.csv", "title,x\nExport,1\nImport,2\nExport,3\nExport,4\n")

    assert [row["id"] for row in outcome.rows("product")] == ["Export", "Import", "Export-2", "Export-3"]


def test_numbering_needs_an_id() -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping("name: a\ninto: [{kind: product, repeats: number, fields: {name: title}}]")

    assert str(caught.value) == "into[0].repeats: can number only what has a source_id."


def test_a_target_that_creates_nothing_says_so_in_its_drafts() -> None:
    mapping = "name: a\ninto: [{kind: product, source_id: title, create: false, fields: {name: title}}]"

    outcome = drafted(mapping, "a.csv", "title,x\nExport,1\n")

    assert [chunk.create for chunk in outcome.chunks] == [False]


def test_texts_are_replaced_one_pattern_after_the_other() -> None:
    source = r'{column: A, replace: {"^\\d+\\) ": "", "/": " or ", "^ship": "Ship\\1"}}'

    outcome = capability_field(source, "A", "1) ship/hold", "hold 2) on")

    assert outcome.column("summary") == [r"Ship\1 or hold", "hold 2) on"]


def test_a_pattern_that_may_never_end_is_refused() -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping('name: a\ninto: [{kind: product, fields: {name: {column: a, replace: {"(a+)+": b}}}}]')

    assert str(caught.value).startswith("into[0].fields.name.replace[0]: is a pattern that may never end")


def test_a_flag_that_holds_a_mapping_is_read_where_another_flag_leads_into_it() -> None:
    mapping = """
        name: a
        into:
          - kind: capability
            source_id: title
            fields: {name: title, editions: {flags: {pro: Pro, pro.valid: Pro, max: Max}}}
    """
    data = [{"title": "Export", "pro": {"valid": True}, "max": True}, {"title": "Import", "pro": False, "max": True}]

    outcome = drafted(mapping, "a.json", json.dumps(data))

    assert [row["editions"] for row in outcome.rows("capability")] == [("Pro", "Max"), ("Max",)]


def test_a_flag_that_holds_a_mapping_is_an_error_elsewhere() -> None:
    mapping = (
        "name: a\ninto: [{kind: capability, source_id: title, fields: {name: title, editions: {flags: {pro: P}}}}]"
    )

    outcome = drafted(mapping, "a.json", json.dumps([{"title": "Export", "pro": {"valid": True}}]))

    assert outcome.messages == ["editions: \"{'valid': True}\" in pro is neither true nor false."]
    assert outcome.rows("capability") == []


def test_the_place_in_a_list_counts_from_one() -> None:
    mapping = "name: a\nrecords: x.*\ninto: [{kind: product, source_id: $key, fields: {name: n, code: $number}}]"

    outcome = drafted(mapping, "a.json", json.dumps({"x": [{"n": "A"}, {"n": "B"}]}))

    assert outcome.rows("product") == [{"id": "0", "name": "A", "code": "1"}, {"id": "1", "name": "B", "code": "2"}]
