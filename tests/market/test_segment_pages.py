"""The pages of a segment: its standing among the others, its rule in a form, and the accounts that belong to it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.users import User
from nervecenter.market.models import Segment
from nervecenter.market.queries.segments import segment_standing
from tests.factories import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which somebody is signed in who may change records."""
    client.force_login(User.objects.create(username="eva", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def market() -> tuple[Any, Any]:
    """Two segments with a common account, one account of a third by its own field, and one that belongs nowhere."""
    german = made("segment", name="German", rule='country = "DE"')
    large = made("segment", name="Large", rule="employees >= 100")
    other = made("segment", name="Other")
    customer = {"status": "customer", "recurring_revenue": "1000", "currency": "EUR"}
    made("account", name="Both", country="DE", employees=500, **customer)
    made("account", name="Small German", country="DE", employees=5)
    made("account", name="Large French", country="FR", employees=500, **customer | {"currency": "USD"})
    made("account", name="Chosen by hand", country="DE", segment=other.pk)
    made("account", name="Nowhere", country="FR", employees=5)
    return german, large


def test_a_segment_counts_what_belongs_to_it_what_it_shares_and_what_is_left(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    german, large = market()

    with django_assert_num_queries(3):
        found = segment_standing(large.pk)

    assert found is not None
    assert (found.share.accounts, found.share.customers, found.share.revenue) == (1, 1, (("USD", Decimal(1000)),))
    assert (found.written, found.elsewhere, found.without, found.accounts) == (0, 1, 1, 5)
    assert [(each.segment, each.accounts) for each in found.overlaps] == [(german.pk, 1)]


def test_the_page_of_a_segment_says_its_rule_in_words_and_links_its_accounts(editor: Client) -> None:
    german, _ = market()

    page = text(editor.get(f"/market/segments/seg-{german.pk}/"))
    accounts = text(editor.get(f"/market/segments/seg-{german.pk}/accounts/"))
    without = text(editor.get("/market/segments/without/"))

    assert "when <b>country is DE</b>" in page
    assert "1,000 EUR" in page
    assert "<b>2 of 5 accounts</b> belong to German." in accounts
    assert [name in accounts for name in ("Both", "Small German", "Large French", "Chosen by hand")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "<b>1 of 5 accounts</b> belongs to no segment." in without


def sent(**fields: Any) -> dict[str, Any]:
    """A form with conditions, as a browser sends it."""
    return {"flat": "yes", "was": "", "rule": "", "join": "and", "act": "show"} | fields


def test_conditions_become_text_and_are_counted_before_anything_is_saved(editor: Client) -> None:
    german, _ = market()
    form = sent(attribute=["country", "employees"], operator=["in", ">="], value=["DE, FR", "100"])

    page = text(editor.post(f"/market/segments/seg-{german.pk}/rule/", form | {"expected_version": 1}))

    assert "<b>2 of 5 accounts</b> meet this rule, 2 of them customers" in page
    assert "country in (&quot;DE&quot;, &quot;FR&quot;) and employees &gt;= 100" in page
    assert Segment.objects.get(pk=german.pk).rule == 'country = "DE"'


def test_an_edited_text_becomes_conditions_and_goes_before_them(editor: Client) -> None:
    form = sent(rule='industry = "mining" or employees > 7', attribute=["country"], operator=["="], value=["DE"])

    page = text(editor.post("/market/segments/by-rule/", form))

    assert '<option value="or" selected>' in page
    assert 'name="value" value="mining"' in page
    assert 'name="value" value="7"' in page


def test_conditions_are_added_and_removed_without_scripts(editor: Client) -> None:
    form = sent(attribute=["country", "employees"], operator=["=", ">"], value=["DE", "5"])

    added = text(editor.post("/market/segments/by-rule/", form | {"act": "add"}))
    removed = text(editor.post("/market/segments/by-rule/", form | {"act": "remove-1"}))

    assert added.count('name="attribute"') == 3
    assert removed.count('name="attribute"') == 1
    assert 'name="value" value="5"' in removed


def test_a_rule_is_saved_as_one_change_and_one_that_is_stale_is_refused(editor: Client) -> None:
    german, _ = market()
    path = f"/market/segments/seg-{german.pk}/rule/"
    form = sent(act="save", was='country = "DE"', rule='country = "AT"', expected_version=1)

    saved = editor.post(path, form)
    stale = editor.post(path, form | {"rule": 'country = "CH"'})

    assert (saved.status_code, stale.status_code) == (302, 412)
    assert Segment.objects.get(pk=german.pk).rule == 'country = "AT"'
    assert Changeset.objects.order_by("-id").values_list("action", flat=True)[0] == "segment.changed"


def test_a_condition_without_a_number_is_named_and_nothing_is_saved(editor: Client) -> None:
    german, _ = market()
    form = sent(act="save", attribute=["country", "employees"], operator=["=", ">"], value=["DE", "many"])

    answer = editor.post(f"/market/segments/seg-{german.pk}/rule/", form | {"expected_version": 1})

    assert answer.status_code == 422
    assert "Condition 2:" in text(answer)
    assert Segment.objects.get(pk=german.pk).rule == 'country = "DE"'


def test_a_new_segment_is_made_of_conditions_and_needs_a_name(editor: Client) -> None:
    form = sent(act="save", attribute=["region"], operator=["is empty"], value=[""])

    nameless = editor.post("/market/segments/by-rule/", form)
    named = editor.post("/market/segments/by-rule/", form | {"name": "Unplaced"})

    assert nameless.status_code == 422
    assert named.status_code == 302
    assert list(Segment.objects.values_list("name", "rule")) == [("Unplaced", "region is empty")]


def test_who_may_only_look_sees_the_accounts_and_no_form(client: Client) -> None:
    german, _ = market()
    client.force_login(User.objects.create(username="vic"))

    assert client.get(f"/market/segments/seg-{german.pk}/accounts/").status_code == 200
    assert client.get(f"/market/segments/seg-{german.pk}/rule/").status_code == 403


def test_while_typing_only_the_count_comes_back(editor: Client) -> None:
    form = sent(attribute=["country"], operator=["="], value=["DE"])

    part = text(editor.post("/market/segments/by-rule/", form, headers={"HX-Request": "true"}))

    assert part.startswith('<p class="answer" id="rule-live" role="status"><b>0 of 0 accounts</b> meet this rule')
    assert part.endswith("0 of them customers: country is DE.</p>")
