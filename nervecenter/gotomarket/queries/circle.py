"""The circle that buys in a segment: who we profiled and speak to, beside who took part in the deals we won."""

from collections import defaultdict
from dataclasses import dataclass

from nervecenter.evidence.queries.segment_deals import roles_seen
from nervecenter.gotomarket.models import Message
from nervecenter.market.models import BuyerRole, BuyingRole


@dataclass(frozen=True, slots=True)
class CircleRole:
    """One role: its profiles (number, name, what it cares about), the won deals it was in, and a message for it."""

    role: str
    label: str
    profiles: tuple[tuple[int, str, str], ...]
    deals: int
    has_message: bool

    @property
    def is_missing(self) -> bool:
        """Whether it takes part in deals we win, and nobody profiled it."""
        return bool(self.deals) and not self.profiles


@dataclass(frozen=True, slots=True)
class Circle:
    """The roles of a segment's circle, those seen and not profiled first; won deals in all, and those naming roles."""

    roles: tuple[CircleRole, ...]
    won: int
    with_roles: int


def circle(number: int) -> Circle:
    """The circle of a segment. Five SQL queries."""
    seen = roles_seen(number)
    profiles: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    rows = BuyerRole.objects.filter(archived_at=None, segment=number).order_by("id")
    for pk, role, name, cares in rows.values_list("id", "role", "name", "cares_about"):
        profiles[role].append((pk, name, cares))
    spoken_to = roles_with_message().get(number, frozenset())
    labels = dict(BuyingRole.choices)
    found = [
        CircleRole(
            role, str(labels.get(role, role)), tuple(profiles[role]), seen.deals_by_role.get(role, 0), role in spoken_to
        )
        for role in {*profiles, *seen.deals_by_role}
    ]
    found.sort(key=lambda each: (not each.is_missing, -each.deals, each.label))
    return Circle(tuple(found), seen.won, seen.with_roles)


def roles_with_message() -> dict[int, frozenset[str]]:
    """The roles that some message is for, by segment: the message's own, else that of its house or persona.

    One SQL query.
    """
    found: dict[int, set[str]] = defaultdict(set)
    rows = Message.objects.filter(archived_at=None).exclude(buyer_role="").order_by("id")
    for role, *segments in rows.values_list("buyer_role", "segment_id", "house__segment_id", "persona__segment_id"):
        segment = next((number for number in segments if number), None)
        if segment:
            found[segment].add(role)
    return {segment: frozenset(words) for segment, words in found.items()}
