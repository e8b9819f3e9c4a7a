"""Names that are nearly right are proposed with their rows, taken only when somebody says so, and remembered."""

from pathlib import Path
from typing import Any

import pytest

from nervecenter.domain.exchange.mapping.loading import load_mapping
from nervecenter.foundation.importing.actions import (
    accept_proposal,
    accept_proposals,
    ignore_unmatched,
    load,
    preview,
    run,
    undo_import,
)
from nervecenter.foundation.importing.actions.words import NoProposal
from nervecenter.foundation.importing.dialects import recognised_by
from nervecenter.foundation.importing.models import Alias, Import, UnmatchedValue
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.market.models import Account
from nervecenter.portfolio.models import Module, Product
from tests.factories import made
from tests.foundation.importing.files import file

pytestmark = pytest.mark.django_db
MODULES = """
name: acme-modules
source: acme
into:
  - {kind: module, source_id: id, fields: {name: name, product: {column: product, link: product, by: name}}}
"""
ROWS = "id,name,product\n1,Ledger,GTXPro\n2,Payroll,GTXPro\n3,Tax,GTX Plus\n4,Audit,Something else\n"
INDUSTRIES = "name,industry\n" + "".join(f"Account {number},technology\n" for number in range(10))


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def modules(text: str = ROWS) -> Import:
    return load([file("modules.csv", text)], mapping=MODULES, actor=None)


def products() -> dict[str, str | None]:
    return dict(Module.objects.order_by("name").values_list("name", "product__name"))


def word(value: str) -> UnmatchedValue:
    return UnmatchedValue.objects.get(value=value)


def test_a_near_name_is_proposed_with_its_rows_and_taken_by_nobody() -> None:
    product = made("product", name="GTX Pro")
    made("product", name="GTX Plus")

    modules()

    assert (word("GTXPro").proposal, word("GTXPro").count) == (
        {"meaning": f"prd-{product.pk}", "word": "GTX Pro", "why": "the same but for spaces, case, accents or signs"},
        2,
    )
    assert word("Something else").proposal == {}
    assert products() == {"Audit": None, "Ledger": None, "Payroll": None, "Tax": "GTX Plus"}


def test_accepting_fills_the_records_is_remembered_and_can_be_undone() -> None:
    made("product", name="GTX Pro")
    done = modules()

    (accepted,) = accept_proposals(done.pk, actor=None)
    filled = products()
    modules("id,name,product\n9,Stock,GTXPro\n")
    assert accepted.changeset is not None
    undo_changeset(accepted.changeset.pk, actor=None)

    assert (accepted.value, accepted.status) == ("GTXPro", "resolved")
    assert (filled["Ledger"], filled["Payroll"], filled["Audit"]) == ("GTX Pro", "GTX Pro", None)
    assert (products()["Stock"], products()["Ledger"]) == ("GTX Pro", None)


def test_two_things_that_are_equally_near_are_not_proposed() -> None:
    made("product", name="GTX Pro")
    made("product", name="GTX-Pro")
    modules()

    with pytest.raises(NoProposal, match="nothing is proposed"):
        accept_proposal(word("GTXPro").pk, actor=None)

    assert products()["Ledger"] is None


def test_in_a_preview_a_record_that_only_comes_with_the_files_is_proposed_by_name_and_remembered() -> None:
    both = MODULES + "recognise: {headers: [id, name, product]}\n"
    mapped = """
name: acme-products
source: acme
recognise: {headers: [code, name]}
into:
  - {kind: product, source_id: code, fields: {name: name}}
"""
    files = [file("modules.csv", ROWS), file("products.csv", "code,name\np1,GTX Pro\np2,GTX Plus\n")]
    with recognised_by([load_mapping(both), load_mapping(mapped)]):
        seen = preview(files, actor=None)
        proposed = word("GTXPro").proposal
        accept_proposals(seen.pk, actor=None)
        run(seen.pk, files=files, actor=None)

    assert (proposed["meaning"], proposed["word"]) == ("", "GTX Pro")
    assert Product.objects.count() == 2
    assert (products()["Ledger"], products()["Tax"]) == ("GTX Pro", "GTX Plus")
    assert list(UnmatchedValue.objects.values_list("value", flat=True)) == ["Something else"]


def test_rows_that_need_the_link_come_in_when_the_proposal_is_accepted_before_the_run() -> None:
    made("product", name="GTX Pro")
    strict = MODULES.replace("by: name}", "by: name, required: true}")
    files = [file("modules.csv", "id,name,product\n1,Ledger,GTXPro\n")]
    seen = preview(files, mapping=strict, actor=None)

    accept_proposals(seen.pk, actor=None)
    done = run(seen.pk, files=files, actor=None)

    assert (done.created, done.unmatched) == (1, 0)
    assert products() == {"Ledger": "GTX Pro"}


def test_a_misspelt_value_is_a_remark_and_comes_in_as_it_is() -> None:
    done = load([file("a.csv", INDUSTRIES + "Late,technolgy\nLater,technolgy\n")], kind="account", actor=None)

    remark = word("technolgy")
    assert (remark.status, remark.kind, remark.field, remark.count) == ("misspelt", "account", "industry", 2)
    assert remark.places == [{"file": "a.csv", "row": 12}]
    assert remark.proposal == {
        "meaning": "technology",
        "word": "technology",
        "why": "1 letter differs",
        "beside": 10,
        "misspelt": True,
    }
    assert (done.unmatched, Account.objects.filter(industry="technolgy").count()) == (0, 2)


def test_accepting_it_corrects_every_record_and_the_next_import() -> None:
    load([file("a.csv", INDUSTRIES + "Late,technolgy\n")], kind="account", actor=None)

    accepted = accept_proposal(word("technolgy").pk, actor=None)
    corrected = Account.objects.get(name="Late").industry
    again = load([file("a.csv", INDUSTRIES + "Late,technolgy\n")], kind="account", actor=None)
    load([file("b.csv", "name,industry\nNew,technolgy\n")], kind="account", actor=None)

    assert accepted.changeset is not None
    assert (corrected, again.updated, again.unchanged) == ("technology", 0, 11)
    assert Account.objects.get(name="New").industry == "technology"
    assert UnmatchedValue.objects.filter(status="misspelt").count() == 0


def test_a_known_branch_of_industry_needs_no_other_row() -> None:
    load([file("a.csv", "name,industry\nAcme,technolgy\n")], kind="account", actor=None)

    assert word("technolgy").proposal["meaning"] == "technology"


def test_a_value_that_is_right_as_it_is_is_not_asked_about_again() -> None:
    load([file("a.csv", INDUSTRIES + "Late,technolgy\n")], kind="account", actor=None)

    ignore_unmatched(word("technolgy").pk, actor=None)
    load([file("b.csv", INDUSTRIES + "Late,technolgy\nOther,technolgy\n")], kind="account", actor=None)

    assert UnmatchedValue.objects.filter(status="misspelt").count() == 0
    assert Account.objects.filter(industry="technolgy").count() == 2
    assert Alias.objects.get().value == "technolgy"


def test_names_codes_and_columns_of_many_values_are_not_spelt_for_people() -> None:
    rows = "".join(f"Account {number:05},Trade {number:05}\n" for number in range(600))

    load([file("a.csv", "name,industry\nHarbour Bank,x\nHarbor Bank,x\n" + rows)], kind="account", actor=None)

    assert not UnmatchedValue.objects.exists()


def test_a_later_import_takes_the_remark_over_and_gives_it_back_when_undone() -> None:
    load([file("a.csv", INDUSTRIES + "Late,technolgy\n")], kind="account", actor=None)
    second = load([file("b.csv", INDUSTRIES + "Late,technolgy\nNew,technolgy\n")], kind="account", actor=None)
    before = list(UnmatchedValue.objects.order_by("pk").values_list("status", flat=True))

    undo_import(second.pk, actor=None)

    assert before == ["repeated", "misspelt"]
    assert UnmatchedValue.objects.order_by("pk")[0].status == "misspelt"
