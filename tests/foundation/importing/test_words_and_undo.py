"""Unmatched words get a meaning that is remembered; an import goes back as a whole."""

from typing import Any

import pytest
from django.db import connection

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.actions import change_record
from nervecenter.foundation.errors import ChangedSince, InvalidValues, StillReferenced
from nervecenter.foundation.importing.actions import (
    ImportRefused,
    ignore_unmatched,
    load,
    resolve_unmatched,
    undo_import,
)
from nervecenter.foundation.importing.actions.words import AlreadyDecided
from nervecenter.foundation.importing.models import Alias, Import, UnmatchedValue
from nervecenter.foundation.importing.queries import near_matches
from nervecenter.foundation.searching import search
from nervecenter.market.models import Account, Problem
from nervecenter.portfolio.models import Capability, Module, Product
from tests.foundation.importing.files import EVIDENCE, EVIDENCE_CSV, evidence, file

pytestmark = pytest.mark.django_db
UNKNOWN = EVIDENCE_CSV.replace("3,,", "3,Acme Inc.,slow_login").replace("05-04,,,", "05-04,,Acme Inc.,")
STATUSES = """
name: caps
into:
  - kind: capability
    source_id: id
    fields: {name: name, status: {column: state, values: {Live: shipped}, otherwise: unmatched}}
"""
CAPABILITIES = "id,name,state\n1,Boards,Live\n2,Lists,GA\n"


def contents() -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in ("version", "changed_at", "changed_by_id")}
        for row in Evidence.objects.order_by("pk").values()
    ]


def test_near_names_are_proposed_and_never_taken() -> None:
    Account.objects.create(name="Acme Incorporated")
    Account.objects.create(name="Zebra")
    Problem.objects.create(name="Login is slow")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)

    account = near_matches(UnmatchedValue.objects.get(field="account"))
    problem = near_matches(UnmatchedValue.objects.get(field="problems"))

    assert [match.label for match in account] == ["Acme Incorporated"]
    assert [match.label for match in problem] == ["Login is slow"]
    assert not Evidence.objects.exclude(account=None).exists()


def test_a_word_gets_its_meaning_where_it_waited_and_in_later_imports() -> None:
    acme = Account.objects.create(name="Acme Incorporated")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    entry = UnmatchedValue.objects.get(field="account")

    done = resolve_unmatched(entry.pk, f"acc-{acme.pk}", actor=None)
    again = load(evidence(UNKNOWN + "3,Late,,,2022-06-01,,Acme Inc.,\n"), mapping=EVIDENCE, actor=None)

    assert (entry.count, done.status, done.resolved_to) == (2, "resolved", f"acc-{acme.pk}")
    assert list(Evidence.objects.order_by("source_id").values_list("account_id", "version")) == [
        (acme.pk, 2), (acme.pk, 2), (acme.pk, 1),
    ]  # fmt: skip
    assert (again.created, again.updated, again.unchanged, again.unmatched) == (1, 0, 2, 1)


def test_a_word_for_several_links_adds_one_and_keeps_the_others() -> None:
    slow = Problem.objects.create(name="Login is slow")
    kept = Problem.objects.create(code="p1", name="Waiting")
    load(evidence(UNKNOWN.replace("slow_login", "p1;slow_login")), mapping=EVIDENCE, actor=None)
    entry = UnmatchedValue.objects.get(field="problems")

    resolve_unmatched(entry.pk, f"prb-{slow.pk}", actor=None)

    assert set(Evidence.objects.get(source_id="1").problems.all()) == {slow, kept}


def test_what_somebody_filled_meanwhile_stays() -> None:
    acme = Account.objects.create(name="Acme Incorporated")
    other = Account.objects.create(name="Other")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    row = Evidence.objects.get(source_id="1")
    change_record("evidence", row.pk, {"account": f"acc-{other.pk}"}, actor=None, expected_version=1)

    resolve_unmatched(UnmatchedValue.objects.get(field="account").pk, f"acc-{acme.pk}", actor=None)

    assert list(Evidence.objects.order_by("source_id").values_list("account_id", flat=True)) == [other.pk, acme.pk]


def test_a_link_made_by_hand_survives_the_same_import_again() -> None:
    acme = Account.objects.create(name="Acme Incorporated")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    entry = UnmatchedValue.objects.get(field="account")
    resolve_unmatched(entry.pk, f"acc-{acme.pk}", actor=None, remember=False)

    again = load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)

    assert (again.updated, again.unchanged, again.unmatched) == (0, 2, 2)
    assert Evidence.objects.filter(account=acme).count() == 2


def test_a_word_of_a_field_gets_a_value() -> None:
    load([file("caps.csv", CAPABILITIES)], mapping=STATUSES, actor=None)
    entry = UnmatchedValue.objects.get()

    resolve_unmatched(entry.pk, "shipped", actor=None)
    again = load([file("caps.csv", CAPABILITIES)], mapping=STATUSES, actor=None)

    assert (entry.kind, entry.field, entry.value, entry.target_kind) == ("capability", "status", "GA", "")
    assert list(Capability.objects.order_by("source_id").values_list("status", flat=True)) == ["shipped", "shipped"]
    assert (again.unchanged, again.unmatched) == (2, 0)


def test_an_ignored_word_is_passed_over_from_then_on() -> None:
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)

    ignore_unmatched(UnmatchedValue.objects.get(field="account").pk, actor=None)
    again = load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)

    assert [entry.field for entry in again.unmatched_values.all()] == ["problems"]


@pytest.mark.parametrize("meaning", ["acc-999", "prb-1", "Acme", ""])
def test_a_meaning_that_is_no_such_record_is_refused(meaning: str) -> None:
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    entry = UnmatchedValue.objects.get(field="account")

    with pytest.raises(InvalidValues):
        resolve_unmatched(entry.pk, meaning, actor=None)

    entry.refresh_from_db()
    assert entry.status == "open"
    assert not Alias.objects.exists()


def test_a_word_is_decided_once() -> None:
    acme = Account.objects.create(name="Acme Incorporated")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    entry = UnmatchedValue.objects.get(field="account")
    resolve_unmatched(entry.pk, f"acc-{acme.pk}", actor=None)

    with pytest.raises(AlreadyDecided):
        ignore_unmatched(entry.pk, actor=None)


def test_undoing_takes_new_records_away_and_puts_changed_ones_back() -> None:
    for code in ("p1", "p2"):
        Problem.objects.create(code=code, name=f"Problem {code}")
    first = EVIDENCE_CSV.replace("3,,", "3,,p1")
    load(evidence(first), mapping=EVIDENCE, actor=None)
    before = contents()
    links = list(Evidence.problems.through.objects.values_list("evidence_id", "problem_id"))
    second = first.replace("An hour", "Two hours").replace("3,,p1", "3,,p2") + "3,New,,,,,,p1\n"
    done = load(evidence(second), mapping=EVIDENCE, actor=None)

    undone = undo_import(done.pk, actor=None)

    assert (done.created, done.updated, undone.status) == (1, 2, "undone")
    assert contents() == before
    assert list(Evidence.problems.through.objects.values_list("evidence_id", "problem_id")) == links
    assert (len(search("two hours")), len(search("an hour"))) == (0, 1)


def test_undoing_takes_back_what_was_decided_about_its_words() -> None:
    acme = Account.objects.create(name="Acme Incorporated")
    done = load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    resolve_unmatched(UnmatchedValue.objects.get(field="account").pk, f"acc-{acme.pk}", actor=None)

    undo_import(done.pk, actor=None)

    assert not Evidence.objects.exists()
    assert Account.objects.exists()


def test_undoing_is_refused_when_records_were_changed_since_and_names_them() -> None:
    done = load(evidence(), mapping=EVIDENCE, actor=None)
    row = Evidence.objects.get(source_id="1")
    change_record("evidence", row.pk, {"name": "Mine now"}, actor=None, expected_version=1)

    with pytest.raises(ChangedSince) as refusal:
        undo_import(done.pk, actor=None)

    assert f"evd-{row.pk}" in str(refusal.value)
    assert (Evidence.objects.count(), Import.objects.get().status) == (2, "done")


def test_undoing_is_possible_once_the_later_change_is_undone() -> None:
    from nervecenter.foundation.changes import Changeset
    from nervecenter.foundation.undoing import undo_changeset

    done = load(evidence(), mapping=EVIDENCE, actor=None)
    row = Evidence.objects.get(source_id="1")
    change_record("evidence", row.pk, {"name": "Mine now"}, actor=None, expected_version=1)
    later = Changeset.objects.order_by("-pk")[0]
    undo_changeset(later.pk, actor=None)

    undo_import(done.pk, actor=None)

    assert not Evidence.objects.exists()


def test_an_import_is_undone_once_and_may_be_loaded_again() -> None:
    done = load(evidence(), mapping=EVIDENCE, actor=None)
    undo_import(done.pk, actor=None)

    with pytest.raises(ImportRefused):
        undo_import(done.pk, actor=None)

    again = load(evidence(), mapping=EVIDENCE, actor=None)
    assert (again.created, Evidence.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_undoing_is_refused_while_later_records_point_at_new_ones() -> None:
    mapping = "name: p\ninto: [{kind: product, source_id: id, fields: {name: name}}]"
    done = load([file("products.csv", "id,name\n1,Plan\n")], mapping=mapping, actor=None)
    Module.objects.create(name="Boards", product=Product.objects.get())

    with pytest.raises(StillReferenced):
        undo_import(done.pk, actor=None)

    assert (Product.objects.count(), Import.objects.get().status) == (1, "done")
    connection.check_constraints()


def test_the_same_word_of_a_later_import_waits_once() -> None:
    Problem.objects.create(name="Login is slow", code="slow_login")
    load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)
    again = load(evidence(UNKNOWN), mapping=EVIDENCE, actor=None)

    waiting = UnmatchedValue.objects.filter(status=UnmatchedValue.Status.OPEN)

    assert {entry.import_of for entry in waiting} == {again}
    words = waiting.count()
    assert UnmatchedValue.objects.filter(status=UnmatchedValue.Status.REPEATED).count() == words > 0
    undo_import(again.pk, actor=None)
    reopened = UnmatchedValue.objects.filter(status=UnmatchedValue.Status.OPEN, import_of__status=Import.Status.DONE)
    assert reopened.count() == words
