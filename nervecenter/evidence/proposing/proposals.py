"""What is proposed for an item: problems and requirements it may speak to, and other items that may say the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.proposing.resembling_evidence import evidence_index
from nervecenter.evidence.proposing.warm import warm_index
from nervecenter.evidence.queries.items import LinkRow
from nervecenter.evidence.targets import link_targets
from nervecenter.foundation.resources import parse_public_id, resource
from nervecenter.foundation.searching import Hit, resembling, search

SHOWN = 6
LEAST = 0.04
ALWAYS = 3
COMPARED = 60
SPARE = 5
LEAST_DUPLICATE = 0.35
BODY = 4_000
LIKELY = ((0.85, "almost certainly"), (0.6, "likely"), (0.3, "perhaps"), (0.0, "hardly"))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A record that an item may speak to. `chance` is from 0 to 1, None where it was only found by its words."""

    kind: str
    number: int
    name: str
    chance: float | None
    words: tuple[str, ...] = ()

    @property
    def public_id(self) -> str:
        """Such as prb-3."""
        return resource(self.kind).public_id(self.number)

    @property
    def path(self) -> str:
        """Its page."""
        return resource(self.kind).record_path(self.number)

    @property
    def label(self) -> str:
        """What kind of record it is."""
        return resource(self.kind).label

    @property
    def percent(self) -> int | None:
        """The chance in percent."""
        return None if self.chance is None else round(self.chance * 100)

    @property
    def chance_words(self) -> str:
        """The chance in words, for those whom a percentage says too much."""
        if self.chance is None:
            return "shares words"
        return next(words for least, words in LIKELY if self.chance >= least)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another item that may say the same, and what it is linked to already."""

    proposed: Proposed
    triage: str
    links: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is proposed for an item. `is_cold`: only the search answered, because the index is not ready."""

    targets: tuple[Proposed, ...]
    is_cold: bool


def proposals(name: str, text: str, *, top: int = SHOWN) -> Proposals:
    """The records that a text may speak to, the likeliest first. A fixed number of SQL queries."""
    found = warm_index.similar(name, text[:BODY], top)
    if found is None:
        kinds = [target.kind for target in link_targets()]
        hits = resembling(f"{name} {text[:BODY]}", kinds=kinds, limit=top)
        return Proposals(tuple(_found(hit) for hit in hits if not hit.archived), is_cold=True)
    likely = [one for place, one in enumerate(found) if place < ALWAYS or one.probability >= LEAST]
    names = _names([one.key for one in likely])
    targets = tuple(Proposed(*names[one.key], one.probability, one.words) for one in likely if one.key in names)
    return Proposals(targets, is_cold=False)


def searched_targets(text: str, *, top: int = SHOWN * 2) -> tuple[Proposed, ...]:
    """Problems and requirements that hold the words typed; the last may be a beginning."""
    hits = search(text, kinds=[target.kind for target in link_targets()], limit=top)
    return tuple(_found(hit) for hit in hits if not hit.archived)


def duplicates(number: int, name: str, text: str, *, top: int = 3) -> tuple[Duplicate, ...]:
    """Other items that may say the same: found by the search, then compared. A fixed number of SQL queries."""
    hits = resembling(f"{name} {text[:BODY]}", kinds=["evidence"], limit=COMPARED, shared=3)
    if not hits:
        return ()
    rows = Evidence.objects.filter(pk__in=[hit.number for hit in hits], archived_at=None)
    candidates = list(rows.values_list("pk", "version", "name", "text"))
    found = evidence_index.similar(name, text, candidates, top + SPARE)
    alike = [one for one in found if one.key[0] != number and one.probability >= LEAST_DUPLICATE]
    there = Evidence.objects.filter(pk__in=[one.key[0] for one in alike], archived_at=None)
    shown = {(pk, version): (title, triage) for pk, version, title, triage in there.values_list(*_SHOWN)}
    best = [one for one in alike if one.key in shown][:top]
    linked = _linked([one.key[0] for one in best])
    return tuple(
        Duplicate(
            Proposed("evidence", one.key[0], shown[one.key][0], one.probability, one.words),
            Evidence.Triage(shown[one.key][1]).label,
            tuple(linked.get(one.key[0], ())),
        )
        for one in best
    )


_SHOWN = ("pk", "version", "name", "triage")


def _found(hit: Hit) -> Proposed:
    return Proposed(hit.kind, hit.number, hit.title, None)


def _names(public_ids: Sequence[str]) -> dict[str, tuple[str, int, str]]:
    """Kind, number and name of those that are still there and not archived. One SQL query a kind."""
    by_kind: dict[str, dict[int, str]] = {}
    for public_id in public_ids:
        declared, number = parse_public_id(public_id)
        by_kind.setdefault(declared.kind, {})[number] = public_id
    found = {}
    for target in link_targets():
        numbers = by_kind.get(target.kind, {})
        rows = target.resource.model._default_manager.filter(pk__in=numbers, archived_at=None)
        for number, name in rows.values_list("pk", target.resource.title):
            found[numbers[number]] = (target.kind, number, name)
    return found


def _linked(numbers: Sequence[int]) -> dict[int, list[LinkRow]]:
    """What these items are linked to. One SQL query a kind of target."""
    found: dict[int, list[LinkRow]] = {}
    for target in link_targets():
        title = f"{target.kind}__{target.resource.title}"
        rows = target.links._default_manager.filter(evidence_id__in=numbers).order_by("pk")
        for number, other, name in rows.values_list("evidence_id", target.column, title):
            found.setdefault(number, []).append(LinkRow(target.kind, target.resource.label, other, name))
    return found
