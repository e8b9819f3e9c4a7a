"""Roles, who holds them for what, and the teams, products or lines where nobody does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from nervecenter.organisation.models import Ownership, Role
from nervecenter.people.models import Person, Team
from nervecenter.portfolio.models import Product, ProductLine

NOBODY = frozenset({"", "-", "?", "tbd", "tba", "none", "n/a", "nobody", "vacant", "open"})
WEEK = 40.0
SHORT = 3


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role: the duty it answers for, whether everybody needs it, and the hours a week that one subject takes."""

    code: str
    name: str
    duty: str
    is_needed: bool
    hours: float | None


KNOWN_ROLES = (
    RoleRow("pm", "Product manager", "product management", is_needed=True, hours=12.0),
    RoleRow("pmm", "Product marketing manager", "product marketing", is_needed=True, hours=4.0),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role: a person on record (or a vacancy), or only the name as it was written."""

    person: int | None
    name: str
    hours_a_week: float
    is_vacancy: bool

    @property
    def key(self) -> str:
        """What tells holders apart."""
        return f"per-{self.person}" if self.person else self.name


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody answers for: a team, a product or a product line."""

    kind: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """One role over everything that needs it: who holds it for each subject; nobody where the tuple is empty."""

    role: RoleRow
    holders: Mapping[Subject, tuple[Holder, ...]]

    @property
    def without(self) -> tuple[Subject, ...]:
        """The subjects for which nobody at work holds the role."""
        return tuple(
            subject for subject, held in self.holders.items() if not any(not holder.is_vacancy for holder in held)
        )

    @property
    def most(self) -> int:
        """How much the most loaded holder holds."""
        return max((len(subjects) for subjects in self.by_holder().values()), default=0)

    def by_holder(self) -> dict[Holder, tuple[Subject, ...]]:
        """What each holder holds it for, the one with most first."""
        found: dict[Holder, list[Subject]] = defaultdict(list)
        for subject, held in self.holders.items():
            for holder in held:
                found[holder].append(subject)
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].name))
        return {holder: tuple(subjects) for holder, subjects in ordered}


def roles() -> dict[str, RoleRow]:
    """The roles by code: those everybody has, overlaid by those on record. One SQL query."""
    found = {role.code: role for role in KNOWN_ROLES}
    columns = ("code", "name", "duty", "is_needed", "hours_a_team")
    for code, name, duty, is_needed, hours in Role.objects.filter(archived_at=None).values_list(*columns):
        known = found.get(code)
        found[code] = RoleRow(
            code=code,
            name=name,
            duty=duty or (known.duty if known else name),
            is_needed=is_needed,
            hours=float(hours) if hours is not None else (known.hours if known else None),
        )
    return found


@dataclass(frozen=True, slots=True)
class Within:
    """The part of the portfolio that is looked at: a product line, a product, or neither for everything."""

    product_line: int | None = None
    product: int | None = None


EVERYTHING = Within()


def roles_in_use() -> tuple[tuple[str, str], ...]:
    """Each role that somebody is written down for, as (code, name), the needed ones first. Two SQL queries."""
    known = roles()
    used = Ownership.objects.filter(archived_at=None).order_by("role").values_list("role", flat=True).distinct()
    found = [known.get(code) or _unknown(code) for code in used]
    return tuple((role.code, role.name) for role in sorted(found, key=lambda role: (not role.is_needed, role.name)))


def _unknown(code: str) -> RoleRow:
    name = code.replace("_", " ").capitalize() if len(code) > SHORT else code.upper()
    return RoleRow(code, name, name.lower(), is_needed=False, hours=None)


def role_coverages(codes: Iterable[str] | None = None, *, within: Within = EVERYTHING) -> tuple[RoleCoverage, ...]:
    """Each role that is needed (or asked for by code) and that somebody holds somewhere. At most five SQL queries.

    It is looked for on the level on which the company assigns it: teams, else products, else product lines. Teams
    count that belong to a product or are owned in any role; products count that are marketed.
    """
    known = roles()
    asked = [code for code, role in known.items() if role.is_needed] if codes is None else list(codes)
    chosen = {code: known.get(code) or _unknown(code) for code in asked}
    held = _held(chosen)
    subjects = {
        "team": lambda: _teams(within),
        "product": lambda: _products(within),
        "product_line": lambda: _lines(within),
    }
    looked_up: dict[str, tuple[Subject, ...]] = {}
    found = []
    for code, role in chosen.items():
        level = next((kind for kind in subjects if held.get((code, kind))), "")
        if not level:
            continue
        if level not in looked_up:
            looked_up[level] = subjects[level]()
        mine = held[code, level]
        found.append(RoleCoverage(role, {subject: tuple(mine.get(subject.number, ())) for subject in looked_up[level]}))
    return tuple(found)


def _held(codes: Iterable[str]) -> dict[tuple[str, str], dict[int, list[Holder]]]:
    rows = Ownership.objects.filter(archived_at=None, role__in=list(codes)).order_by("id")
    columns: Any = rows.values_list(
        "role",
        "team_id",
        "product_id",
        "product_line_id",
        "person_id",
        "person_label",
        "person__name",
        "person__kind",
        "person__hours_a_week",
    )
    found: dict[tuple[str, str], dict[int, list[Holder]]] = defaultdict(lambda: defaultdict(list))
    for role, team, product, line, person, label, name, kind, hours in columns:
        if person is None and label.strip().lower() in NOBODY:
            continue
        holder = Holder(person, name or label.strip(), float(hours or WEEK), kind == Person.Kind.VACANCY)
        for level, number in (("team", team), ("product", product), ("product_line", line)):
            if number and holder not in found[role, level][number]:
                found[role, level][number].append(holder)
    return found


def _teams(within: Within) -> tuple[Subject, ...]:
    in_products = Product.teams.through.objects.filter(product__archived_at=None)
    owned = Ownership.objects.filter(archived_at=None, team__isnull=False).values("team_id")
    there = Q(pk__in=in_products.values("team_id")) | Q(pk__in=owned)
    if within.product_line:
        there = Q(pk__in=in_products.filter(product__line=within.product_line).values("team_id"))
    if within.product:
        there = Q(pk__in=in_products.filter(product=within.product).values("team_id"))
    rows = Team.objects.filter(there, archived_at=None).order_by("name", "id")
    return tuple(Subject("team", number, name) for number, name in rows.values_list("id", "name"))


def _products(within: Within) -> tuple[Subject, ...]:
    rows = Product.objects.filter(archived_at=None, is_marketed=True).order_by("name", "id")
    if within.product_line:
        rows = rows.filter(line=within.product_line)
    if within.product:
        rows = rows.filter(pk=within.product)
    return tuple(Subject("product", number, name) for number, name in rows.values_list("id", "name"))


def _lines(within: Within) -> tuple[Subject, ...]:
    rows = ProductLine.objects.filter(archived_at=None).order_by("name", "id")
    if within.product_line:
        rows = rows.filter(pk=within.product_line)
    return tuple(Subject("product_line", number, name) for number, name in rows.values_list("id", "name"))
