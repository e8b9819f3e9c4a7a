"""What the checks read of a company: right counts, archived records left out, and always as many SQL queries."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.gotomarket.models import BattleCard, Message, MessageHouse, Positioning
from nervecenter.honesty.queries import company_facts
from nervecenter.market.models import Competitor, Problem, Segment
from nervecenter.portfolio.models import Capability, Module, Offering, Product, Release
from tests.honesty.company import TODAY, company

pytestmark = pytest.mark.django_db


def test_an_account_counts_once_however_often_it_spoke() -> None:
    company()

    facts = company_facts(TODAY)

    counts = {each.label: (each.account_count, len(each.problem_ids)) for each in facts.requirements}
    assert counts == {"Dark mode": (2, 1), "Export": (0, 0)}


def test_evidence_that_was_archived_does_not_count() -> None:
    company()
    Evidence.objects.filter(account__name="Two").update(archived_at=timezone.now())

    facts = company_facts(TODAY)

    assert {each.label: each.account_count for each in facts.requirements} == {"Dark mode": 1, "Export": 0}


def test_a_requirement_is_scheduled_as_long_as_its_release_is_ahead() -> None:
    company()

    facts = company_facts(TODAY)
    earlier = company_facts(dt.date(2022, 5, 1))

    assert {each.label: each.is_scheduled for each in facts.requirements} == {"Dark mode": False, "Export": True}
    assert {each.label: each.is_scheduled for each in earlier.requirements} == {"Dark mode": True, "Export": True}


def test_a_dated_step_is_reached_when_the_maturity_is_there_or_beyond() -> None:
    company()
    Module.objects.create(name="Unrated", complete_on=dt.date(2022, 1, 31))
    Module.objects.create(name="Loved", maturity="lovable", viable_on=dt.date(2021, 1, 31))

    facts = company_facts(TODAY)

    steps = {(each.label, each.what): each.reached for each in facts.planned_dates if each.kind == "module"}
    assert steps == {
        ("Secrets", "complete maturity"): False,
        ("Fuzzing", "complete maturity"): True,
        ("Loved", "viable maturity"): True,
    }


def test_a_requirement_that_is_not_in_the_release_that_went_out_is_a_plan_not_kept() -> None:
    company()

    facts = company_facts(TODAY)

    plans = [(each.label, each.what, each.planned_on) for each in facts.planned_dates if each.kind == "requirement"]
    assert plans == [("Dark mode", "delivery in 15.0", dt.date(2022, 5, 22))]


def test_only_a_regular_release_whose_version_ends_in_zero_is_major() -> None:
    Release.objects.create(name="15.1", released_on=TODAY)
    Release.objects.create(name="15.0", released_on=TODAY)
    Release.objects.create(name="14.10", released_on=TODAY)
    Release.objects.create(name="14.0", kind="security", released_on=TODAY)
    Release.objects.create(name="16.0", status="planned")

    facts = company_facts(TODAY)

    majors = {each.label: each.is_major for each in facts.releases}
    assert majors == {"15.1": False, "15.0": True, "14.10": False, "14.0": False}


def test_an_asset_is_held_against_the_newest_release_of_what_it_names_up_to_today() -> None:
    company()

    after = company_facts(TODAY).assets[0]
    before = company_facts(dt.date(2022, 5, 1)).assets[0]

    assert (after.last_release, after.last_release_on) == ("15.0", dt.date(2022, 5, 22))
    assert (before.last_release, before.last_release_on) == ("", None)


def test_the_card_in_use_counts_before_a_newer_draft() -> None:
    acme = Competitor.objects.create(name="Acme")
    BattleCard.objects.create(name="old", competitor=acme, status="approved", as_of=dt.date(2022, 1, 1))
    BattleCard.objects.create(name="new", competitor=acme, status="draft", as_of=dt.date(2022, 9, 1))

    facts = company_facts(TODAY).competitors[0]

    assert (facts.card_status, facts.card_as_of) == ("approved", dt.date(2022, 1, 1))


def test_a_message_speaks_to_a_role_through_itself_its_house_or_its_persona() -> None:
    company()
    banks = Segment.objects.get(name="Banks")
    Message.objects.create(
        name="Save money", buyer_role="economic_buyer", house=MessageHouse.objects.create(segment=banks)
    )

    facts = company_facts(TODAY).segments[0]

    assert facts.profiled_roles == {"economic_buyer"}
    assert facts.roles_with_message == {"economic_buyer"}


def test_positionings_are_counted_by_how_far_they_are() -> None:
    banks = Segment.objects.create(name="Banks", is_target=True)
    Positioning.objects.create(name="a", segment=banks, status="approved", approved_on=dt.date(2021, 1, 1))
    Positioning.objects.create(name="b", segment=banks, status="approved", approved_on=dt.date(2022, 1, 1))
    Positioning.objects.create(name="c", segment=banks)

    facts = company_facts(TODAY).segments[0]

    assert facts.approved_positioning_count == 2
    assert facts.approved_positioning_on == dt.date(2022, 1, 1)
    assert facts.draft_positioning_count == 1


def test_nothing_is_known_to_be_off_sale_to_a_segment_until_offerings_name_segments() -> None:
    banks, shops = Segment.objects.create(name="Banks"), Segment.objects.create(name="Shops")
    Offering.objects.create(name="for all")
    unknown = {each.label: each.has_product_on_sale for each in company_facts(TODAY).segments}
    Offering.objects.all().delete()
    Offering.objects.create(name="for banks", segment=banks)
    Offering.objects.create(name="for shops, closed", segment=shops, is_sold=False)

    known = {each.label: each.has_product_on_sale for each in company_facts(TODAY).segments}

    assert unknown == {"Banks": True, "Shops": True}
    assert known == {"Banks": True, "Shops": False}


def test_a_marketed_product_outside_of_the_offering_grid_is_a_row_of_its_own() -> None:
    company()
    Product.objects.create(name="Alone")
    Product.objects.create(name="Internal", is_marketed=False)

    offerings = company_facts(TODAY).offerings

    assert [(each.kind, each.label) for each in offerings] == [("offering", "Premium"), ("product", "Alone")]


def test_the_load_of_a_person_is_the_hours_of_a_team_times_the_teams() -> None:
    company()

    loads = {(each.label, each.role): each for each in company_facts(TODAY).loads}

    ada = loads["Ada", "product marketing manager"]
    assert (ada.assignments, ada.hours_needed, ada.hours_available) == (11, 44.0, 40.0)
    assert loads["cy", "product manager"].assignments == 9


def test_a_word_that_names_nothing_is_told_for_each_live_record_once() -> None:
    scans, gone = Capability.objects.create(name="Scans"), Capability.objects.create(name="Gone")
    Capability.objects.filter(pk=gone.pk).update(archived_at=timezone.now())
    done, preview = Import.objects.create(status="done"), Import.objects.create(status="preview")
    word = {"kind": "capability", "field": "modules", "target_kind": "module", "value": "unknown"}
    for brought in (done, done, preview):
        UnmatchedValue.objects.create(import_of=brought, **word, records=[scans.pk, gone.pk])
    UnmatchedValue.objects.create(
        import_of=done, **(word | {"value": "settled"}), records=[scans.pk], status="resolved"
    )

    facts = company_facts(TODAY).unresolved_references

    assert [(each.kind, each.id, each.label, each.value, each.rows) for each in facts] == [
        ("capability", f"cap-{scans.pk}", "Scans", "unknown", 1)
    ]


def test_a_word_on_very_many_records_is_told_once_for_all() -> None:
    done = Import.objects.create(status="done")
    UnmatchedValue.objects.create(
        import_of=done,
        kind="evidence",
        field="account",
        target_kind="account",
        value="?",
        count=5000,
        records=[*range(101)],
    )

    facts = company_facts(TODAY).unresolved_references

    assert [(each.kind, each.value, each.rows) for each in facts] == [("import", "?", 5000)]


def test_the_number_of_sql_queries_does_not_grow_with_the_company(django_assert_num_queries: Any) -> None:
    company()
    with django_assert_num_queries(61):
        company_facts(TODAY)
    company()
    Problem.objects.bulk_create([Problem(name=f"problem {number}") for number in range(50)])

    with django_assert_num_queries(61):
        facts = company_facts(TODAY)

    assert len(facts.problems) == 52
