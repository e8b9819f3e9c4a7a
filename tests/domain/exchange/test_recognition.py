"""Recognition: which dialect a file belongs to and why, and what is proposed for a file nobody knows."""

import pytest

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.kinds import FieldSpec, KindSpec
from nervecenter.domain.exchange.mapping.document import MappingDocument, Source
from nervecenter.domain.exchange.mapping.loading import dump_mapping, load_mapping
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes
from nervecenter.domain.exchange.recognition.dialects import candidates, clear_choices
from nervecenter.domain.exchange.recognition.proposals import proposals, record_path
from tests.domain.exchange.drafted import KINDS, drafted


def dialect(name: str, recognise: str, records: str = "''") -> MappingDocument:
    into = "into: [{kind: message, source_id: $row, fields: {name: $row}}]"
    return load_mapping(f"name: {name}\nrecognise: {recognise}\nrecords: {records}\n{into}")


DIALECTS = (
    dialect("salesforce-opportunity", "{headers: [StageName, CloseDate, [IsWon, ForecastCategory, AccountId]]}"),
    dialect("odoo-lead", "{headers: [expected_revenue, stage_id, team_id]}"),
    dialect("hubspot-deals", "{headers: [dealname, dealstage, pipeline]}"),
    dialect("hubspot-deals-by-label", "{headers: [Record ID, Deal Name, Deal Stage]}"),
    dialect("stages", "{paths: stages.*.groups}"),
    dialect("rivals", "{file: 'rivals/*.yml'}"),
    dialect("features", "{file: features.yml, headers: [title, category]}", "features.*"),
    dialect("nameless", "{}"),
)


def recognised(name: str, data: str) -> list[str]:
    return [candidate.document.name for candidate in candidates(file_from_bytes(name, data.encode()), DIALECTS)]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.csv", "Id,Stage Name,Close Date,Account ID\n", ["salesforce-opportunity"]),
        ("a.csv", "id,stage_name,close_date,is_won\n", ["salesforce-opportunity"]),
        ("a.csv", "id,stage_name,close_date\n", []),
        ("a.csv", "Record ID;Deal Name;Deal Stage;Pipeline\n", ["hubspot-deals", "hubspot-deals-by-label"]),
        ("a.csv", "expected_revenue\tstage_id\tteam_id\n", ["odoo-lead"]),
        ("x.yml", "stages: {plan: {groups: {a: {name: A}}}}\n", ["stages"]),
        ("x.yml", "stages: {plan: {group: {}}}\n", []),
        ("features.yml", "features:\n- {title: a, category: [b]}\n", ["features"]),
        ("features.json", '{"features": [{"title": "a", "category": []}]}', []),
        ("x.jsonl", '{"dealname": "a", "dealstage": "b", "pipeline": "c"}\n', ["hubspot-deals"]),
    ],
)
def test_a_file_is_recognised_by_its_signature(name: str, data: str, found: list[str]) -> None:
    assert recognised(name, data) == found


def test_a_pattern_with_a_folder_looks_at_the_folder() -> None:
    inside = InputFile("all.zip/rivals/github.yml", 5, file_from_bytes("x", b"a: 1\n").open)
    elsewhere = InputFile("github.yml", 5, file_from_bytes("x", b"a: 1\n").open)

    assert [candidate.document.name for candidate in candidates(inside, DIALECTS)] == ["rivals"]
    assert candidates(elsewhere, DIALECTS) == []


def test_the_surest_candidate_is_taken_and_equals_are_asked_about() -> None:
    tied = candidates(file_from_bytes("a.csv", b"Record ID,Deal Name,Deal Stage,Pipeline\n"), DIALECTS)
    one = candidates(file_from_bytes("a.csv", b"Deal Name,Deal Stage,Pipeline\n"), DIALECTS)

    assert clear_choices(tied) == []
    assert [choice.document for choice in clear_choices(one)] == [DIALECTS[2]]
    assert clear_choices([]) == []
    assert one[0].reasons == ("it has dealname, dealstage, pipeline",)


def test_an_unknown_table_gets_a_mapping_into_the_likeliest_kind() -> None:
    data = b"Feature ID,Title,Sumary,Status,Modules,Price,Colour\n1,Export,x,Shipped,a; b,3,red\n2,Import,y,,c,4,blue\n"
    part = next(read_parts(file_from_bytes("Acme Features.csv", data)))

    best = proposals(part, KINDS)[0]

    assert best.kind == "capability"
    assert {match.field: (match.column, match.score) for match in best.matches} == {
        "name": ("Title", 0.85),
        "summary": ("Sumary", 0.92),
        "status": ("Status", 1.0),
        "modules": ("Modules", 1.0),
        "price": ("Price", 1.0),
    }
    assert best.unused == ("Feature ID", "Colour")
    assert best.document.into[0].fields["modules"] == Source(column="Modules", split=(";",))
    assert best.document.name == "acme-features"


def test_a_proposed_mapping_can_be_used_and_saved_as_it_is() -> None:
    data = b"id,name,url\n7,Export,https://x.org\n8,Import,\n"
    part = next(read_parts(file_from_bytes("list.csv", data)))
    document = proposals(part, KINDS)[0].document

    CompiledMapping(document, KINDS)
    outcome = drafted(dump_mapping(document), "list.csv", data)

    assert document.into[0].source_id == Source(column="id")
    assert [row["id"] for row in outcome.rows(document.into[0].kind)] == ["7", "8"]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ("features:\n- {title: a}\n- {title: b}\n", "features.*"),
        ("- {title: a}\n", "*"),
        ("a: {name: x}\nb: {name: y}\nc: {name: z}\n", "*"),
        ("lines:\n  x: {groups: {a: {n: 1}, b: {n: 2}, c: {n: 3}}}\n", "lines.x.groups.*"),
    ],
)
def test_the_records_of_a_document_are_found_where_most_of_them_lie(data: str, path: str) -> None:
    part = next(read_parts(file_from_bytes("x.yml", data.encode())))

    assert record_path(part) == path


def test_the_column_that_identifies_is_not_taken_for_a_field_with_a_like_name() -> None:
    data = b"source_id,name\nimport-0,Slow\nimport-1,Fast\n"
    kind = KindSpec("note", {"name": FieldSpec("name", "text"), "url": FieldSpec("url", "url", "Source")})
    part = next(read_parts(file_from_bytes("notes.csv", data)))

    proposed = proposals(part, {"note": kind})[0]

    target = proposed.document.into[0]
    assert (target.source_id, set(target.fields)) == (Source(column="source_id"), {"name"})
