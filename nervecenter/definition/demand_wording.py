"""What demand says in words: the sentence above it, and where it leans on too few."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from nervecenter.definition.queries.demand_ranking import RankedNeed, is_of_late, is_one_account
from nervecenter.domain.checks.wording import counted
from nervecenter.domain.demand.counting import Demand
from nervecenter.domain.money import money_in_words

_LONGEST = 40
IMPORTANCE = {0: "noted", 1: "nice to have", 2: "important", 3: "critical"}


def answer(ranked: Sequence[RankedNeed], needs: int, where: str) -> SafeString:
    """One sentence: what is asked for most, by whom, and how much of the rest rests on nobody; `ranked` best first."""
    asked = [each for each in ranked if each.demand.accounts]
    if not needs:
        return format_html("<b>No problem and no requirement</b>{} is on record yet.", where)
    total = counted(needs, "problem or requirement", "problems and requirements")
    if not asked:
        return format_html("<b>No account asks</b> for anything{}: {} and nobody behind {}.", where, total, _it(needs))
    top = asked[0]
    behind = format_html(
        "<b>{}</b> is asked for most{}, by <b>{}</b>{}",
        top.need.name,
        where,
        _accounts(top.demand),
        _paying(top.demand),
    )
    if needs == 1:
        return format_html("{}.", behind)
    return format_html(
        "{}; {} of {} {} an account behind {}.",
        behind,
        f"{len(asked):,}",
        total,
        "has" if len(asked) == 1 else "have",
        _it(len(asked)),
    )


def aside(ranked: Sequence[RankedNeed]) -> str:
    """How many needs are one account's, and how many came up only lately."""
    one = sum(is_one_account(each.demand) for each in ranked)
    late = sum(is_of_late(each.demand) for each in ranked)
    told = []
    if one:
        told.append(f"{one:,} {'leans' if one == 1 else 'lean'} on one account for half or more.")
    if late:
        told.append(f"{late:,} {'was' if late == 1 else 'were'} heard of almost only in the last 90 days.")
    return " ".join(told)


def warning(demand: Demand, top_account: str = "") -> str:
    """Where one account or the last 90 days dominate; empty where neither does."""
    told = []
    whose = Truncator(top_account).chars(_LONGEST) or "one account"
    if demand.accounts == 1:
        told.append(f"only {whose} asks for it")
    elif is_one_account(demand):
        told.append(f"{whose} is {_percent(demand.top_share)} of it")
    if is_of_late(demand):
        told.append(f"{_percent(demand.recent_share)} of it came up in the last 90 days")
    text = ", and ".join(told)
    return text[:1].upper() + text[1:]


def need_answer(name: str, demand: Demand | None, where: str = "") -> SafeString:
    """One sentence about one need."""
    if demand is None:
        return format_html("<b>Nobody</b>{} has said anything about {} yet.", where, name)
    if not demand.accounts:
        return format_html(
            "<b>No account</b>{} asks for {}: {} of evidence, {}.",
            where,
            name,
            counted(demand.pieces, "piece"),
            f"{demand.noted:,} noted it" if demand.noted else "and no account is known",
        )
    parts = [
        format_html("<b>{}</b>{} {} for {}", _accounts(demand), where, "asks" if demand.accounts == 1 else "ask", name)
    ]
    if demand.recurring_revenue:
        parts.append(format_html("paying <b>{}</b> a year", money_in_words(demand.recurring_revenue)))
    if demand.pipeline:
        deals = counted(demand.open_deals, "open deal")
        parts.append(format_html("with <b>{}</b> in {}", money_in_words(demand.pipeline), deals))
    return format_html("{}.", format_html_join(", ", "{}", ((part,) for part in parts)))


def importance_in_words(importance: int | None) -> str:
    """An importance by its word; one that nobody stated counts as nice to have, and says so."""
    return "not stated, counts 1" if importance is None else IMPORTANCE[importance]


def _accounts(demand: Demand) -> str:
    return counted(demand.accounts, "account")


def _paying(demand: Demand) -> SafeString:
    if not demand.recurring_revenue:
        return SafeString()
    verb = "pays" if demand.accounts == 1 else "pay"
    return format_html(" that {} {} a year", verb, money_in_words(demand.recurring_revenue))


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.0f} %"


def _it(number: int) -> str:
    return "it" if number == 1 else "them"
