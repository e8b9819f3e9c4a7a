"""Markdown in: headings, tables as they lie and turned, list items and front matter."""

from tests.domain.exchange.drafted import drafted

PERSONAS = """---
title: Who uses it
---
# Personas
Intro.

## User personas

### Carla (Compliance)
Some words
on two lines.

#### Job summary
- keeps **records**
  and rules
- answers auditors

#### Frustrations
- too many tools

### Dev {#dev}

```
## not a heading
| a | b |
```

## Buyer personas

### Tess
"""

HOUSE = """
### Messaging

| **Statement** | One place for all. |
|---|---|
| **Short** | All in one. |

| **Values** | FAST | SAFE |
|---|---|---|
| **Promise** | - quick builds <br> - quick tests | no leaks \\| ever |
| **Pain** | slow | |
"""


def test_headings_of_a_level_below_a_heading_are_records() -> None:
    mapping = """
        name: personas
        records: {heading: 3, under: User personas}
        into:
          - kind: message
            source_id: slug
            fields:
              name: title
              level: {column: sections.job-summary.items, strip_markup: true, join: " / "}
              house: {template: "{/front.title}: {^.title}"}
    """

    outcome = drafted(mapping, "personas.md", PERSONAS)

    assert outcome.messages == []
    assert outcome.rows("message") == [
        {
            "id": "carla-compliance",
            "name": "Carla (Compliance)",
            "level": "keeps records and rules / answers auditors",
            "house": "Who uses it: User personas",
        },
        {"id": "dev", "name": "Dev", "level": "", "house": "Who uses it: User personas"},
    ]
    assert [list(chunk.rows) for chunk in outcome.chunks] == [[9, 21]]


def test_list_items_below_a_heading_are_records() -> None:
    mapping = """
        name: items
        records: {items: true, under: Carla (Compliance)}
        into: [{kind: message, source_id: "{^.slug}-{$key}", fields: {name: text, house: ^.title}}]
    """

    outcome = drafted(mapping, "personas.md", PERSONAS)

    assert [(row["name"], row["house"]) for row in outcome.rows("message")] == [
        ("keeps **records** and rules", "Job summary"),
        ("answers auditors", "Job summary"),
        ("too many tools", "Frustrations"),
    ]


def test_rows_of_a_table_spread_over_its_columns() -> None:
    mapping = """
        name: house
        records: {table: all, having: [Values]}
        into:
          - kind: message
            source_id: "{Values|slug}-{$column|slug}"
            for_each: {all_except: [Values]}
            fields:
              name: {column: $value, strip_markup: true}
              level: {column: Values, strip_markup: true}
              house: $file
    """

    outcome = drafted(mapping, "house_cd.md", HOUSE)

    assert outcome.messages == []
    assert [(row["id"], row["name"], row["level"], row["house"]) for row in outcome.rows("message")] == [
        ("promise-fast", "- quick builds\n- quick tests", "Promise", "house_cd"),
        ("pain-fast", "slow", "Pain", "house_cd"),
        ("promise-safe", "no leaks | ever", "Promise", "house_cd"),
    ]


def test_a_table_of_names_and_values_turned_is_one_record() -> None:
    mapping = """
        name: house
        records: {table: 1, header: false, transpose: true}
        into: [{kind: message, source_id: $file, fields: {name: Statement, level: Short}}]
    """

    outcome = drafted(mapping, "house.md", HOUSE)

    assert outcome.rows("message") == [{"id": "house", "name": "One place for all.", "level": "All in one."}]


def test_the_columns_of_a_turned_table_are_records() -> None:
    mapping = """
        name: house
        records: {table: all, having: [Promise], transpose: true}
        into: [{kind: message, source_id: $key, fields: {name: Values, level: Pain}}]
    """

    outcome = drafted(mapping, "house.md", HOUSE)

    assert outcome.rows("message") == [
        {"id": "FAST", "name": "FAST", "level": "slow"},
        {"id": "SAFE", "name": "SAFE", "level": ""},
    ]


def test_without_records_the_document_is_one() -> None:
    mapping = "name: x\ninto: [{kind: message, source_id: $file, fields: {name: front.title, level: title}}]"

    outcome = drafted(mapping, "personas.md", PERSONAS)

    assert outcome.rows("message") == [{"id": "personas", "name": "Who uses it", "level": "Who uses it"}]
