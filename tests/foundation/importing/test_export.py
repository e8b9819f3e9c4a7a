"""Records out, and in again: every form is guarded, complete, and comes back without a change."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.export import CannotExport, export_stream
from nervecenter.market.models import Account, Problem, Segment

pytestmark = pytest.mark.django_db


def exported(kind: str, form: str) -> bytes:
    return b"".join(export_stream(kind, form))


def small_company() -> None:
    banks = Segment.objects.create(code="banks", name="Banks; and others", weight=Decimal("1.50"))
    Segment.objects.create(name="=cmd|' /C calc'!A0", description='two\nlines, "quoted"')
    acme = Account.objects.create(name="Acme", segment=banks, employees=12, annual_revenue=Decimal("1000000.50"))
    first = Account.objects.create(name="Twin")
    Account.objects.create(name="Twin", parent=acme)
    waiting = Problem.objects.create(code="p1", name="Waiting")
    losing = Problem.objects.create(name="Losing; work")
    row = Evidence.objects.create(name="-5 stars", occurred_on=date(2022, 5, 3), account=acme, weight=0)
    row.problems.set([waiting, losing])
    Evidence.objects.create(name="Käse", account=first, text="a\tb")


def test_a_table_says_links_by_name_where_the_name_is_enough() -> None:
    small_company()

    rows = list(csv.DictReader(io.StringIO(exported("evidence", "csv").decode("utf-8-sig"))))

    twin, losing = Account.objects.filter(name="Twin")[0], Problem.objects.get(code="")
    assert rows[0]["id"] == f"evd-{Evidence.objects.order_by('pk')[0].pk}"
    assert (rows[0]["name"], rows[0]["account"], rows[0]["occurred_on"], rows[0]["weight"]) == (
        "'-5 stars", "Acme", "2022-05-03", "0",
    )  # fmt: skip
    assert rows[0]["problems"] == f"Waiting; prb-{losing.pk}"
    assert rows[1]["account"] == f"acc-{twin.pk}"


def test_json_keeps_types_and_lists() -> None:
    small_company()

    rows = json.loads(exported("evidence", "json"))

    assert rows[0]["problems"][0] == "Waiting"
    assert (rows[0]["name"], rows[0]["weight"], rows[1]["occurred_on"]) == ("-5 stars", 0, None)
    assert [json.loads(line) for line in exported("evidence", "jsonl").splitlines()] == rows


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "xlsx"])
@pytest.mark.parametrize("kind", ["segment", "account", "problem", "evidence"])
def test_what_went_out_comes_in_again_without_a_change(form: str, kind: str) -> None:
    small_company()
    data = exported(kind, form)

    done = load([file_from_bytes(f"export.{form}", data)], kind=kind, actor=None)

    assert (done.status, done.message, done.errors) == ("done", "", [])
    assert (done.created, done.updated, done.unmatched) == (0, 0, 0)
    assert done.unchanged > 0


def test_what_went_out_can_be_changed_and_comes_in_as_a_change() -> None:
    small_company()
    data = exported("account", "csv").replace(b"Acme", b"Acme Incorporated")

    done = load([file_from_bytes("accounts.csv", data)], kind="account", actor=None)

    assert (done.status, done.updated, done.unchanged) == ("done", 1, 2)
    assert Account.objects.filter(name="Acme Incorporated", employees=12).count() == 1


def test_what_went_out_fills_an_empty_house_once() -> None:
    small_company()
    data = exported("segment", "csv")
    Account.objects.update(segment=None)
    Segment.objects.all().delete()

    first = load([file_from_bytes("segments.csv", data)], kind="segment", actor=None)
    second = load([file_from_bytes("segments.csv", data)], kind="segment", actor=None)

    assert (first.created, second.created, second.unchanged) == (2, 0, 2)
    assert Segment.objects.filter(name="=cmd|' /C calc'!A0", description='two\nlines, "quoted"').exists()


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    small_company()
    with CaptureQueriesContext(
        connection,
    ) as few:
        exported("evidence", "csv")
    acme = Account.objects.get(name="Acme")
    Evidence.objects.bulk_create([Evidence(name=f"More {n}", account=acme) for n in range(50)])

    with CaptureQueriesContext(connection) as many:
        exported("evidence", "csv")

    assert len(many) == len(few)


def test_an_empty_kind_is_a_file_with_its_head() -> None:
    assert exported("segment", "json") == b"[]\n"
    assert exported("segment", "csv").startswith(b"\xef\xbb\xbfid,code,name,")


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(CannotExport):
        exported("segment", "pdf")
