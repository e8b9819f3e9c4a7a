"""The page of wins and losses: its sentence, its groups, the deals behind each figure, and what records' pages show."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from nervecenter.evidence.models import Deal, DealReason, Driver, WinLossInterview
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Competitor, Segment
from nervecenter.portfolio.models import Product, Territory

pytestmark = pytest.mark.django_db

PATH, DEALS = "/evidence/win-loss/", "/evidence/win-loss/deals/"


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    text = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    text = re.sub(r'<span class="unseen">.*?</span>', "", text)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#x27;", "'").split())


def deals(won: int, lost: int, *, day: str = "2026-02-01", outcome: str = "lost", **values: Any) -> list[Deal]:
    """So many won and lost deals, closed on a day; the won ones are worth 10 EUR, the lost ones 5."""
    against = values.pop("against", None)
    found = [
        Deal.objects.create(
            name=f"deal {number}",
            outcome="won" if number < won else outcome,
            closed_on=dt.date.fromisoformat(day),
            amount=10 if number < won else 5,
            currency="EUR",
            **values,
        )
        for number in range(won + lost)
    ]
    for deal in found:
        if against:
            deal.competitors.add(against)
    return found


def test_the_sentence_says_how_many_were_won_how_sure_that_is_and_what_goes_with_it(editor: Client) -> None:
    deals(5, 25, against=Competitor.objects.create(name="Acme"))
    deals(40, 10, against=Competitor.objects.create(name="Bolt"))
    Deal.objects.create(name="open", outcome="open")

    page = bare(editor.get(PATH))

    assert "45 of 80 closed deals were won: 56.2 % (Wilson, 95 % sure: 45.3 % to 66.6 %)." in page
    assert "wins less often than the others (16.7 % against 80.0 %)." in page
    assert "1 deal still open and in no rate." in page
    assert "By value: EUR 450 won of EUR 625: 72.0 %." in page


def test_groups_with_too_few_deals_say_so_and_are_not_compared(editor: Client) -> None:
    deals(8, 4, seller="ana")
    deals(2, 1, seller="ben")

    groups = editor.get(f"{PATH}?by=seller").context["groups"]

    assert [(row.name, row.group.n, row.rate, row.bounds, row.points, row.q) for row in groups] == [
        ("ana", 12, "66.7 %", "39.1 % to 86.2 %", "+0.0", ""),
        ("ben", 3, "66.7 %", "20.8 % to 93.9 %", "", ""),
    ]
    assert [row.group.is_enough for row in groups] == [True, False]
    assert "too few to say" in bare(editor.get(f"{PATH}?by=seller"))


def test_each_figure_leads_to_its_deals_those_of_unknown_values_too(editor: Client) -> None:
    north = Territory.objects.create(name="North")
    deals(3, 2, territory=north)
    deals(1, 3)
    groups = {row.name: row for row in editor.get(f"{PATH}?by=territory").context["groups"]}

    counts = {
        name: (editor.get(row.deals_path).context["count"], editor.get(row.won_path).context["count"])
        for name, row in groups.items()
    }

    assert counts == {"North": (5, 3), "No territory named": (4, 1)}


def test_the_deals_of_a_quarter_and_of_a_reason_are_listed_with_their_sentence(editor: Client) -> None:
    price = DealReason.objects.create(name="Price")
    deals(1, 2, day="2026-03-31", seller_reason=price)
    deals(2, 0, day="2026-04-01")

    quarter = editor.get(f"{DEALS}?{urlencode({'by': 'quarter', 'value': '2026 Q1'})}")
    reason = editor.get(f"{DEALS}?by=reason&value=Price&outcome=not-won")

    assert "1 of 3 closed deals were won: 33.3 % (Wilson, 95 % sure: 6.1 % to 79.2 %), worth EUR 10." in bare(quarter)
    assert reason.context["count"] == 2


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("period=2026-Q1", 3),
        ("period=2026", 7),
        ("period=2025", 5),
        ("", 12),
        ("scope={product}", 4),
        ("segment={segment}", 3),
        ("competitor={competitor}", 5),
    ],
)
def test_period_product_segment_and_competitor_narrow_the_deals(editor: Client, query: str, n: int) -> None:
    audit, banks = Product.objects.create(name="Audit"), Segment.objects.create(name="Banks", rule="industry = 'bank'")
    acme = Competitor.objects.create(name="Acme")
    deals(1, 2, day="2026-01-01", account=Account.objects.create(name="Bank", industry="bank"))
    deals(2, 2, day="2026-04-01", product=audit)
    deals(2, 3, day="2025-12-31", against=acme)
    ids = {"product": f"prd-{audit.pk}", "segment": f"seg-{banks.pk}", "competitor": f"cmp-{acme.pk}"}

    report = editor.get(f"{PATH}?{query.format(**ids)}").context["report"]

    assert report.rate.n == n


def test_a_period_that_is_none_is_refused_in_words(editor: Client) -> None:
    answers = [editor.get(f"{PATH}?period={period}") for period in ("soon", "2026-Q5", "0000", "26", "2026-Q")]

    assert [answer.status_code for answer in answers[:4]] == [422, 422, 422, 422]
    assert "'soon' is no period; write 2026, 2026-Q1, last-90 or last-365" in bare(answers[0])


def test_sellers_and_buyers_reasons_stand_beside_each_other_with_their_agreement(editor: Client) -> None:
    price, trust = (DealReason.objects.create(name=name) for name in ("Price", "Trust"))
    for number, deal in enumerate(deals(0, 4, seller_reason=price)):
        interview = WinLossInterview.objects.create(name="talk", deal=deal)
        Driver.objects.create(interview=interview, reason=price if number else trust, strength=3)

    page = editor.get(PATH)

    assert page.context["figures"]["reasons"].rows == [("Price", 4, 3), ("Trust", 0, 1)]
    assert "In 3 of 4 deals with both, seller and buyer name the same main reason" in bare(page)
    assert "In 1 the seller named none of the buyer's reasons." in bare(page)
    assert editor.get(page.context["disagreeing_path"]).context["count"] == 1


def test_what_is_written_shows_at_once_although_the_answer_is_remembered(editor: Client) -> None:
    (first, *_) = deals(3, 1)
    before = editor.get(PATH).context["report"].rate
    again = editor.get(PATH).context["report"].rate
    first.outcome = "lost"
    first.save()

    after = editor.get(PATH).context["report"].rate

    assert (before.won, again.won, after.won) == (3, 3, 2)


def test_without_deals_and_with_open_deals_alone_the_page_says_what_to_do(editor: Client) -> None:
    empty = bare(editor.get(PATH))
    Deal.objects.create(name="open", outcome="open")

    still = bare(editor.get(PATH))

    assert "No deal has been closed yet." in empty
    assert "No deals yet" in empty
    assert "Import deals" in empty
    assert "No deal has been closed yet; 1 deal still open." in still
    assert "All deals are open" in still


def test_the_page_of_a_competitor_and_of_a_product_shows_its_win_rate_and_the_reasons_against_it(
    editor: Client,
) -> None:
    acme, audit = Competitor.objects.create(name="Acme"), Product.objects.create(name="Audit")
    deals(1, 3, against=acme, product=audit, seller_reason=DealReason.objects.create(name="Price"))
    deals(5, 0)

    pages = [
        bare(editor.get(path))
        for path in (f"/market/competitors/cmp-{acme.pk}/", f"/portfolio/products/prd-{audit.pk}/")
    ]
    nobody = bare(editor.get(f"/market/competitors/cmp-{Competitor.objects.create(name='Quiet').pk}/"))

    for page in pages:
        assert "1 of 4 closed deals were won: 25.0 % (Wilson, 95 % sure: 4.6 % to 69.9 %), worth EUR 10." in page
        assert "Price 3 0" in page
    assert "Win and loss in full" not in nobody


def test_a_hundred_groups_are_listed_and_twenty_drawn(editor: Client) -> None:
    for number in range(105):
        deals(1, 0, seller=f"seller {number:03}")

    page = editor.get(f"{PATH}?by=seller")
    figure = page.context["figures"]["groups"]

    assert (len(page.context["groups"]), page.context["group_count"], len(figure.rows)) == (100, 105, 105)
    assert len(figure.specification["data"]["values"]) == 20
    assert "The 20 largest of 105 are drawn." in figure.note


def test_the_number_of_queries_does_not_grow_with_the_deals(editor: Client, django_assert_max_num_queries: Any) -> None:
    deals(10, 10, territory=Territory.objects.create(name="North"))
    with django_assert_max_num_queries(30):
        editor.get(PATH)
    for number in range(5):
        deals(10, 10, territory=Territory.objects.create(name=f"t{number}"), seller=f"s{number}")

    with django_assert_max_num_queries(30):
        editor.get(PATH)


@pytest.fixture(scope="module")
def pipeline() -> Iterator[list[dict[str, str]]]:
    """The public sales pipeline beside the repository."""
    folder = Path(__file__).parents[2].resolve().parent / "shared" / "data" / "crm_maven"
    if not folder.is_dir():
        pytest.skip("the public sales pipeline is not beside this repository")
    with (folder / "sales_teams.csv").open() as lines:
        teams = {row["sales_agent"]: row for row in csv.DictReader(lines)}
    with (folder / "sales_pipeline.csv").open() as lines:
        yield [row | teams[row["sales_agent"]] for row in csv.DictReader(lines)]


def test_a_public_pipeline_shows_its_known_figures(editor: Client, pipeline: list[dict[str, str]]) -> None:
    offices = {name: Territory.objects.create(name=name) for name in {row["regional_office"] for row in pipeline}}
    outcomes = {"Won": "won", "Lost": "lost_unknown"}
    rows = [
        Deal(
            name=row["opportunity_id"],
            outcome=outcomes.get(row["deal_stage"], "open"),
            closed_on=row["close_date"] or None,
            opened_on=row["engage_date"] or None,
            amount=row["close_value"] or None,
            currency="USD",
            territory=offices[row["regional_office"]],
            created_at=timezone.now(),
        )
        for row in pipeline
    ]
    Deal.objects.bulk_create(rows, batch_size=1000)

    page = editor.get(f"{PATH}?by=territory")

    assert "4,238 of 6,711 closed deals were won: 63.2 %" in bare(page)
    assert round(page.context["report"].rate.win_rate, 4) == 0.6315
    assert {row.name: row.won_amounts for row in page.context["groups"]} == {
        "West": "USD 3,568,647", "Central": "USD 3,346,293", "East": "USD 3,090,594",
    }  # fmt: skip
    assert page.context["figures"]["won-USD"].rows == [
        ("2017 Q1", 1134672.0), ("2017 Q2", 3086111.0), ("2017 Q3", 2982255.0), ("2017 Q4", 2802496.0),
    ]  # fmt: skip
    assert page.context["report"].by_value[0].won_amount == Decimal(10_005_534)
    assert page.context["foresight"] in ("weak", "not enough data")
