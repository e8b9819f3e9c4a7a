"""Inserts logged as sets leave the same log and index as inserts logged one by one."""

import pytest
from django.db import connection

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.bulk import INDEXES, logged_as_sets
from nervecenter.foundation.changes import Change, changeset
from nervecenter.foundation.searching import search
from nervecenter.market.models import Segment

pytestmark = pytest.mark.django_db


def entries(changeset_number: int) -> list[tuple[object, ...]]:
    rows = Change.objects.filter(changeset=changeset_number).order_by("row")
    return [(change.operation, change.table, change.before, change.after is not None) for change in rows]


def indexes_of(table: str) -> dict[str, object]:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    return {name: one["columns"] for name, one in constraints.items() if one["index"] or one["unique"]}


def test_as_sets_or_one_by_one_the_log_and_the_index_are_the_same() -> None:
    with changeset(actor=None, action="one.by.one") as single:
        Segment.objects.bulk_create([Segment(name=f"Alpha {n}", description="first text") for n in range(5)])
    with changeset(actor=None, action="as.sets") as together, logged_as_sets(["market_segment"]):
        Segment.objects.bulk_create([Segment(name=f"Beta {n}", description="second text") for n in range(5)])

    assert entries(single.pk) == entries(together.pk)
    assert len(entries(together.pk)) == 5
    assert len(search("beta second")) == len(search("alpha first")) == 5
    Segment.objects.create(name="Gamma")
    assert Change.objects.filter(changeset=None).count() == 1
    assert [hit.title for hit in search("gamma")] == ["Gamma"]


def test_a_table_with_many_indexes_has_them_all_again_and_in_use() -> None:
    before = indexes_of("evidence_evidence")
    with changeset(actor=None, action="as.sets"), logged_as_sets(["evidence_evidence"]):
        Evidence.objects.bulk_create([Evidence(name=f"Said {n}", kind="ticket") for n in range(20)])

    assert indexes_of("evidence_evidence") == before
    assert len(before) >= INDEXES
    assert Evidence.objects.filter(kind="ticket", occurred_on=None).count() == 20


def test_without_a_transaction_it_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError), logged_as_sets(["market_segment"]):
        pass


def test_an_error_inside_leaves_triggers_log_and_rows_as_they_were(transactional_db: None) -> None:
    def fail_in_the_middle() -> None:
        with changeset(actor=None, action="fails"), logged_as_sets(["market_segment"]):
            Segment.objects.create(name="Lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_middle()

    assert not Segment.objects.exists()
    Segment.objects.create(name="Kept")
    assert Change.objects.filter(table="market_segment").count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'nervecenter_market_segment_insert'")
            assert cursor.fetchone()[0] == 1
