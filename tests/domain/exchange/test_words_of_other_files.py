"""Words that another file of the import explains, fields that depend on others, and remarks on what a file lacks."""

import pytest

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.drafting.lookups import Lookups
from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import file_from_bytes
from tests.domain.exchange.drafted import KINDS, Outcome, drafted

OWNERS = """
name: sample
into:
  - kind: team
    source_id: id
    fields:
      name: name
      function:
        first_of:
          - {column: owner, look_up: {file: "owners*.csv", find: [key, id], take: [full name, mail]}}
          - owner
"""
TEAMS = "id,name,owner\n1,Yard,o1\n2,Gate,o2\n3,Horn,o9\n"


def outcome_of(mapping: str, text: str, **beside: str) -> Outcome:
    """The outcome of a mapping with other files of the import beside the one it is applied to."""
    others = [file_from_bytes(f"{name}.csv", content.encode()) for name, content in beside.items()]
    compiled = CompiledMapping(load_mapping(mapping), KINDS, Lookups(others))
    outcome = Outcome()
    for part in read_parts(file_from_bytes("teams.csv", text.encode())):
        outcome.chunks += compiled.draft(part, outcome.log, outcome.tally)
    return outcome


def test_a_word_becomes_what_another_file_says_or_stays_where_nothing_is_said() -> None:
    owners = "id,full name,mail\no1,Ana,ana@example.com\no2,,tom@example.com\n"

    outcome = outcome_of(OWNERS, TEAMS, owners_2026=owners)

    assert outcome.column("function") == ["Ana", "tom@example.com", "o9"]


def test_without_that_file_the_next_choice_is_taken_and_nothing_is_remarked() -> None:
    outcome = outcome_of(OWNERS, TEAMS)

    assert outcome.column("function") == ["o1", "o2", "o9"]
    assert outcome.notices == []


def test_a_field_that_only_another_file_could_fill_is_left_and_that_is_said() -> None:
    mapping = OWNERS.replace("          - owner\n", "")

    outcome = outcome_of(mapping, TEAMS)

    assert [set(row) for row in outcome.rows("team")] == [{"id", "name"}] * 3
    assert [notice.message for notice in outcome.notices] == [
        (
            "no file owners*.csv with the columns key or id and full name or mail is in the import; "
            "function of team is left as it is."
        )
    ]


def test_a_file_of_such_a_name_that_lacks_the_columns_is_not_taken_for_it() -> None:
    outcome = outcome_of(OWNERS, TEAMS, owners="number,nickname\n1,Ana\n", owners_2026="id,mail\no1,ana@example.com\n")

    assert outcome.messages == []
    assert outcome.column("function") == ["ana@example.com", "o2", "o9"]


def test_a_field_is_filled_only_when_another_came_out_so() -> None:
    mapping = """
        name: sample
        into:
          - kind: capability
            source_id: id
            fields:
              name: id
              status: {column: state, values: {live: shipped, soon: planned}}
              shipped_on: {column: day, when: {status: shipped}}
              summary: {column: day, when: {status: {not: shipped}}, before: "due "}
    """

    outcome = drafted(mapping, "a.csv", "id,state,day\n1,live,2026-05-03\n2,soon,next year\n")

    assert outcome.messages == []
    assert [str(day) for day in outcome.column("shipped_on")] == ["2026-05-03", "None"]
    assert outcome.column("summary") == ["", "due next year"]


def test_a_condition_on_a_field_that_the_target_lacks_is_named() -> None:
    with pytest.raises(MappingError) as caught:
        drafted("name: a\ninto: [{kind: team, fields: {name: {column: a, when: {stat: x}}}}]", "a.csv", "a\n1\n")

    assert str(caught.value) == 'into[0].fields.name.when: the target fills no field "stat".'


REMARKED = """
name: sample
remarks: [{kind: capability, field: status, lacks: [retired], say: Nothing retired is in it.}]
into: [{kind: capability, source_id: id, fields: {name: id, status: state}}]
"""


def test_a_remark_is_made_when_no_record_has_the_value() -> None:
    without = drafted(REMARKED, "a.csv", "id,state\n1,shipped\n")
    with_it = drafted(REMARKED, "a.csv", "id,state\n1,shipped\n2,retired\n")

    assert [notice.message for notice in without.notices] == ["Nothing retired is in it."]
    assert with_it.notices == []


def test_a_tolerant_mapping_does_not_mention_missing_columns_but_needs_what_it_needs() -> None:
    mapping = "name: a\n{}into: [{{kind: team, source_id: id, fields: {{name: title, focus: about}}}}]"

    strict = drafted(mapping.format(""), "a.csv", "id,title\n1,Yard\n")
    tolerant = drafted(mapping.format("tolerant: true\n"), "a.csv", "id,title\n1,Yard\n")
    lacking = drafted(mapping.format("tolerant: true\n"), "a.csv", "id,about\n1,Yard\n")

    assert [notice.column for notice in strict.notices] == ["about"]
    assert tolerant.notices == []
    assert lacking.messages == ["the column is missing, and name of team needs it."]
