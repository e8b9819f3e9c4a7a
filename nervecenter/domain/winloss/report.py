"""All that deals tell about winning, in one answer: what a page, a check or the command line shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nervecenter.domain.winloss.associations import AttributeReport, attribute_reports
from nervecenter.domain.winloss.cycles import CycleTimes, cycle_times
from nervecenter.domain.winloss.deals import DealRow, closed_deals, tally, tally_apart
from nervecenter.domain.winloss.dominance import AccountConcentration, account_concentrations
from nervecenter.domain.winloss.prediction import Prediction, predictive_strength
from nervecenter.domain.winloss.rates import ValueRate, WinRate, win_rate, win_rates_by_value
from nervecenter.domain.winloss.reasons import ReasonAgreement, reason_agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class WinLossReport:
    """Win rate by count and by value, what goes with it, how long deals take, why they end, and what can be foreseen.

    `attributes` are those with more than one value, the surest association first. `open` deals are in no rate.
    """

    rate: WinRate
    open: int
    no_decision: int
    by_value: tuple[ValueRate, ...]
    attributes: tuple[AttributeReport, ...]
    cycle: CycleTimes
    reasons: ReasonAgreement
    prediction: Prediction
    accounts: tuple[AccountConcentration, ...]


def win_loss_report(deals: Sequence[DealRow], attributes: Sequence[str], today: date) -> WinLossReport:
    """Examine deals by these attributes, together, so that the false-discovery bound covers all of them."""
    closed = closed_deals(deals)
    tallies = {name: tally(closed, name) for name in attributes}
    telling = {name: counts for name, counts in tallies.items() if len(counts) > 1}
    reports = attribute_reports(telling, apart={name: tally_apart(closed, name) for name in telling})
    return WinLossReport(
        rate=win_rate(len(closed), sum(deal.is_won for deal in closed)),
        open=len(deals) - len(closed),
        no_decision=sum(deal.outcome == "no_decision" for deal in closed),
        by_value=win_rates_by_value(closed),
        attributes=tuple(sorted(reports, key=_surest)),
        cycle=cycle_times(deals, today),
        reasons=reason_agreement(closed),
        prediction=predictive_strength(closed, tuple(telling)),
        accounts=account_concentrations(closed),
    )


def _surest(report: AttributeReport) -> tuple[float, str]:
    found = report.association.p
    return 2.0 if found is None else found, report.attribute
