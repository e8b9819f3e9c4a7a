"""Mapping documents: read with every problem named, written back equal, described by a schema; the worked examples."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import Condition, Each, MappingDocument, Records, Source, Target
from nervecenter.domain.exchange.mapping.loading import (
    MappingError,
    dump_mapping,
    load_mapping,
    mapping_schema_text,
)
from nervecenter.domain.exchange.reading.options import ReadOptions
from tests.domain.exchange.drafted import KINDS, drafted

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
GUIDE = (REFERENCE / "mapping-file.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
FIRST, NESTED_DATA, SECOND = EXAMPLES


def problems(text: str) -> list[str]:
    with pytest.raises(MappingError) as caught:
        CompiledMapping(load_mapping(text), KINDS)
    return [str(problem) for problem in caught.value.problems]


def test_a_lone_text_is_a_column_and_with_braces_a_template() -> None:
    document = load_mapping("name: a\ninto: [{kind: capability, source_id: '{a}/{b}', fields: {name: Feature}}]")

    target = document.into[0]

    assert target.source_id == Source(template="{a}/{b}")
    assert target.fields == {"name": Source(column="Feature")}


def test_all_problems_are_told_at_once_with_their_places() -> None:
    text = """
        name: Acme X
        into:
          - kind: capability
            fields:
              name: {colum: title}
              price: {column: a, constant: 1}
              code: {column: a, capture: "(a+)+"}
          - kind: capability
            for_each: {columns: [a], path: b}
            fields: [a]
    """

    found = problems(text)

    assert found[0].startswith('into[0].fields.name.colum: is not a key here. Did you mean "column"?')
    assert found[1:] == ["into[1].fields: must be a mapping, not a list."]


def test_what_is_wrong_with_the_sense_is_told_when_the_shape_is_right() -> None:
    text = """
        name: Acme X
        into:
          - kind: capability
            for_each: {columns: [a], path: b}
            fields:
              price: {column: a, constant: 1}
              code: {column: a, capture: "(a+)+"}
              name: {template: "{a|shout}"}
              summary: {column: "^x"}
              shipped_on: {column: a, date: "%q"}
              url: {column: a, otherwise: skip}
    """

    found = problems(text)

    assert found == [
        'name: "Acme X" must be lower-case words joined by hyphens, such as acme-features.',
        (
            "into[0].fields.price: needs exactly one of column, template, constant, first_of, all_of, flags; "
            "it has column and constant."
        ),
        (
            "into[0].fields.code.capture: is a pattern that may never end: "
            "no repetition of a repetition, no back reference."
        ),
        'into[0].fields.name.template: "{a|shout}": "shout" is not one of slug, lower, upper.',
        'into[0].fields.summary.column: "^x": after ^ comes a dot, as in ^.name.',
        'into[0].fields.shipped_on.date: "%q" is not a date format. One is %d/%m/%Y; auto finds out.',
        "into[0].fields.url.otherwise: says something only together with values.",
        "into[0].for_each: needs one of columns, all_except, path and links.",
    ]


def test_kinds_and_fields_that_do_not_exist_are_named_with_the_nearest_that_does() -> None:
    text = """
        name: a
        into:
          - {kind: capabilty, fields: {name: a}}
          - {kind: capability, fields: {nam: a, modules: {column: a, link: team, by: cod}}}
    """

    found = problems(text)

    assert found[0] == 'into[0].kind: there is no kind "capabilty". Did you mean "capability"?'
    assert found[1].startswith(
        'into[1].fields.nam: capability has no field "nam". Did you mean "name"? It has code, name'
    )
    assert found[2] == 'into[1].fields.modules.link: is "team", but the field points to module.'
    assert found[3] == (
        'into[1].fields.modules.by: a module is found by source_id, code, name, not by "cod". Did you mean "code"?'
    )
    assert found[4].startswith("into[1]: needs source_id or one of the fields code, name")


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(ReadError) as caught:
        load_mapping("name: a\nname: b", name="acme.yaml")

    assert (caught.value.code, caught.value.file, caught.value.row) == ("repeated-key", "acme.yaml", 2)


@pytest.mark.parametrize("text", [FIRST, SECOND])
def test_a_worked_example_is_written_back_equal(text: str) -> None:
    document = load_mapping(text)

    again = load_mapping(dump_mapping(document))

    assert again == document


def test_the_first_worked_example_does_what_the_guide_says() -> None:
    data = (
        "Feature,Module,State,Plans,Cloud,On premises,Since,Labels\n"
        'Nightly export,Reporting,Live,Pro; Enterprise,yes,no,14/03/2021,"csv, schedule"\n'
        "Half done,Reporting,Draft,,no,no,,\n"
    )

    outcome = drafted(FIRST, "acme-capabilities.csv", data)

    assert outcome.messages == []
    assert outcome.rows("capability") == [
        {
            "id": "reporting/nightly-export",
            "name": "Nightly export",
            "status": "shipped",
            "modules": ("Reporting",),
            "editions": ("Pro", "Enterprise"),
            "deliveries": ("cloud",),
            "summary": "Nightly export in Reporting",
        }
    ]
    assert (outcome.tally.read, outcome.tally.skipped, outcome.tally.rejected) == (2, 1, 0)


def test_the_second_worked_example_does_what_the_guide_says() -> None:
    outcome = drafted(SECOND, "lines.yml", NESTED_DATA)

    assert outcome.messages == []
    assert outcome.rows("team") == [
        {"id": "ingest", "name": "Ingest", "function": "engineering", "focus": "Works for Data"}
    ]
    assert outcome.rows("module") == [
        {"id": "connectors", "name": "connectors", "team": "ingest"},
        {"id": "streams", "name": "streams", "team": "ingest"},
    ]
    assert outcome.rows("comparison") == [
        {"id": "ingest/fastly-data", "capability": "Ingest", "competitor": "Fastly Data", "verdict": "yes"},
        {"id": "ingest/slowly", "capability": "Ingest", "competitor": "Slowly", "verdict": "partial"},
    ]


def test_the_schema_in_the_documentation_is_the_one_of_the_program() -> None:
    committed = (REFERENCE / "mapping.schema.json").read_text()

    assert committed == mapping_schema_text()


def test_every_key_of_a_document_is_in_the_guide() -> None:
    keys = {
        name.rstrip("_")
        for cls in (MappingDocument, Target, Source, Each, Records, Condition, ReadOptions)
        for name in cls.__dataclass_fields__
    }

    assert {
        key for key in keys if f"`{key}`" not in GUIDE and f"`{{{key}" not in GUIDE and f"{key}:" not in GUIDE
    } == set()


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=15
)
SCALARS = st.one_of(WORDS, st.integers(-9_999, 9_999), st.booleans())
SOURCES = st.one_of(
    st.builds(Source, column=WORDS.filter(lambda word: bool(word) and word[0] not in "^/")),
    st.builds(Source, constant=SCALARS.filter(lambda value: value != "")),
    st.builds(
        Source,
        column=st.just("a"),
        values=st.dictionaries(WORDS, SCALARS, max_size=3),
        otherwise=st.sampled_from(["error", "skip", "keep"]),
        split=st.lists(WORDS.filter(bool), max_size=2).map(tuple),
        default=SCALARS,
    ),
)
TARGETS = st.builds(Target, kind=WORDS, fields=st.dictionaries(WORDS, SOURCES, min_size=1, max_size=3))


@given(
    st.builds(
        MappingDocument,
        name=st.just("some-name"),
        title=WORDS,
        into=st.lists(TARGETS, min_size=1, max_size=2).map(tuple),
    )
)
def test_any_document_is_written_back_equal(document: MappingDocument) -> None:
    assert load_mapping(dump_mapping(document)) == document
