"""The search index holds every record, however it was written, and forgets what is gone."""

import pytest
from django.db import connection

from nervecenter.foundation.resources import all_resources, resource
from nervecenter.foundation.searching import search
from nervecenter.foundation.triggers import search_base
from nervecenter.market.models import Competitor, Problem

pytestmark = pytest.mark.django_db


def documents() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_search")
        return int(cursor.fetchone()[0])


def test_title_comes_before_text_and_the_last_word_may_be_a_beginning() -> None:
    Problem.objects.create(name="Nothing much", statement="the audit takes long")
    Problem.objects.create(name="Audit reports are slow")

    hits = search("aud")

    assert [hit.title for hit in hits] == ["Audit reports are slow", "Nothing much"]
    assert hits[0].path == f"/market/problems/{hits[0].public_id}/"


def test_every_word_must_occur_and_accents_do_not_matter() -> None:
    Problem.objects.create(name="Révision lente")
    Problem.objects.create(name="Lente attente")

    assert [hit.title for hit in search("lente revision")] == ["Révision lente"]


def test_bulk_and_raw_writes_are_searched_too() -> None:
    Competitor.objects.bulk_create([Competitor(name=f"Rival {number}") for number in range(30)])
    Competitor.objects.filter(name="Rival 7").update(name="Acme Suite")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM market_competitor WHERE name = 'Rival 8'")

    assert [hit.title for hit in search("acme")] == ["Acme Suite"]
    assert len(search("rival", limit=100)) == 28
    assert documents() == Competitor.objects.count() == 29


def test_a_search_may_be_narrowed_to_kinds() -> None:
    Competitor.objects.create(name="Audit Rival")
    Problem.objects.create(name="Audit is slow")

    assert [hit.kind for hit in search("audit", kinds=["problem"])] == ["problem"]


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "*", "AND OR NOT", "a:b", "'; DROP TABLE", "(", "-x", "\\", "ü" * 500]
)
def test_no_text_breaks_the_search(text: str) -> None:
    Problem.objects.create(name="Audit")

    assert all(hit.kind for hit in search(text))


def test_kinds_do_not_share_numbers() -> None:
    bases = {search_base(declared) for declared in all_resources()}

    assert len(bases) == len(all_resources())
    assert max(bases) < 2**62
    assert search_base(resource("problem")) > 0
