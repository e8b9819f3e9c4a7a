"""What wins and losses say in words."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from nervecenter.domain.checks.wording import counted
from nervecenter.domain.money import Money, amount_in_words, money_in_words
from nervecenter.domain.winloss.associations import Lift
from nervecenter.domain.winloss.cycles import CycleTimes
from nervecenter.domain.winloss.prediction import Prediction
from nervecenter.domain.winloss.rates import ValueRate, WinRate, win_rate
from nervecenter.domain.winloss.reasons import ReasonAgreement
from nervecenter.domain.winloss.report import WinLossReport
from nervecenter.evidence.win_loss_words import ATTRIBUTE_LABELS, SURE, bounds, chance, percent, value_name


def answer(report: WinLossReport, where: str) -> SafeString:
    """One sentence: how many closed deals were won, within which bounds, and what goes with it."""
    rate = report.rate
    if not rate.n:
        still = f"; {counted(report.open, 'deal')} still open" if report.open else ""
        return format_html("<b>No deal has been closed</b>{} yet{}.", where, still)
    surest = surest_lift(report)
    return format_html(
        "<b>{} of {} closed deals{} were won: {}</b> ({}). {}",
        f"{rate.won:,}",
        f"{rate.n:,}",
        where,
        percent(rate.win_rate),
        bounds(rate),
        _surest_in_words(surest)
        if surest
        else "Nothing that deals are compared by goes with winning more than by chance.",
    )


def rate_answer(rate: WinRate, amounts: Money) -> SafeString:
    """One sentence about some deals: how many were won, within which bounds, and what they were worth."""
    return deals_answer(rate.n, rate.won, "", amounts, is_open=False)


def deals_answer(n: int, won: int, where: str, amounts: Money, *, is_open: bool) -> SafeString:
    """One sentence over the deals behind a figure."""
    if is_open:
        return format_html("<b>{}</b>{} open.", counted(n, "deal is", "deals are"), where)
    if not n:
        return format_html("<b>No closed deal</b>{} is behind this.", where)
    rate = win_rate(n, won)
    won_amounts = money_in_words(amounts)
    return format_html(
        "<b>{} of {}</b> closed {}{} won: {} ({}){}.",
        f"{won:,}",
        f"{n:,}",
        "deal was" if n == 1 else "deals were",
        where,
        percent(rate.win_rate),
        bounds(rate),
        f", worth {won_amounts}" if won_amounts else "",
    )


def aside(report: WinLossReport) -> str:
    """What is in no rate."""
    told = []
    if report.open:
        told.append(f"{counted(report.open, 'deal')} still open and in no rate.")
    if report.no_decision:
        told.append(f"{counted(report.no_decision, 'deal')} ended without a decision and count as not won.")
    return " ".join(told)


def surest_lift(report: WinLossReport) -> Lift | None:
    """The value that goes with winning or losing most surely, if any is sure."""
    sure = sure_lifts(report)
    return sure[0] if sure else None


def sure_lifts(report: WinLossReport) -> list[Lift]:
    """The values whose win rate differs from all others by more than chance, the surest first."""
    lifts = [lift for each in report.attributes for lift in each.lifts if lift.q is not None and lift.q <= SURE]
    return sorted(lifts, key=lambda lift: (lift.q, -abs(lift.lift), lift.attribute, lift.value))


def by_value(rates: Sequence[ValueRate]) -> list[str]:
    """Win rates by value, a sentence for each currency."""
    told = []
    for each in rates:
        won = amount_in_words(each.currency, each.won_amount) + ("" if each.currency else " (no currency named)")
        if each.win_rate is None:
            without = (
                f"{each.lost_without_amount:,} lost {'deal has' if each.lost_without_amount == 1 else 'deals have'}"
            )
            told.append(f"{won} won. The rate by value cannot be told: {without} no amount.")
        else:
            told.append(f"{won} won of {amount_in_words(each.currency, each.closed_amount)}: {percent(each.win_rate)}.")
    return told


def cycle(times: CycleTimes) -> str:
    """How long it takes to win and to lose."""
    if times.won is None or times.lost is None:
        return "Too few deals have both dates, opened and closed, to say how long they take."
    sure = times.p is not None and times.p <= SURE
    told = (
        f"Half of the won deals took up to {times.won.median:,g} days, half of the lost ones {times.lost.median:,g};"
        f" {'more than' if sure else 'no more than'} chance would explain"
    )
    told += "." if times.p is None else f" (p {chance(times.p)})."
    if times.median_with_open is not None and times.open:
        told += f" With those still open, half last {times.median_with_open:,g} days or longer."
    if times.reversed:
        told += f" {counted(times.reversed, 'deal')} closed before opening and left out."
    return told


def agreement(found: ReasonAgreement) -> str:
    """How far sellers and buyers name the same reasons."""
    if not found.n:
        return "No deal has both a seller's and a buyer's reason, so the two cannot be compared."
    told = f"In {found.same_main:,} of {counted(found.n, 'deal')} with both, seller and buyer name the same main reason"
    kappa = found.kappa.kappa if found.kappa else None
    if kappa is not None:
        told += f" (kappa {kappa:.2f}, where 0 is what chance brings and 1 is always)"
    apart = len(found.disagreeing)
    return f"{told}. In {apart:,} the seller named none of the buyer's reasons." if apart else f"{told}."


def prediction(found: Prediction) -> tuple[str, str]:
    """How far the outcome could have been foreseen: the word, and what it means."""
    if found.area is None:
        return (
            "not enough data",
            "It takes 30 won and 30 lost deals on either side of a day to learn from the earlier and try on the later.",
        )
    after = f" since {found.split_on.day} {found.split_on:%b %Y}" if found.split_on else ""
    meaning = {
        "strong": "These attributes tell beforehand which deals will be won.",
        "moderate": "These attributes tell something beforehand, and leave much open.",
        "weak": "These attributes hardly tell beforehand which deals will be won; do not steer by them.",
    }[found.verdict]
    area = found.area
    told = (
        f"{meaning} Learned from {found.earlier:,} earlier deals and tried on {found.later:,}{after}: a won deal was"
        f" ranked above a lost one in {percent(area.area)} of pairs ({percent(area.interval.low)} to"
        f" {percent(area.interval.high)}; a coin has 50 %)."
    )
    return found.verdict, told


def _surest_in_words(lift: Lift) -> str:
    name = value_name(lift.attribute, lift.value)
    label = ATTRIBUTE_LABELS.get(lift.attribute, lift.attribute).lower()
    how = "more" if lift.lift > 0 else "less"
    return (
        f"Surest: {label} {name} wins {how} often than the others"
        f" ({percent(lift.win_rate)} against {percent(lift.others_win_rate)})."
    )
