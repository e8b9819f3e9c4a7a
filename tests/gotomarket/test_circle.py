"""Who we profiled for a segment, beside who took part in the deals that we won there."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from nervecenter.foundation.users import User
from nervecenter.gotomarket.queries.circle import circle
from tests.factories import made

pytestmark = pytest.mark.django_db


def banks() -> Any:
    """A segment by rule with three won deals: a champion is profiled and spoken to, legal takes part unprofiled."""
    segment = made("segment", name="Banks", rule='industry = "bank"')
    bank = made("account", name="Northwind", industry="bank")
    shop = made("account", name="Corner shop", industry="retail")
    champion = made("contact", name="Ines", role="champion")
    first, second, third, lost, other = (
        made("deal", name=name, outcome=outcome, account=account.pk)
        for name, outcome, account in (
            ("first", "won", bank), ("second", "won", bank), ("third", "won", bank), ("lost", "lost", bank),
            ("other", "won", shop),
        )
    )  # fmt: skip
    for deal, role in ((first, "legal_security"), (second, "legal_security"), (lost, "user"), (other, "procurement")):
        made("deal_contact", deal=deal.pk, role=role)
    made("deal_contact", deal=first.pk, role="", contact=champion.pk)
    made("deal_contact", deal=first.pk, role="legal_security")
    assert third.pk
    made("buyer_role", name="Head of risk", segment=segment.pk, role="champion", cares_about="Audits")
    made("buyer_role", name="Clerk", segment=segment.pk, role="user")
    made("message", segment=segment.pk, buyer_role="champion")
    return segment


def test_roles_seen_and_not_profiled_come_first_each_deal_counted_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    segment = banks()

    with django_assert_num_queries(5):
        found = circle(segment.pk)

    assert (found.won, found.with_roles) == (3, 2)
    assert [(each.role, each.deals, len(each.profiles), each.has_message) for each in found.roles] == [
        ("legal_security", 2, 0, False),
        ("champion", 1, 1, True),
        ("user", 0, 1, False),
    ]


def test_the_page_answers_who_is_missing_and_offers_to_profile_them(client: Client) -> None:
    segment = banks()
    client.force_login(User.objects.create(username="eva", role="editor"))

    page = " ".join(client.get(f"/market/segments/seg-{segment.pk}/circle/").content.decode().split())
    record = " ".join(client.get(f"/market/segments/seg-{segment.pk}/").content.decode().split())

    told = "<b>1 role takes part in 2 won deals and is not profiled</b>: legal and security (in 2)."
    assert told in page
    assert told in record
    assert f"/market/buyer-roles/new/?segment=seg-{segment.pk}&amp;role=legal_security" in page
    assert "2 of 3 won deals" in page.replace('<data value="2">2</data>', "2").replace('<data value="3">3</data>', "3")


def test_without_won_deals_that_name_roles_it_says_that_nothing_can_be_compared(client: Client) -> None:
    segment = made("segment", name="Empty")
    client.force_login(User.objects.create(username="vera"))

    page = client.get(f"/market/segments/seg-{segment.pk}/circle/").content.decode()

    assert "<b>No won deal of this segment names who took part</b>" in page
    assert "Nobody profiled, nobody seen" in page
