"""A small company with one fault for every check, and the names of the records that carry it."""

import datetime as dt

from nervecenter.definition.models import Requirement
from nervecenter.delivery.models import ReleaseItem
from nervecenter.evidence.models import Evidence
from nervecenter.gotomarket.models import Asset, Claim
from nervecenter.market.models import Account, BuyerRole, Competitor, Problem, Segment
from nervecenter.organisation.models import Ownership
from nervecenter.people.models import Person, Team
from nervecenter.portfolio.models import CriterionScore, Module, Offering, Product, ProductLine, Release

TODAY = dt.date(2022, 11, 11)


def company() -> None:
    """Everything below, written without actions: no test here asks who wrote it."""
    line = ProductLine.objects.create(name="Security")
    product = Product.objects.create(name="Scanning", line=line)
    Module.objects.create(name="Secrets", product=product, maturity="viable", complete_on=dt.date(2022, 1, 31))
    Module.objects.create(name="Fuzzing", product=product, maturity="complete", complete_on=dt.date(2022, 1, 31))
    release = Release.objects.create(name="15.0", released_on=dt.date(2022, 5, 22))
    ReleaseItem.objects.create(name="Faster scans", change="shipped", release=release, product=product)
    _teams(product)
    segment = Segment.objects.create(name="Banks", is_target=True)
    BuyerRole.objects.create(name="Budget", role="economic_buyer", segment=segment)
    Competitor.objects.create(name="Ourselves", is_us=True)
    rival = Competitor.objects.create(name="Acme")
    CriterionScore.objects.bulk_create(
        [CriterionScore(name=f"Criterion {number}", score=1, competitor=rival) for number in range(10)]
    )
    Offering.objects.create(name="Premium", product=product)
    Evidence.objects.create(
        name="visit", kind="interview", aim="learning", occurred_on=TODAY, product=product, segment=segment
    )
    Claim.objects.create(name="Twice as fast", status="approved")
    deck = Asset.objects.create(name="Pitch deck", changed_on=dt.date(2020, 5, 1))
    deck.products.add(product)
    _requirements(release)


def _teams(product: Product) -> None:
    ada, ben = Person.objects.create(name="Ada"), Person.objects.create(name="Ben")
    for number in range(12):
        team = Team.objects.create(name=f"Team {number:02}")
        product.teams.add(team)
        Ownership.objects.create(name="pm", role="pm", person=ben if number < 3 else None, person_label="cy", team=team)
        if number < 11:
            Ownership.objects.create(name="pmm", role="pmm", person=ada, team=team)


def _requirements(release: Release) -> None:
    problem = Problem.objects.create(name="Screens strain the eyes")
    accounts = [Account.objects.create(name=name) for name in ("One", "Two")]
    for account in (*accounts, accounts[0]):
        evidence = Evidence.objects.create(name="said so", account=account)
        evidence.problems.add(problem)
    wanted = Requirement.objects.create(name="Dark mode", status="scheduled", target_release=release)
    wanted.problems.add(problem)
    ahead = Release.objects.create(name="16.0", status="planned")
    Requirement.objects.create(name="Export", status="scheduled", target_release=ahead)
