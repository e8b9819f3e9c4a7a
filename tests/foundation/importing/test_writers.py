"""What is the same for all new rows arrives as it was given, and ids are given out once."""

import datetime as dt

import pytest

from nervecenter.foundation.importing.writers import database_writer
from nervecenter.market.models import Segment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("same", ["plain", "it's 100% ours", "%s", "ä\n\t'", "", "x" * 200])
def test_a_text_that_is_the_same_for_all_rows_arrives_as_it_is(same: str) -> None:
    writer = database_writer()
    numbers = list(writer.reserve(Segment, 2))
    now = dt.datetime(2022, 11, 22, tzinfo=dt.UTC)
    columns = {
        "id": numbers,
        "name": ["Banks", "Shops"],
        "description": same,
        "version": 1,
        "is_target": False,
        "created_at": now,
        "changed_at": now,
    }
    rest = {str(field.column): field.get_default() for field in Segment._meta.concrete_fields if not field.primary_key}

    writer.insert(Segment, rest | columns, 2)

    assert list(Segment.objects.order_by("id").values_list("id", "name", "description", "is_target")) == [
        (numbers[0], "Banks", same, False),
        (numbers[1], "Shops", same, False),
    ]


def test_no_id_is_given_out_twice() -> None:
    writer = database_writer()

    found = [number for count in (1, 1_000, 3) for number in writer.reserve(Segment, count)]

    assert len(set(found)) == 1_004
    assert found == sorted(found)
