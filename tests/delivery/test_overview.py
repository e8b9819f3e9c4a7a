"""What shipped, in which edition, and which announced removals have passed their date."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.delivery.models import ReleaseItem
from nervecenter.delivery.queries.due import DueTotals, due_rows, due_totals
from nervecenter.delivery.queries.items import DeliveryQuery
from nervecenter.delivery.queries.shipped import (
    DeliveryTotals,
    delivery_totals,
    release_rows,
    shipped_by_product,
    shipped_by_release,
)
from nervecenter.foundation.users import User
from nervecenter.portfolio.models import Capability, Edition, Product, ProductLine, Release

pytestmark = pytest.mark.django_db

PATH = "/delivery/overview/"
TODAY = dt.date(2022, 11, 11)
ALL = DeliveryQuery()


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", text(response)).split())


def item(name: str, change: str = "shipped", *editions: Edition, **values: Any) -> ReleaseItem:
    """A release item, available in these editions."""
    made = ReleaseItem.objects.create(name=name, change=change, **values)
    made.editions.set(editions)
    return made


def test_a_change_counts_once_under_the_lowest_edition_that_has_it() -> None:
    basic, premium = (Edition.objects.create(name=name, rank=rank) for rank, name in enumerate(("Basic", "Premium")))
    may = Release.objects.create(name="4.2", released_on=dt.date(2022, 5, 22))
    scanning = Product.objects.create(name="Scanning")
    item("For all", "shipped", premium, basic, release=may, product=scanning)
    item("For some", "shipped", premium, release=may, product=scanning)
    item("For nobody yet", release=may)
    item("Gone", "removed", basic, release=may)

    by_release = shipped_by_release(ALL, [may.pk])
    by_product = shipped_by_product(ALL)

    assert {(one.name, one.edition, one.count) for one in by_release} == {
        ("4.2", basic.pk, 1),
        ("4.2", premium.pk, 1),
        ("4.2", None, 1),
    }
    assert {(one.name, one.edition, one.count) for one in by_product} == {
        ("Scanning", basic.pk, 1),
        ("Scanning", premium.pk, 1),
        ("", None, 1),
    }


def test_totals_and_rows_tell_changes_apart() -> None:
    old = Release.objects.create(name="4.1", released_on=dt.date(2022, 4, 22))
    new = Release.objects.create(name="4.2", released_on=dt.date(2022, 5, 22))
    for name, change, release in (("a", "shipped", old), ("b", "shipped", new), ("c", "removed", new)):
        item(name, change, release=release)
    item("d", "upgrade", release=new)
    ReleaseItem.objects.create(name="put away", release=new, archived_at=timezone.now())

    rows = release_rows(ALL)

    assert delivery_totals(ALL) == DeliveryTotals(items=4, shipped=2, releases=2, last_on=dt.date(2022, 5, 22))
    assert [(row.name, row.shipped, row.deprecated, row.removed, row.other) for row in rows] == [
        ("4.2", 1, 0, 1, 1),
        ("4.1", 1, 0, 0, 0),
    ]


def test_a_scope_narrows_to_the_products_of_a_line_and_an_edition_to_what_it_has() -> None:
    basic, premium = (Edition.objects.create(name=name, rank=rank) for rank, name in enumerate(("Basic", "Premium")))
    line = ProductLine.objects.create(name="Security")
    scanning = Product.objects.create(name="Scanning", line=line)
    item("a", "shipped", basic, premium, product=scanning)
    item("b", "shipped", premium, product=Product.objects.create(name="Billing"))

    counts = [
        delivery_totals(query).shipped
        for query in (
            DeliveryQuery(product_line=line.pk),
            DeliveryQuery(product=scanning.pk),
            DeliveryQuery(edition=premium.pk),
            DeliveryQuery(edition=basic.pk),
        )
    ]

    assert counts == [1, 1, 2, 1]


def test_removals_are_due_by_their_own_date_or_by_that_of_their_release() -> None:
    ahead = Release.objects.create(name="5.0", status="planned", released_on=dt.date(2023, 5, 22))
    item("long over", "deprecated", due_on=dt.date(2022, 1, 22))
    item("today", "deprecated", due_on=TODAY)
    item("with the next release", "deprecated", due_release=ahead)
    item("some day", "deprecated")
    item("goes with the release", "removed", release=ahead)

    rows = due_rows(ALL, TODAY)

    assert due_totals(ALL, TODAY) == DueTotals(overdue=1, ahead=3, undated=1, next_on=TODAY)
    assert [(row.name, row.days_over(TODAY)) for row in rows] == [
        ("long over", 293),
        ("today", 0),
        ("with the next release", -192),
        ("goes with the release", -192),
        ("some day", None),
    ]
    assert [row.name for row in due_rows(ALL, TODAY, state="undated")] == ["some day"]


def test_a_removal_on_record_settles_what_was_announced() -> None:
    old = Release.objects.create(name="5.0", released_on=dt.date(2022, 5, 22))
    planned = Release.objects.create(name="6.0", status="planned")
    export = Capability.objects.create(name="Export")
    over = dt.date(2022, 1, 22)
    for name in ("By name", "Not gone yet"):
        item(name, "deprecated", due_on=over)
    item("Old export", "deprecated", due_on=over, capability=export)
    item("By name", "removed", release=old)
    item("The export of old", "removed", release=old, capability=export)
    item("Not gone yet", "removed", release=planned)

    rows = due_rows(ALL, TODAY)

    assert [(row.name, row.change) for row in rows] == [("Not gone yet", "deprecated"), ("Not gone yet", "removed")]


@pytest.mark.parametrize(
    ("overdue", "ahead", "sentence"),
    [
        (0, 0, "1 change shipped in 1 release."),
        (1, 0, "; the one announced removal is past its date with no removal on record."),
        (0, 1, "; the one announced removal is not past its date."),
        (0, 2, "; none of 2 announced removals is past its date."),
        (1, 1, "; 1 of 2 announced removals is past its date with no removal on record."),
        (2, 1, "; 2 of 3 announced removals are past their date with no removal on record."),
    ],
)
def test_the_answer_counts_what_shipped_and_what_should_be_gone(
    editor: Client, overdue: int, ahead: int, sentence: str
) -> None:
    item("a", release=Release.objects.create(name="4.2"))
    for number in range(overdue):
        item(f"over {number}", "deprecated", due_on=dt.date(2020, 1, 22))
    for number in range(ahead):
        item(f"ahead {number}", "deprecated", due_on=dt.date(2999, 1, 22))

    assert sentence in bare(editor.get(PATH))


def test_the_answer_names_the_newest_date_and_counts_in_the_plural(editor: Client) -> None:
    for name, day in (("4.1", dt.date(2022, 4, 22)), ("4.2", dt.date(2022, 5, 22))):
        item("a", release=Release.objects.create(name=name, released_on=day))
    item("undated", "deprecated")

    response = bare(editor.get(PATH))

    assert "2 changes shipped in 2 releases, the newest of 22 May 2022; the one announced removal is not" in response
    assert "1 is announced without a date." in response


def test_without_items_the_page_says_what_it_is_for(editor: Client) -> None:
    response = text(editor.get(PATH))

    assert "<b>Nothing has shipped yet.</b>" in response
    assert '<a class="button main" href="/delivery/release-items/new/">' in response
    assert "For example" in response


def test_filters_that_fit_nothing_say_so(editor: Client) -> None:
    item("a", product=Product.objects.create(name="Billing"))
    scanning = Product.objects.create(name="Scanning")

    response = text(editor.get(f"{PATH}?scope=prd-{scanning.pk}"))

    assert "<b>No release item in Scanning fits these filters.</b>" in response
    assert "No release item yet" not in response


def test_every_number_of_a_release_leads_to_its_items(editor: Client) -> None:
    release = Release.objects.create(name="4.2")
    line = ProductLine.objects.create(name="Security")
    scanning = Product.objects.create(name="Scanning", line=line)
    item("a", release=release, product=scanning)
    item("b", release=release)

    response = text(editor.get(f"{PATH}?scope=lin-{line.pk}"))

    path = f"/delivery/release-items/?release=rel-{release.pk}&change=shipped&product=prd-{scanning.pk}"
    assert f'href="{path.replace("&", "&amp;")}"' in response
    assert "1 of 1" in bare(editor.get(path))


def test_a_very_long_name_and_markup_in_it_stay_text(editor: Client) -> None:
    item("<script>" + "long " * 50, "deprecated")

    response = text(editor.get(PATH))

    assert "&lt;script&gt;long long" in response
    assert "<script>long" not in response


def test_removals_are_paged_and_the_number_of_sql_queries_does_not_grow(editor: Client) -> None:
    release = Release.objects.create(name="4.2")
    item("a", release=release)
    editor.get(PATH)
    with CaptureQueriesContext(connection) as few:
        editor.get(PATH)

    ReleaseItem.objects.bulk_create(
        [ReleaseItem(name=f"old {number:03}", change="deprecated", release=release) for number in range(45)]
    )
    with CaptureQueriesContext(connection) as many:
        first = editor.get(PATH)
    last = editor.get(f"{PATH}?start=40")

    assert len(many) == len(few)
    assert len(few) <= 16
    assert "1 to 20 of 45" in bare(first)
    assert "41 to 45 of 45" in bare(last)
    assert ('rel="next"' in text(first), 'rel="next"' in text(last)) == (True, False)


def test_the_pictures_come_as_files_too(editor: Client) -> None:
    basic = Edition.objects.create(name="Basic")
    item("a", "shipped", basic, release=Release.objects.create(name="4.2", released_on=dt.date(2022, 5, 22)))

    response = editor.get(f"{PATH}?csv=releases")

    assert response.headers["Content-Type"].startswith("text/csv")
    assert text(response) == "Release,Date,Basic,Shipped 4.2,2022-05-22,1,1"


def test_a_wrong_filter_is_refused_in_words(editor: Client) -> None:
    wrong_word = editor.get(f"{PATH}?due=soon")
    wrong_kind = editor.get(f"{PATH}?edition=prd-1")

    assert (wrong_word.status_code, wrong_kind.status_code) == (422, 422)
    assert "&#x27;soon&#x27; is not one of overdue, ahead, undated" in text(wrong_word)
    assert "prd-1 is no edition" in text(wrong_kind)
