"""Drafting: targets, nested records, columns spread into records, links, conditions, and errors that stop nothing."""

import json

import pytest

from nervecenter.domain.exchange.faults import CellError, ErrorLog, ReadError
from tests.domain.exchange.drafted import drafted

FEATURES = """
name: features
into:
  - kind: capability
    source_id: title
    fields: {name: title, editions: {flags: {core: Core, premium: Premium}}}
  - kind: comparison
    source_id: "{title|slug}:{$column}"
    for_each: {all_except: [title, core, premium]}
    fields:
      capability: {column: title, by: source_id}
      competitor: {column: $column, by: code}
      verdict: {column: $value, values: {"true": yes, "false": no, partially: partial}}
"""


def test_columns_are_spread_into_records_and_empty_ones_make_none() -> None:
    data = "title,core,premium,github,bitbucket\nExport,false,true,true,\nImport,true,true,,partially\n"

    outcome = drafted(FEATURES, "features.csv", data)

    assert outcome.rows("capability") == [
        {"id": "Export", "name": "Export", "editions": ("Premium",)},
        {"id": "Import", "name": "Import", "editions": ("Core", "Premium")},
    ]
    assert outcome.rows("comparison") == [
        {"id": "export:github", "capability": "Export", "competitor": "github", "verdict": "yes"},
        {"id": "import:bitbucket", "capability": "Import", "competitor": "bitbucket", "verdict": "partial"},
    ]


def test_keys_of_nested_records_are_spread_likewise() -> None:
    data = json.dumps(
        [{"title": "Export", "premium": True, "github": False}, {"title": "Import", "gitea": "partially"}]
    )

    outcome = drafted(FEATURES, "features.json", data)

    assert [row["id"] for row in outcome.rows("comparison")] == ["export:github", "import:gitea"]
    assert [row["verdict"] for row in outcome.rows("comparison")] == ["no", "partial"]
    assert outcome.rows("capability")[1]["editions"] == ()


def test_records_climb_to_what_encloses_them() -> None:
    mapping = """
        name: groups
        records: stages.*.groups.*
        into:
          - kind: team
            source_id: "{^.$key}/{$key}"
            fields: {name: name, function: "^.display_name", focus: "{/title} {^^.year}", code: $key}
    """
    data = """
title: House
year: 2022
stages:
  plan:
    display_name: Plan
    groups:
      knowledge: {name: Knowledge}
      other:
        name: Other
"""

    outcome = drafted(mapping, "stages.yml", data)

    assert outcome.messages == []
    assert outcome.rows("team") == [
        {"id": "plan/knowledge", "name": "Knowledge", "function": "Plan", "focus": "House 2022", "code": "knowledge"},
        {"id": "plan/other", "name": "Other", "function": "Plan", "focus": "House 2022", "code": "other"},
    ]
    assert [list(chunk.rows) for chunk in outcome.chunks] == [[8, 9]]


def test_records_may_be_single_values_with_conditions_on_what_encloses_them() -> None:
    mapping = """
        name: scores
        records: "*.*"
        where: {^.$key: {not_in: [about]}}
        into:
          - kind: message
            source_id: "{/name}/{$key}"
            fields: {name: $key, level: ".", house: ^.$key}
    """

    outcome = drafted(mapping, "github.yml", "name: GitHub\nabout: {logo: x}\nplan:\n  Boards: 2\n  Roadmaps: 0\n")

    assert outcome.rows("message") == [
        {"id": "GitHub/Boards", "name": "Boards", "level": "2", "house": "plan"},
        {"id": "GitHub/Roadmaps", "name": "Roadmaps", "level": "0", "house": "plan"},
    ]
    assert outcome.tally.skipped == 1


def test_json_lines_are_records_and_their_lists_may_be_too() -> None:
    lines = '{"name": "a", "tags": [{"id": 1}, {"id": 2}]}\n{"name": "b", "tags": []}\n'
    whole = "name: x\ninto: [{kind: message, source_id: name, fields: {name: name, level: tags.*.id}}]"
    inside = "name: x\nrecords: '*.tags.*'\ninto: [{kind: message, source_id: '{^.name}-{id}', fields: {name: id}}]"

    assert drafted(whole, "x.jsonl", lines).rows("message") == [
        {"id": "a", "name": "a", "level": "1, 2"},
        {"id": "b", "name": "b", "level": ""},
    ]
    assert [row["id"] for row in drafted(inside, "x.jsonl", lines).rows("message")] == ["a-1", "a-2"]


def test_a_key_with_dots_is_found_under_its_whole_name() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: suggestion.id, fields: {name: suggestion.title}}]"

    outcome = drafted(mapping, "x.jsonl", '{"suggestion.id": 7, "suggestion.title": "Dark mode"}\n')

    assert outcome.rows("message") == [{"id": "7", "name": "Dark mode"}]


def test_every_bad_cell_is_named_and_only_its_row_left_out() -> None:
    mapping = "name: x\ninto: [{kind: capability, source_id: id, fields: {name: name, price: price, shipped_on: day}}]"
    data = "id,name,price,day\n1,One,2,2022-01-01\n2,,abc,31/02/2022\n,Three,3,\n4,Four,4,2022-02-30\n5,Five,5,\n"

    outcome = drafted(mapping, "x.csv", data)

    assert [row["id"] for row in outcome.rows("capability")] == ["1", "5"]
    assert outcome.places == [(3, "name"), (3, "price"), (3, "day"), (4, "id"), (5, "day")]
    assert outcome.log.errors[1] == CellError("x.csv", 3, "price", "abc", 'price: "abc" is not a number.')
    assert (outcome.tally.read, outcome.tally.rejected) == (5, 3)


def test_errors_beyond_the_cap_are_counted_and_not_kept() -> None:
    log = ErrorLog(cap=2)

    for row in range(5):
        log.add(CellError("x.csv", row, "price", "abc", "bad"))

    assert (len(log.errors), log.total, log.by_column["x.csv", "price"]) == (2, 5, 5)


def test_a_column_that_is_missing_leaves_its_field_alone_and_is_said() -> None:
    mapping = "name: x\ninto: [{kind: capability, source_id: id, fields: {name: name, summary: notes}}]"

    outcome = drafted(mapping, "x.csv", "id,name\n1,One\n")

    assert outcome.rows("capability") == [{"id": "1", "name": "One"}]
    assert [(notice.column, notice.message) for notice in outcome.notices] == [
        ("notes", "the column is not in the file; summary of capability is left as it is.")
    ]


def test_a_missing_column_that_a_field_needs_is_one_error_of_the_file() -> None:
    mapping = "name: x\ninto: [{kind: capability, source_id: id, fields: {name: title}}]"

    outcome = drafted(mapping, "x.csv", "id,name\n1,One\n2,Two\n")

    assert outcome.chunks == []
    assert [(error.row, error.column, error.message) for error in outcome.log.errors] == [
        (0, "title", "the column is missing, and name of capability needs it.")
    ]
    assert outcome.tally.rejected == 2


def test_a_path_that_leads_nowhere_is_said() -> None:
    mapping = "name: x\ninto: [{kind: capability, source_id: id, fields: {name: name, summary: sumary}}]"

    outcome = drafted(mapping, "x.yml", "- {id: 1, name: One, summary: x}\n")

    assert [(notice.column, notice.message) for notice in outcome.notices] == [
        ("sumary", "the path leads to no value anywhere; summary of capability stays empty.")
    ]


def test_unknown_words_are_errors_skips_or_unmatched_as_the_mapping_says() -> None:
    data = "id,name,state\n1,One,Open\n2,Two,Odd\n"
    status = "{{column: state, values: {{Open: planned}}, otherwise: {}}}"
    mapping = "name: x\ninto: [{{kind: capability, source_id: id, fields: {{name: name, status: " + status + "}}}}]"

    refused = drafted(mapping.format("error"), "x.csv", data)
    skipped = drafted(mapping.format("skip"), "x.csv", data)
    listed = drafted(mapping.format("unmatched"), "x.csv", data)
    emptied = drafted(mapping.format("empty"), "x.csv", data)

    assert (len(refused.rows("capability")), refused.places) == (1, [(3, "state")])
    assert (len(skipped.rows("capability")), skipped.messages, skipped.tally.skipped) == (1, [], 1)
    assert [row["status"] for row in listed.rows("capability")] == ["planned", ""]
    cells = [cell for chunk in listed.chunks for cell in chunk.unmatched]
    assert [(cell.place, cell.field, cell.value) for cell in cells] == [(1, "status", "Odd")]
    assert ([row["status"] for row in emptied.rows("capability")], emptied.messages) == (["planned", ""], [])


def test_links_keep_their_words_and_say_how_they_are_found() -> None:
    mapping = """
        name: x
        source: acme
        into:
          - kind: capability
            source_id: id
            fields:
              name: name
              product: {column: product, by: [code, name], missing: create}
              modules: {column: modules, split: ",", of: other}
    """

    outcome = drafted(mapping, "x.csv", 'id,name,product,modules\n1,One,Big,"a, b"\n')

    links = outcome.chunks[0].links
    assert (links["product"].target_kind, links["product"].by, links["product"].missing) == (
        "product", ("code", "name"), "create",
    )  # fmt: skip
    assert (links["modules"].by, links["modules"].source, links["modules"].values) == (
        ("source_id", "code", "name"), "other", [("a", "b")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("{size: 2}", ["b"]),
        ("{name: [a, c]}", ["a", "c"]),
        ("{size: {above: 1}}", ["b", "c"]),
        ("{size: {above: 1, below: 3}}", ["b"]),
        ("{name: {not: b}}", ["a", "c"]),
        ("{name: {not_in: [a, b]}}", ["c"]),
        ("{note: {empty: true}}", ["b", "c"]),
        ("{note: {empty: false}}", ["a"]),
        ("{note: {matches: '^h'}}", ["a"]),
        ("{live: true}", ["a", "c"]),
        ("{lacking: {empty: true}}", ["a", "b", "c"]),
        ("{lacking: x}", []),
        ("{name: {in: [a, b]}, size: 1}", ["a"]),
    ],
)
def test_only_records_that_meet_the_conditions_are_drafted(condition: str, kept: list[str]) -> None:
    mapping = f"name: x\nwhere: {condition}\ninto: [{{kind: message, source_id: name, fields: {{name: name}}}}]"

    outcome = drafted(mapping, "x.csv", "name,size,note,live\na,1,hello,TRUE\nb,2,,False\nc,3,,true\n")

    assert outcome.column("name") == kept


def test_texts_that_no_database_can_hold_are_bad_cells() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: id, fields: {name: name}}]"

    outcome = drafted(mapping, "x.jsonl", '{"id": 1, "name": "a\\u0000b"}\n{"id": 2, "name": "\\ud800"}\n')

    assert outcome.messages == [
        "name: holds a NUL character. Remove it.",
        "name: holds half a character (a lone surrogate). Save the file again as UTF-8.",
    ]


def test_a_mapping_where_a_text_is_expected_is_a_bad_cell() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: id, fields: {name: owner}}]"

    outcome = drafted(mapping, "x.json", '[{"id": 1, "owner": {"name": "a"}}]')

    assert outcome.messages == ["name: holds a mapping. Give a path into it, such as owner.name."]


def test_a_bad_path_is_refused_as_such() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: id, fields: {name: a..b}}]"

    with pytest.raises(ReadError) as caught:
        drafted(mapping, "x.json", '[{"id": 1}]')

    assert caught.value.code == "bad-path"


def test_a_file_full_of_formulas_comes_in_as_text() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: $row, fields: {name: name}}]"

    outcome = drafted(mapping, "x.csv", "name\n'=HYPERLINK(1)\n=cmd|' /C calc'!A0\n'-2+3\n")

    assert outcome.column("name") == ["=HYPERLINK(1)", "=cmd|' /C calc'!A0", "-2+3"]


def test_repeated_headers_gathered_fill_a_field_of_several_links() -> None:
    mapping = """
        name: x
        read: {repeated_headers: gather}
        into: [{kind: capability, source_id: id, fields: {name: id, modules: Labels}}]
    """

    outcome = drafted(mapping, "x.csv", "id,Labels,Labels,Labels\n1,a,,b\n2,,,\n")

    assert outcome.column("modules") == [("a", "b"), ()]


def test_targets_may_take_their_records_from_other_places_of_one_document() -> None:
    mapping = """
        name: stages
        records: stages.*
        into:
          - {kind: product, source_id: $key, fields: {name: display_name}}
          - kind: team
            records: stages.*.groups.*
            source_id: $key
            fields: {name: name, function: ^.display_name}
    """

    outcome = drafted(
        mapping, "x.yml", "stages:\n  plan: {display_name: Plan, groups: {a: {name: A}}}\n  empty: {display_name: E}\n"
    )

    assert outcome.rows("product") == [{"id": "plan", "name": "Plan"}, {"id": "empty", "name": "E"}]
    assert outcome.rows("team") == [{"id": "a", "name": "A", "function": "Plan"}]


def test_rows_may_carry_our_own_ids_and_then_need_no_other() -> None:
    mapping = "name: x\ninto: [{kind: product, public_id: id, source_id: source_id, fields: {name: name}}]"

    outcome = drafted(mapping, "x.csv", "id,source_id,name\nprd-7,,One\n,two,Two\n")

    assert [(list(chunk.public_ids), list(chunk.source_ids)) for chunk in outcome.chunks] == [
        (["prd-7", ""], ["", "two"])
    ]
