"""Demand from records: each account once, money by currency, pages and files that say the same."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from nervecenter.definition.models import Requirement, RequirementHighlight
from nervecenter.definition.queries.demand import LINKS, all_demand, live_needs
from nervecenter.definition.queries.demand_ranking import ranked_needs
from nervecenter.domain.demand.counting import Demand, demand
from nervecenter.domain.demand.rows import AccountRow, EvidenceRow, OpenDealRow
from nervecenter.evidence.models import Deal, Evidence, Highlight
from nervecenter.evidence.queries.asking import need_backing
from nervecenter.evidence.queries.demand import problem_demand
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Problem, Segment
from nervecenter.portfolio.models import Module, Product

TODAY = dt.date(2026, 6, 30)
PATH = "/evidence/demand/"


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    text = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def account(name: str, **values: Any) -> Account:
    """An account."""
    return Account.objects.create(name=name, **values)


def said(problem: Problem, by: Account | None, day: str = "", importance: int | None = None, **values: Any) -> Evidence:
    """A piece of evidence for a problem; with an importance also the highlight that states it."""
    passage = values.pop("passage", "")
    piece = Evidence.objects.create(
        name=values.pop("name", "said"), account=by, occurred_on=dt.date.fromisoformat(day) if day else None, **values
    )
    piece.problems.add(problem)
    if importance is not None:
        Highlight.objects.create(evidence=piece, problem=problem, importance=importance, passage=passage)
    return piece


@pytest.mark.django_db
def test_each_account_counts_once_with_its_latest_stated_importance_times_the_weight_of_its_segment() -> None:
    heavy = Segment.objects.create(name="Banks", weight=Decimal("2.5"))
    bank = account("Bank", segment=heavy, recurring_revenue=Decimal(9000), currency="EUR")
    shop = account("Shop", recurring_revenue=Decimal(500), currency="USD")
    calm = account("Calm", recurring_revenue=Decimal(7), currency="EUR")
    slow = Problem.objects.create(name="Slow")
    said(slow, bank, "2026-01-01", 3)
    said(slow, bank, "2026-05-01", 2)
    said(slow, bank, "2026-06-01")
    said(slow, shop, "2025-01-01")
    said(slow, calm, "2026-06-20", 0)
    said(slow, None, "2026-06-29", 3)
    for outcome, amount, owner in (("open", 100, bank), ("open", 50, bank), ("won", 900, bank), ("open", 7, calm)):
        Deal.objects.create(name="d", outcome=outcome, amount=amount, currency="EUR", account=owner)

    found = problem_demand(slow.pk, TODAY)

    assert found == Demand(
        need=f"prb-{slow.pk}",
        score=6.0,
        accounts=2,
        noted=1,
        recurring_revenue=(("EUR", Decimal(9000)), ("USD", Decimal(500))),
        pipeline=(("EUR", Decimal(150)),),
        named_pipeline=(),
        open_deals=2,
        latest_on=dt.date(2026, 6, 29),
        days_since=1,
        top_account=f"acc-{bank.pk}",
        top_share=5 / 6,
        recent_share=5 / 6,
        pieces=6,
        without_account=1,
    )


@pytest.mark.django_db
def test_what_is_archived_and_what_is_no_longer_linked_does_not_count() -> None:
    shop, slow = account("Shop"), Problem.objects.create(name="Slow")
    gone = said(slow, shop, "2026-01-01", 3)
    gone.archived_at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    gone.save()
    loose = said(slow, shop, "2026-01-02", 3)
    loose.problems.clear()
    kept = said(slow, shop, "2026-01-03", 3)
    Highlight.objects.filter(evidence=kept).update(archived_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))

    found = problem_demand(slow.pk, TODAY)

    assert found is not None
    assert (found.pieces, found.score, found.accounts) == (1, 1.0, 1)


@pytest.mark.django_db
def test_a_requirement_has_the_evidence_of_its_problems_and_its_own_each_piece_once() -> None:
    bank, shop = account("Bank"), account("Shop")
    slow, loud = (Problem.objects.create(name=name) for name in ("Slow", "Loud"))
    wanted = Requirement.objects.create(name="Faster")
    wanted.problems.set([slow, loud])
    both = said(slow, bank, "2026-01-01", 1)
    both.problems.add(loud)
    wanted.evidence.add(both)
    said(loud, bank, "2026-02-01", 3)
    own = Evidence.objects.create(name="asked", account=shop, occurred_on=dt.date(2026, 3, 1))
    wanted.evidence.add(own)
    RequirementHighlight.objects.create(evidence=own, requirement=wanted, importance=2)

    found = all_demand(TODAY)

    assert {need: (each.pieces, each.accounts, each.score) for need, each in found.items()} == {
        f"prb-{slow.pk}": (1, 1, 1.0),
        f"prb-{loud.pk}": (2, 1, 3.0),
        f"req-{wanted.pk}": (3, 2, 5.0),
    }


@pytest.mark.django_db
def test_an_open_deal_that_evidence_names_is_at_stake_once() -> None:
    slow, bank = Problem.objects.create(name="Slow"), account("Bank")
    named = Deal.objects.create(name="n", outcome="open", amount=40, currency="EUR")
    own = Deal.objects.create(name="o", outcome="open", amount=2, currency="EUR", account=bank)
    said(slow, bank, "2026-01-01", deal=named)
    said(slow, None, "2026-01-01", deal=named)
    said(slow, bank, "2026-01-01", deal=own)

    found = problem_demand(slow.pk, TODAY)

    assert found is not None
    assert (found.pipeline, found.named_pipeline, found.open_deals) == (
        (("EUR", Decimal(42)),), (("EUR", Decimal(42)),), 2,
    )  # fmt: skip
    assert (found.pieces, found.without_account) == (3, 1)


@pytest.mark.django_db
def test_accounts_stand_behind_a_need_with_their_latest_words_the_weightiest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    slow = Problem.objects.create(name="Slow")
    banks = Segment.objects.create(name="Banks", rule="industry = 'bank'")
    bank, shop, calm = (account(name, industry=name.lower()) for name in ("Bank", "Shop", "Calm"))
    said(slow, bank, "2026-01-01", 2, passage="a day each")
    said(slow, shop, "2026-01-01", 3, passage="too slow")
    last = said(slow, shop, "2026-02-01", 1, passage="better now", name="Call")
    said(slow, calm, "2026-03-01", 0)
    said(slow, None, "2026-03-01", 3)

    with django_assert_num_queries(9):
        found = need_backing(LINKS["problem"], slow.pk, TODAY, limit=2)

    assert found.accounts == 3
    assert [row.segment for row in found.rows] == [banks.name, ""]
    assert [(row.name, row.importance, row.score, row.passage, row.pieces) for row in found.rows] == [
        ("Bank", 2, 2.0, "a day each", 1),
        ("Shop", 1, 1.0, "better now", 2),
    ]
    assert (found.rows[1].evidence, found.rows[1].title, found.rows[1].latest_on) == (
        last.pk, "Call", dt.date(2026, 2, 1),
    )  # fmt: skip


@pytest.mark.django_db
def test_with_a_segment_only_its_accounts_count() -> None:
    banks = Segment.objects.create(name="Banks")
    slow, bank = Problem.objects.create(name="Slow"), account("Bank", segment=banks)
    said(slow, bank, "2026-01-01", 2)
    said(slow, account("Shop"), "2026-01-01", 3)
    said(slow, None, "2026-01-01", 3)

    found = all_demand(TODAY, segment=banks.pk)[f"prb-{slow.pk}"]

    assert (found.score, found.accounts, found.pieces, found.without_account) == (2.0, 1, 1, 0)
    assert [row.name for row in need_backing(LINKS["problem"], slow.pk, TODAY, segment=banks.pk).rows] == ["Bank"]


@pytest.mark.django_db
def test_needs_of_a_product_are_its_requirements_their_problems_and_what_evidence_about_it_says() -> None:
    audit, other = (Product.objects.create(name=name) for name in ("Audit", "Other"))
    module = Module.objects.create(name="Reports", product=audit)
    slow, loud, far = (Problem.objects.create(name=name) for name in ("Slow", "Loud", "Far"))
    for name, values in (("Own", {"product": audit}), ("By module", {"module": module}), ("Not", {"product": other})):
        Requirement.objects.create(name=name, **values)
    Requirement.objects.get(name="Own").problems.add(slow)
    said(loud, None, product=audit)
    said(far, None, product=other)
    Requirement.objects.create(name="Dropped", product=audit, status="dropped")

    found = live_needs(product=audit.pk)

    assert sorted((each.kind, each.name) for each in found) == [
        ("problem", "Loud"), ("problem", "Slow"), ("requirement", "By module"), ("requirement", "Own"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_needs_are_ranked_by_each_figure_and_money_in_one_currency() -> None:
    rich, keen = account("Rich", recurring_revenue=Decimal(9), currency="EUR"), account("Keen")
    dollar = account("Dollar", recurring_revenue=Decimal(99), currency="USD")
    one, two, three = (Problem.objects.create(name=name) for name in ("One", "Two", "Three"))
    said(one, rich, "2026-01-01", 1)
    said(two, keen, "2026-03-01", 3)
    said(two, dollar, "2026-01-01", 1)
    said(three, keen, "2026-02-01", 1)
    Deal.objects.create(name="d", outcome="open", amount=5, currency="EUR", account=keen)
    found, needs = all_demand(TODAY), live_needs()

    orders = {
        measure: [each.need.name for each in ranked_needs(needs, found, measure, "EUR")]
        for measure in ("weighted", "accounts", "revenue", "pipeline", "latest")
    }

    assert orders == {
        "weighted": ["Two", "One", "Three"],
        "accounts": ["Two", "One", "Three"],
        "revenue": ["One", "Two", "Three"],
        "pipeline": ["Two", "Three", "One"],
        "latest": ["Two", "Three", "One"],
    }


@pytest.mark.django_db
def test_all_demand_is_counted_with_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    problems = [Problem.objects.create(name=f"p{number}") for number in range(5)]
    for number in range(20):
        said(problems[number % 5], account(f"a{number}"), "2026-01-01", number % 4)

    with django_assert_num_queries(8):
        found = all_demand(TODAY)

    assert len(found) == 5


PIECES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.none(), st.integers(0, 3)),
        st.one_of(st.none(), st.integers(0, 3)),
        st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 30))),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=14,
)


class SameAsTheEngine(TestCase):
    """What the database brings together gives what the engine gives over every single piece."""

    @given(
        pieces=PIECES,
        accounts=st.lists(
            st.tuples(
                st.sampled_from([None, Decimal("0.50"), Decimal(3)]), st.integers(0, 50), st.sampled_from(["EUR", ""])
            ),
            min_size=4,
            max_size=4,
        ),
        deals=st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 3)), st.integers(0, 9)), min_size=4, max_size=4),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_demand_in_sql_equals_the_engine_over_plain_rows(
        self,
        pieces: list[tuple[int, int | None, int | None, dt.date | None, int | None]],
        accounts: list[tuple[Decimal | None, int, str]],
        deals: list[tuple[int | None, int]],
    ) -> None:
        problems = [Problem.objects.create(name=f"p{number}") for number in range(3)]
        known = [
            account(
                f"a{number}",
                segment=None if weight is None else Segment.objects.create(name="s", weight=weight),
                recurring_revenue=revenue,
                currency=currency,
            )
            for number, (weight, revenue, currency) in enumerate(accounts)
        ]
        opened = [
            Deal.objects.create(
                name="d", outcome="open", amount=amount, currency="EUR", account=None if of is None else known[of]
            )
            for of, amount in deals
        ]
        rows = []
        for problem, of, importance, day, deal in pieces:
            by = None if of is None else known[of]
            named = None if deal is None else opened[deal]
            said(problems[problem], by, day.isoformat() if day else "", importance, deal=named)
            rows.append(
                EvidenceRow(
                    f"prb-{problems[problem].pk}",
                    f"acc-{by.pk}" if by else "",
                    importance,
                    day,
                    f"dea-{named.pk}" if named else "",
                )
            )

        found = all_demand(TODAY)

        assert found == demand(
            rows,
            [
                AccountRow(
                    f"acc-{one.pk}", one.segment.weight if one.segment else 1, one.recurring_revenue, one.currency
                )
                for one in known
            ],
            [
                OpenDealRow(f"dea-{one.pk}", f"acc-{one.account_id}" if one.account_id else "", one.amount, "EUR")
                for one in opened
            ],
            TODAY,
        )


@pytest.mark.django_db
def test_the_page_says_what_is_asked_for_most_and_by_whom(editor: Client) -> None:
    bank = account("Bank", recurring_revenue=Decimal(9000), currency="EUR")
    slow, loud = (Problem.objects.create(name=name) for name in ("Slow exports", "Loud"))
    Problem.objects.create(name="Silent")
    said(slow, bank, "2026-01-01", 3)
    said(slow, account("Shop"), "2026-01-01", 2)
    said(loud, bank, "2026-01-01", 1)

    page = bare(editor.get(PATH))

    assert "Slow exports is asked for most, by 2 accounts that pay EUR 9,000 a year" in page
    assert "2 of 3 problems and requirements have an account behind them." in page
    assert "2 lean on one account for half or more." in page
    assert "Bank is 60 % of it" in page
    assert "Only Bank asks for it" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Slow", "Faster"]),
        ("?of=requirement", ["Faster"]),
        ("?sort=latest", ["Faster", "Slow"]),
        ("?sort=revenue", ["Slow", "Faster"]),
    ],
)
def test_the_page_is_filtered_and_ranked_by_its_address(editor: Client, query: str, names: list[str]) -> None:
    said(Problem.objects.create(name="Slow"), account("Bank", recurring_revenue=1), "2026-01-01", 3)
    wanted = Requirement.objects.create(name="Faster")
    wanted.evidence.add(Evidence.objects.create(name="x", account=account("Shop"), occurred_on=dt.date(2026, 5, 1)))

    found = editor.get(PATH + query).context["rows"]

    assert [row.ranked.need.name for row in found] == names


@pytest.mark.django_db
def test_an_unknown_figure_to_rank_by_is_refused_in_words(editor: Client) -> None:
    answer = editor.get(f"{PATH}?sort=loudness")

    assert answer.status_code == 422
    assert "'loudness' is not one of weighted, accounts, revenue, pipeline, latest" in bare(answer).replace(
        "&#x27;", "'"
    )


@pytest.mark.django_db
def test_the_page_as_a_file_has_every_need_with_its_figures(editor: Client) -> None:
    bank = account("=Bank", recurring_revenue=Decimal(9000), currency="EUR")
    slow = Problem.objects.create(name="=Slow")
    said(slow, bank, "2026-01-01", 3, passage="=1+1")

    needs = editor.get(f"{PATH}?csv=demand").content.decode().splitlines()
    accounts = editor.get(f"{PATH}prb-{slow.pk}/?csv=accounts").content.decode().splitlines()

    assert needs[1].startswith(f"prb-{slow.pk},'=Slow,problem,,3.0,1,0,EUR 9000.00,,,0,2026-01-01,acc-{bank.pk},1.0,")
    assert accounts[1].startswith(f"acc-{bank.pk},'=Bank,,3,2026-01-01,3.0,EUR 9000.00,0,,1,")
    assert accounts[1].endswith(",said,'=1+1")


@pytest.mark.django_db
def test_a_problem_s_page_shows_the_accounts_behind_it(editor: Client) -> None:
    bank = account("Bank", recurring_revenue=Decimal(9000), currency="EUR")
    slow = Problem.objects.create(name="Slow")
    said(slow, bank, "2026-01-01", 3, passage="takes a day")
    Deal.objects.create(name="d", outcome="open", amount=40, currency="EUR", account=bank)

    page = bare(editor.get(f"/market/problems/prb-{slow.pk}/"))

    assert "1 account asks for it, paying EUR 9,000 a year, with EUR 40 in 1 open deal." in page
    assert "“takes a day”" in page
    assert "Only Bank asks for it." in page


@pytest.mark.django_db
def test_a_page_of_a_need_that_is_none_is_refused_in_words(editor: Client) -> None:
    answers = [editor.get(f"{PATH}{public_id}/") for public_id in ("acc-1", "prb-999", "nonsense")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "is no problem and no requirement; only these have a demand" in bare(answers[0])
