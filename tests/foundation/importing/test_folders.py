"""Several files of one import: order, links between them, records filled together, recognition."""

import pytest

from nervecenter.domain.exchange.mapping.loading import load_mapping
from nervecenter.foundation.importing import dialects
from nervecenter.foundation.importing.actions import load, preview, save_mapping
from nervecenter.foundation.importing.dialects import register_dialects
from nervecenter.market.models import Account, Problem, Segment
from nervecenter.people.models import Team
from nervecenter.portfolio.models import Module, Product
from tests.foundation.importing.files import file

pytestmark = pytest.mark.django_db

MODULES = load_mapping("""
name: t-modules
source: test
recognise: {file: "modules*.csv"}
into:
  - kind: module
    source_id: key
    fields:
      name: name
      product: {column: product, link: product, by: source_id}
""")
PRODUCTS = load_mapping("""
name: t-products
source: test
recognise: {headers: [product_key, product_name]}
into: [{kind: product, source_id: product_key, fields: {name: product_name}}]
""")
TEAMS = load_mapping("""
name: t-teams
source: test
recognise: {paths: teams}
records: teams.*
into:
  - {kind: team, source_id: $key, fields: {name: name}}
  - kind: module
    source_id: $value
    for_each: {path: modules}
    create: false
    fields: {team: {column: $key, by: source_id}}
""")
MODULES_CSV = "key,name,product\nm1,Boards,p1\nm2,Lists,p2\n"
PRODUCTS_CSV = "product_key,product_name\np1,Plan\np2,Create\n"
TEAMS_YML = "teams:\n  red: {name: Red, modules: [m1, m2]}\n  blue: {name: Blue, modules: [m9]}\n"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "_declared", {})
    register_dialects([MODULES, PRODUCTS, TEAMS])


def test_links_between_files_are_resolved_whatever_their_order() -> None:
    files = [file("modules.csv", MODULES_CSV), file("anything.csv", PRODUCTS_CSV)]

    done = load(files, actor=None)

    assert (done.status, done.created, done.unmatched) == ("done", 4, 0)
    assert list(Module.objects.order_by("name").values_list("name", "product__name")) == [
        ("Boards", "Plan"),
        ("Lists", "Create"),
    ]
    assert [entry["mapping"] for entry in done.files] == ["t-products", "t-modules"]


def test_files_that_link_to_one_another_are_loaded_too() -> None:
    mapping = """
        name: t-people
        into:
          - {kind: team, source_id: team, where: {team: {empty: false}}, fields: {name: team}}
          - kind: person
            source_id: name
            fields:
              name: name
              team: {column: of, by: source_id}
              reports_to: {column: boss, by: [source_id, name]}
    """
    from nervecenter.people.models import Person

    done = load(
        [file("people.csv", "name,of,boss,team\nAnn,red,Bob,\nBob,blue,,blue\nCid,red,Ann,red\n")],
        mapping=mapping,
        actor=None,
    )

    assert (done.status, done.created, done.unmatched) == ("done", 5, 0)
    assert list(Person.objects.order_by("name").values_list("name", "team__name", "reports_to__name")) == [
        ("Ann", "red", "Bob"), ("Bob", "blue", None), ("Cid", "red", "Ann"),
    ]  # fmt: skip


def test_two_files_fill_one_record_and_a_second_time_changes_nothing() -> None:
    files = [file("teams.yml", TEAMS_YML), file("modules.csv", MODULES_CSV), file("products.csv", PRODUCTS_CSV)]

    done = load(files, actor=None)
    again = load(files, actor=None)

    assert (done.status, done.created) == ("done", 6)
    assert list(Module.objects.order_by("name").values_list("name", "team__name", "version")) == [
        ("Boards", "Red", 1), ("Lists", "Red", 1),
    ]  # fmt: skip
    assert done.by_kind["module"] == {"created": 2, "updated": 0, "unchanged": 0, "left_out": 1}
    assert (again.created, again.updated, again.unchanged) == (0, 0, 6)


def test_files_that_contradict_each_other_are_refused_with_both_places() -> None:
    contradicting = TEAMS_YML.replace("[m9]", "[m2]")
    files = [file("teams.yml", contradicting), file("modules.csv", MODULES_CSV), file("products.csv", PRODUCTS_CSV)]

    done = load(files, actor=None)

    assert (done.status, done.error_count) == ("failed", 1)
    assert done.errors[0]["message"] == "team: module m2 has another value in row 2: red. Make them agree."
    assert not Team.objects.exists()


def test_an_unknown_file_beside_known_ones_is_said_and_does_not_stop_them() -> None:
    files = [file("products.csv", PRODUCTS_CSV), file("notes.csv", "remark\nhello\n")]

    done = load(files, actor=None)

    assert (done.status, done.created) == ("done", 2)
    assert [(notice["file"], notice["message"]) for notice in done.notices] == [
        ("notes.csv", "is like no file that is known. Choose a kind of record or a mapping for it.")
    ]


def test_an_unknown_file_alone_fails_with_what_to_do() -> None:
    done = load([file("notes.csv", "remark\nhello\n")], actor=None)

    assert (done.status, done.message) == (
        "failed",
        "notes.csv: is like no file that is known. Choose a kind of record or a mapping for it. Nothing was written.",
    )


def test_a_file_that_two_mappings_fit_is_asked_about() -> None:
    into = "into: [{kind: team, source_id: product_key, fields: {name: product_name}}]"
    save_mapping(f"name: t-other\nrecognise: {{headers: [product_key, product_name]}}\n{into}", actor=None)

    seen = preview([file("products.csv", PRODUCTS_CSV)], actor=None)

    assert seen.files == [
        {
            "name": "products.csv",
            "bytes": len(PRODUCTS_CSV),
            "message": "could be t-other or t-products. Say which mapping it is.",
            "candidates": ["t-other", "t-products"],
        }
    ]
    assert not Product.objects.exists()


def test_a_file_may_be_brought_in_by_its_column_names_alone() -> None:
    Segment.objects.create(name="Banks")

    done = load(
        [file("customers.csv", "ID,Name,Domain,Segment,Shoe size\n7,Acme,acme.example,banks,44\n")],
        kind="account",
        actor=None,
    )

    row = Account.objects.get()
    assert (done.status, done.created, done.unmatched) == ("done", 1, 0)
    assert (row.name, row.domain, row.segment.name if row.segment else "", row.source, row.source_id) == (
        "Acme", "acme.example", "Banks", "customers", "7",
    )  # fmt: skip


def test_names_that_nothing_has_become_records_when_the_mapping_says_so() -> None:
    mapping = """
        name: t-make
        into:
          - kind: module
            source_id: key
            fields: {name: name, product: {column: product, by: name, missing: create}}
    """
    files = [file("modules.csv", "key,name,product\nm1,Boards,Plan\nm2,Lists,Plan\n")]

    done = load(files, mapping=mapping, actor=None)
    again = load(files, mapping=mapping, actor=None)

    assert (done.status, done.created, done.unmatched) == ("done", 3, 0)
    assert list(Module.objects.values_list("product__name", flat=True)) == ["Plan", "Plan"]
    assert (again.created, again.updated, again.unchanged, Product.objects.count()) == (0, 0, 2, 1)


def test_a_row_whose_needed_link_names_nothing_is_left_out_and_listed() -> None:
    Problem.objects.create(name="Waiting")
    mapping = """
        name: t-cmp
        into:
          - kind: comparison
            source_id: id
            fields:
              verdict: verdict
              capability: {column: cap, by: name}
              competitor: {column: cmp, by: name, missing: create}
    """

    done = load([file("cmp.csv", "id,verdict,cap,cmp\n1,yes,Boards,Slowly\n")], mapping=mapping, actor=None)

    assert done.by_kind["comparison"]["left_out"] == 1
    assert [(entry.field, entry.value, entry.records) for entry in done.unmatched_values.all()] == [
        ("capability", "Boards", [])
    ]


def test_a_needed_link_may_reject_its_row() -> None:
    fields = "{name: name, product: {column: product, missing: error}}"
    mapping = f"name: x\ninto: [{{kind: module, source_id: key, fields: {fields}}}]"

    done = load([file("modules.csv", "key,name,product\nm1,Boards,Plan\n")], mapping=mapping, actor=None)

    assert (done.status, [(error["row"], error["message"]) for error in done.errors]) == (
        "failed", [(2, 'product: no product is called "Plan".')],
    )  # fmt: skip
