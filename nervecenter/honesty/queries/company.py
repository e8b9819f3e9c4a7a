"""The whole company as the checks read it."""

import datetime as dt

from nervecenter.domain.checks.facts import Facts
from nervecenter.honesty.queries.deal_facts import (
    deal_quarter_facts,
    deal_reason_facts,
    doubtful_deal_facts,
    pipeline_facts,
)
from nervecenter.honesty.queries.definition_facts import requirement_facts
from nervecenter.honesty.queries.evidence_facts import market_contact_facts, market_words_facts, persona_facts
from nervecenter.honesty.queries.gotomarket_facts import asset_facts, claim_facts
from nervecenter.honesty.queries.market_facts import competitor_facts, problem_facts, segment_facts
from nervecenter.honesty.queries.organisation_facts import duty_facts, load_facts
from nervecenter.honesty.queries.portfolio_facts import offering_facts, planned_date_facts, release_facts
from nervecenter.honesty.queries.reference_facts import unresolved_reference_facts
from nervecenter.organisation.queries.ownership import role_coverages


def company_facts(today: dt.date) -> Facts:
    """Everything the checks need, archived records left out, in a fixed number of SQL queries.

    Evidence is only counted, by the database: of its rows only the newest few hundred are read, for their words.
    """
    coverages = role_coverages()
    return Facts(
        today=today,
        requirements=requirement_facts(today),
        problems=problem_facts(),
        segments=segment_facts(),
        competitors=competitor_facts(today),
        offerings=offering_facts(),
        releases=release_facts(),
        planned_dates=planned_date_facts(today),
        claims=claim_facts(),
        assets=asset_facts(today),
        duties=duty_facts(coverages),
        loads=load_facts(coverages),
        unresolved_references=unresolved_reference_facts(),
        market_contacts=market_contact_facts(),
        personas=persona_facts(),
        deal_quarters=deal_quarter_facts(today),
        deal_reasons=deal_reason_facts(),
        doubtful_deals=doubtful_deal_facts(today),
        pipelines=pipeline_facts(),
        market_words=market_words_facts(),
    )
