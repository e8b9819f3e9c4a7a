"""What the checks read of deals and of the market's voice."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from nervecenter.definition.models import Requirement
from nervecenter.evidence.models import Deal, DealReason, Driver, Evidence, WinLossInterview
from nervecenter.gotomarket.models import Claim, Positioning
from nervecenter.honesty.queries import company_facts
from nervecenter.market.models import Account, Competitor, Persona, Problem, Segment
from nervecenter.people.models import Person
from nervecenter.portfolio.models import Channel, Offering, Product, ProductLine

pytestmark = pytest.mark.django_db

TODAY = dt.date(2022, 11, 11)


def said(problem: Problem | None = None, *, account: Account | None = None, **values: Any) -> Evidence:
    found = Evidence.objects.create(name="said so", account=account, **values)
    if problem:
        found.problems.add(problem)
    return found


def test_a_problem_of_one_account_names_it_and_of_several_only_counts_them() -> None:
    northwind, fabrikam = (Account.objects.create(name=name) for name in ("Northwind", "Fabrikam"))
    one, two, none = (Problem.objects.create(name=name) for name in ("One", "Two", "None"))
    for _ in range(3):
        said(one, account=northwind)
    said(two, account=northwind)
    said(two, account=fabrikam)
    said(none)
    said(one, account=fabrikam, archived_at=timezone.now())

    facts = {row.label: row for row in company_facts(TODAY).problems}

    told = {name: (row.account_count, row.account) for name, row in facts.items()}
    assert told == {"One": (1, "Northwind"), "Two": (2, ""), "None": (0, "")}


def test_aims_are_counted_where_they_are_known() -> None:
    problem = Problem.objects.create(name="Late")
    for aim in ("selling", "support", "learning", "", ""):
        said(problem, aim=aim)

    facts = company_facts(TODAY).problems[0]

    assert (facts.evidence_count, facts.aimed_count, facts.outside_learning_count) == (5, 3, 2)


def test_accounts_ask_for_a_requirement_by_its_problems_and_directly() -> None:
    northwind, fabrikam = (Account.objects.create(name=name) for name in ("Northwind", "Fabrikam"))
    problem = Problem.objects.create(name="Late")
    said(problem, account=northwind)
    by_both, by_one, draft = (
        Requirement.objects.create(name=name, status=status)
        for name, status in (("Both", "accepted"), ("One", "accepted"), ("Draft", "draft"))
    )
    by_both.problems.add(problem)
    by_both.evidence.add(said(account=fabrikam), said(account=northwind))
    by_one.evidence.add(said(account=fabrikam))
    draft.evidence.add(said(account=fabrikam))

    facts = {row.label: row for row in company_facts(TODAY).requirements}

    told = {name: (row.asking_accounts, row.account) for name, row in facts.items()}
    assert told == {"Both": (2, ""), "One": (1, "Fabrikam"), "Draft": (0, "")}


def test_only_an_interview_to_learn_counts_as_contact_with_the_market() -> None:
    product = Product.objects.create(name="Audit", is_marketed=True)
    Product.objects.create(name="Hidden", is_marketed=False)
    banks = Segment.objects.create(name="Banks", is_target=True)
    Segment.objects.create(name="Farms")
    said(product=product, kind="interview", aim="learning", occurred_on=dt.date(2022, 5, 1))
    said(product=product, kind="interview", aim="selling", occurred_on=dt.date(2022, 11, 1))
    said(segment=banks, kind="ticket", aim="learning", occurred_on=dt.date(2022, 11, 1))

    facts = company_facts(TODAY).market_contacts

    assert [(row.label, row.last_learning_on) for row in facts] == [("Audit", dt.date(2022, 5, 1)), ("Banks", None)]


def test_a_persona_rests_on_interviews_and_its_owner_was_in_some() -> None:
    ana, ben = (Person.objects.create(name=name) for name in ("Ana", "Ben"))
    persona = Persona.objects.create(name="Paula", owner=ana)
    for people in ([ana], [ben], [ben, ana]):
        interview = said(kind="interview")
        interview.personas.add(persona)
        interview.interviewers.add(*people)
    said(kind="ticket").personas.add(persona)

    facts = company_facts(TODAY).personas[0]

    assert (facts.interview_count, facts.owner, facts.owner_interview_count, facts.is_used) == (3, "Ana", 2, False)


def test_a_quarter_counts_deals_without_any_reason() -> None:
    price = DealReason.objects.create(name="Price")
    closed = {"closed_on": dt.date(2022, 8, 1)}
    told = Deal.objects.create(name="told", outcome="lost", **closed)
    Driver.objects.create(interview=WinLossInterview.objects.create(name="talk", deal=told), reason=price)
    Deal.objects.create(name="logged", outcome="won", seller_reason=price, **closed)
    Deal.objects.create(name="noted", outcome="no_decision", seller_note="budget was cut", **closed)
    Deal.objects.create(name="silent", outcome="lost_unknown", **closed)
    Deal.objects.create(name="open", closed_on=dt.date(2022, 8, 1))
    Deal.objects.create(name="to come", outcome="won", closed_on=dt.date(2023, 8, 1))

    (quarter,) = company_facts(TODAY).deal_quarters

    assert (quarter.id, quarter.label) == ("2022-Q3", "3rd quarter of 2022")
    assert (quarter.closed, quarter.without_reason, quarter.lost, quarter.lost_to_unknown) == (4, 1, 3, 1)


def test_buyers_reasons_are_those_that_speak_for_the_outcome_the_strongest_first() -> None:
    price, fit, trust = (DealReason.objects.create(name=name) for name in ("Price", "Fit", "Trust"))
    lost = Deal.objects.create(name="Lost", outcome="lost", seller_reason=price)
    talk = WinLossInterview.objects.create(name="talk", deal=lost, outcome="no_decision")
    Driver.objects.create(interview=talk, reason=fit, strength=1)
    Driver.objects.create(interview=talk, reason=price, strength=3)
    Driver.objects.create(interview=talk, reason=trust, direction="for")
    unknown = Deal.objects.create(name="Unknown", outcome="lost_unknown")
    WinLossInterview.objects.create(name="talk", deal=unknown, outcome="lost")

    facts = company_facts(TODAY).deal_reasons

    told = [(row.label, row.seller_reason, row.buyer_reasons, row.seller_outcome, row.buyer_outcome) for row in facts]
    assert told == [
        ("Lost", "Price", ("Price", "Fit"), "lost", "no_decision"),
        ("Unknown", "", (), "", "lost"),
    ]


def test_only_deals_that_may_be_wrong_are_read() -> None:
    for number in range(20):
        Deal.objects.create(name=f"right {number}", currency="EUR", amount=1)
    day, before = dt.date(2022, 5, 3), dt.date(2022, 5, 2)
    Deal.objects.create(name="backwards", outcome="lost", opened_on=day, closed_on=before)
    Deal.objects.create(name="for nothing", outcome="won", amount=Decimal(0))
    Deal.objects.create(name="slip", currency="GPB")
    Deal.objects.create(name="open backwards", opened_on=day, closed_on=before)

    facts = company_facts(TODAY).doubtful_deals

    told = {row.label: None if row.currency_percent is None else round(row.currency_percent, 2) for row in facts}
    assert told == {"backwards": None, "for nothing": None, "slip": 4.76}


def test_open_deals_are_held_against_the_offering_grid() -> None:
    line = ProductLine.objects.create(name="Suite")
    sold, unsold, in_line = (
        Product.objects.create(name=name, line=of) for name, of in (("Sold", None), ("Unsold", None), ("In line", line))
    )
    banks, farms = (Segment.objects.create(name=name) for name in ("Banks", "Farms"))
    Offering.objects.create(name="one", product=sold, segment=banks)
    Offering.objects.create(name="all of it", product_line=line, segment=banks)
    farm = Account.objects.create(name="Old MacDonald", segment=farms)
    Deal.objects.create(name="a", product=sold, account=farm, amount=100, currency="EUR")
    Deal.objects.create(name="b", product=unsold, segment=banks, amount=50, currency="EUR")
    Deal.objects.create(name="c", product=in_line, account=farm, amount=7, currency="USD")
    Deal.objects.create(name="d", product=unsold, outcome="won", amount=50)
    Deal.objects.create(name="e", channel=Channel.objects.create(name="Resellers"))

    facts = company_facts(TODAY).pipelines

    assert [(row.kind, row.label, row.is_offered, row.deals, row.amount) for row in facts] == [
        ("segment", "Banks", True, 1, 50),
        ("segment", "Farms", False, 2, 100),
        ("product", "Sold", True, 1, 100),
        ("product", "Unsold", False, 1, 50),
        ("product", "In line", True, 1, 0),
    ]


def test_customers_are_counted_by_segment_and_competitors_by_deal() -> None:
    banks = Segment.objects.create(name="Banks")
    Account.objects.create(name="marked", segment=banks, status="customer")
    bought = Account.objects.create(name="bought", segment=banks)
    Account.objects.create(name="looks", segment=banks)
    acme = Competitor.objects.create(name="Acme")
    for name, outcome, closed_on in (
        ("won", "won", dt.date(2022, 10, 1)),
        ("open", "open", None),
        ("long ago", "won", dt.date(2020, 1, 1)),
    ):
        Deal.objects.create(name=name, outcome=outcome, closed_on=closed_on, account=bought).competitors.add(acme)

    facts = company_facts(TODAY)

    assert facts.segments[0].won_account_count == 2
    assert facts.competitors[0].deal_mentions == 2


def test_the_markets_frequent_words_are_those_of_several_voices() -> None:
    product, other = (Product.objects.create(name=name) for name in ("Audit", "Other"))
    Positioning.objects.create(name="Governance", statement="Reports you trust", product=product, status="approved")
    Claim.objects.create(name="Never late", product=product, status="approved")
    for text in ("exports are late", "the export is late and slow", "a report came late"):
        said(product=product, kind="ticket", text=text)
    said(product=other, kind="ticket", text="printing printing")
    said(product=other, kind="ticket", text="printing")

    (facts,) = company_facts(TODAY).market_words

    assert (facts.market_terms, facts.shared_terms, facts.pieces) == (
        ("late", "said", "export"),
        frozenset({"late"}),
        3,
    )


def test_the_number_of_queries_does_not_grow_with_the_company(django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        product = Product.objects.create(name=f"Product {number}", is_marketed=True)
        Positioning.objects.create(name="p", product=product, status="approved")
        said(Problem.objects.create(name=f"Problem {number}"), product=product, kind="ticket")
        Deal.objects.create(name="d", product=product)

    with django_assert_max_num_queries(80) as captured:
        company_facts(TODAY)
    few = len(captured)
    for number in range(5, 15):
        product = Product.objects.create(name=f"Product {number}", is_marketed=True)
        Positioning.objects.create(name="p", product=product, status="approved")
        said(Problem.objects.create(name=f"Problem {number}"), product=product, kind="ticket")
        Deal.objects.create(name="d", product=product)

    with django_assert_max_num_queries(80) as captured:
        company_facts(TODAY)

    assert len(captured) == few


def test_a_second_account_is_found_behind_hundreds_of_pieces_of_the_first() -> None:
    northwind, fabrikam = (Account.objects.create(name=name) for name in ("Northwind", "Fabrikam"))
    problem = Problem.objects.create(name="Late")
    pieces = Evidence.objects.bulk_create([Evidence(name="said so", account=northwind) for _ in range(250)])
    problem_links = Evidence.problems.through
    problem_links.objects.bulk_create([problem_links(evidence=piece, problem=problem) for piece in pieces])
    said(problem, account=fabrikam)

    facts = company_facts(TODAY).problems[0]

    assert (facts.evidence_count, facts.account_count, facts.account) == (251, 2, "")
