"""The sample sales system, read as deals: its check sums, and the honest answer that its outcomes are chance."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from nervecenter.domain.winloss.deals import DealRow
from nervecenter.domain.winloss.report import win_loss_report

MAVEN = Path(__file__).resolve().parents[4] / "shared" / "data" / "crm_maven"
OUTCOMES = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}
ATTRIBUTES = ("region", "product", "sector", "seller", "employees")


@pytest.fixture(scope="module")
def deals() -> list[DealRow]:
    """The 8,800 deals with their region, sector and size."""
    if not MAVEN.is_dir():
        pytest.skip("the CRM export is not beside this checkout")
    teams = {row["sales_agent"]: row["regional_office"] for row in rows("sales_teams")}
    accounts = {row["account"]: row for row in rows("accounts")}
    return [
        DealRow(
            id=row["opportunity_id"],
            outcome=OUTCOMES[row["deal_stage"]],
            account=row["account"],
            amount=Decimal(row["close_value"]) if row["close_value"] else None,
            currency="USD",
            opened_on=date.fromisoformat(row["engage_date"]) if row["engage_date"] else None,
            closed_on=date.fromisoformat(row["close_date"]) if row["close_date"] else None,
            attributes={
                "region": teams[row["sales_agent"]],
                "product": row["product"],
                "seller": row["sales_agent"],
                "sector": accounts[row["account"]]["sector"] if row["account"] else None,
                "employees": int(accounts[row["account"]]["employees"]) if row["account"] else None,
            },
        )
        for row in rows("sales_pipeline")
    ]


def rows(name: str) -> list[dict[str, str]]:
    with (MAVEN / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_won_amounts_by_region_and_by_quarter_are_the_published_ones(deals: list[DealRow]) -> None:
    won = [deal for deal in deals if deal.is_won and deal.amount is not None and deal.closed_on is not None]

    regions: dict[object, Decimal] = {}
    quarters: dict[int, Decimal] = {}
    for deal in won:
        assert deal.amount is not None
        assert deal.closed_on is not None
        region, quarter = deal.attributes["region"], (deal.closed_on.month + 2) // 3
        regions[region] = regions.get(region, Decimal()) + deal.amount
        quarters[quarter] = quarters.get(quarter, Decimal()) + deal.amount

    assert regions == {"West": 3_568_647, "Central": 3_346_293, "East": 3_090_594}
    assert quarters == {1: 1_134_672, 2: 3_086_111, 3: 2_982_255, 4: 2_802_496}


def test_the_report_tells_what_the_deals_can_bear(deals: list[DealRow]) -> None:
    report = win_loss_report(deals, ATTRIBUTES, date(2018, 1, 1))

    assert (report.rate.n, report.rate.won, report.open) == (6711, 4238, 2089)
    (value,) = report.by_value
    assert (value.won_amount, value.win_rate, value.lost_without_amount) == (Decimal(10_005_534), None, 2473)
    assert report.prediction.verdict == "weak"
    assert report.prediction.area is not None
    assert report.prediction.area.interval.low < 0.55
    assert all((each.association.q or 0) > 0.05 for each in report.attributes)
    region = next(each for each in report.attributes if each.attribute == "region")
    assert {row.value: row.won for row in region.groups} == {"Central": 1629, "West": 1438, "East": 1171}
    assert report.cycle.undated == 500
    assert report.cycle.closed is not None
    assert report.cycle.closed.n == 6711
    assert report.reasons.n == 0
    (account,) = report.accounts
    assert account.spread.n == 85
