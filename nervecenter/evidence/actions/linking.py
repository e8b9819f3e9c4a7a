"""Linking evidence to what it speaks to, saying how much it matters, and taking a link away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from nervecenter.evidence.actions.deciding import (
    AlreadyLinked,
    Decided,
    decision,
    evidence_to_decide,
    linked_to,
    set_triage,
)
from nervecenter.evidence.models import Evidence
from nervecenter.evidence.passages import passage_in
from nervecenter.evidence.targets import LinkTarget, target_named
from nervecenter.foundation.actions import apply_change, create_record
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User

IMPORTANCES = range(4)
USUAL = 1
MOST_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Said:
    """How a link is meant: its importance (0 noted to 3 critical; None says nothing), and the passage that says it."""

    importance: int | None = None
    passage: str = ""
    starts: int | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said beyond the link itself."""
        return self.importance is None and not self.passage.strip()


PLAIN = Said()


def link_evidence(
    number: int, target: str, *, actor: User | None, expected_version: int, said: Said = PLAIN
) -> Decided:
    """The evidence speaks to the target (`prb-3`, `req-7`) and no longer waits.

    A highlight keeps importance and passage, where one is said. Refused with StaleVersion when somebody decided about
    it since, with AlreadyLinked when it speaks to the target already and nothing new is said, and with InvalidValues
    when there is no such target, the importance is none, or the passage does not stand in the text.
    """
    require(actor, "change")
    aim, linked = target_named(target)
    evidence = evidence_to_decide(number)
    highlight = _checked(evidence, said)
    with decision(number, "evidence.linked", actor=actor) as running:
        _refuse_missing(aim, linked)
        known = aim.links._default_manager.filter(**aim.of(number, linked)).exists()
        if known and said.is_silent and evidence.version == expected_version:
            raise AlreadyLinked(f"evd-{number} speaks to {target} already; choose another, or say how important it is")
        written = set_triage(
            evidence,
            Evidence.Triage.LINKED,
            actor=actor,
            action="evidence.linked",
            expected_version=expected_version,
        )
        if not known:
            aim.links._default_manager.create(**aim.of(number, linked))
        if highlight:
            _highlighted(aim, number, linked, highlight, actor)
    return Decided(written, running.pk)


def link_to_new_problem(
    number: int, name: str, *, actor: User | None, expected_version: int, said: Said = PLAIN
) -> tuple[Decided, str]:
    """A problem of that name is on record, and the evidence speaks to it: one decision. Also the problem's id."""
    require(actor, "create")
    with decision(number, "evidence.linked", actor=actor):
        problem = create_record("problem", {"name": name.strip()}, actor=actor)
        public_id = f"prb-{problem.pk}"
        done = link_evidence(number, public_id, actor=actor, expected_version=expected_version, said=said)
    return done, public_id


def rate_link(number: int, target: str, *, actor: User | None, importance: int) -> Decided:
    """The link has this importance, which its newest highlight keeps. NotFound when there is no such link."""
    require(actor, "change")
    aim, linked = target_named(target)
    evidence = evidence_to_decide(number)
    _checked(evidence, Said(importance))
    _refuse_unlinked(aim, number, linked)
    with decision(number, "evidence.rated", actor=actor) as running:
        newest = aim.highlights._default_manager.filter(**aim.of(number, linked)).order_by("-pk").first()
        if newest is None:
            _highlighted(aim, number, linked, {"importance": importance}, actor)
        else:
            apply_change(
                newest,
                actor=actor,
                action="evidence.rated",
                expected_version=newest.version,
                importance=importance,
            )
    return Decided(evidence, running.pk)


def unlink_evidence(number: int, target: str, *, actor: User | None, expected_version: int) -> Decided:
    """The evidence no longer speaks to the target, its highlights go; without any other link it waits again."""
    require(actor, "change")
    aim, linked = target_named(target)
    evidence = evidence_to_decide(number)
    _refuse_unlinked(aim, number, linked)
    with decision(number, "evidence.unlinked", actor=actor) as running:
        others = [(one, other) for one, other in linked_to(number) if (one, other) != (aim, linked)]
        written = set_triage(
            evidence,
            Evidence.Triage.LINKED if others else Evidence.Triage.WAITING,
            actor=actor,
            action="evidence.unlinked",
            expected_version=expected_version,
        )
        aim.highlights._default_manager.filter(**aim.of(number, linked)).delete()
        aim.links._default_manager.filter(**aim.of(number, linked)).delete()
    return Decided(written, running.pk)


def link_together(numbers: Iterable[int], target: str, *, actor: User | None) -> tuple[int, int]:
    """The selection speaks to the target, as one changeset: how many are linked now that were not, and its number."""
    require(actor, "change-many")
    aim, linked = target_named(target)
    wanted = sorted(set(numbers))
    refuse_too_many(wanted)
    with changeset(actor=actor, action="evidence.linked-together") as running:
        _refuse_missing(aim, linked)
        links = aim.links._default_manager
        known = set(links.filter(**{aim.column: linked}, evidence_id__in=wanted).values_list("evidence_id", flat=True))
        rows = Evidence.objects.filter(pk__in=[number for number in wanted if number not in known], archived_at=None)
        fresh = list(rows.values_list("pk", flat=True))
        rows.filter(pk__in=fresh).update(
            version=F("version") + 1,
            changed_at=timezone.now(),
            changed_by=actor,
            triage=Evidence.Triage.LINKED,
        )
        links.bulk_create([aim.links(**aim.of(number, linked)) for number in fresh])
    return len(fresh), running.pk


def refuse_too_many(numbers: list[int]) -> None:
    """Refused with InvalidValues: nothing selected, or more than can be looked over."""
    if not 1 <= len(numbers) <= MOST_TOGETHER:
        raise InvalidValues({"ids": f"select 1 to {MOST_TOGETHER} pieces of evidence; these are {len(numbers)}"})


def _checked(evidence: Evidence, said: Said) -> dict[str, Any]:
    """The values of the highlight that keeps what is said; none where nothing is."""
    if said.importance is not None and said.importance not in IMPORTANCES:
        raise InvalidValues({"importance": "must be 0 (noted), 1 (nice to have), 2 (important) or 3 (critical)"})
    if said.is_silent:
        return {}
    importance = USUAL if said.importance is None else said.importance
    if not said.passage.strip():
        return {"importance": importance}
    place = passage_in(evidence.text, said.passage, said.starts)
    if place is None:
        told = f"these words do not stand in the text of evd-{evidence.pk}; select them in it again"
        raise InvalidValues({"passage": told})
    return {"importance": importance, "starts": place[0], "passage": place[1]}


def _refuse_missing(aim: LinkTarget, number: int) -> None:
    found = aim.resource.model._default_manager.filter(pk=number).values_list("archived_at", flat=True).first()
    if found is not None:
        raise InvalidValues({"target": f"{aim.resource.public_id(number)} is archived; restore it, or choose another"})
    if not aim.resource.model._default_manager.filter(pk=number).exists():
        label = aim.resource.label.lower()
        raise InvalidValues({"target": f"there is no {label} {aim.resource.public_id(number)}; choose another"})


def _refuse_unlinked(aim: LinkTarget, number: int, linked: int) -> None:
    if not aim.links._default_manager.filter(**aim.of(number, linked)).exists():
        raise NotFound(f"evd-{number} is not linked to {aim.resource.public_id(linked)}; read it again")


def _highlighted(aim: LinkTarget, number: int, linked: int, values: dict[str, Any], actor: User | None) -> None:
    """One highlight of a passage, and one of the whole, at most: said again, it has the new importance."""
    passage = values.get("passage", "")
    same = aim.highlights._default_manager.filter(
        **aim.of(number, linked), passage=passage, starts=values.get("starts")
    ).first()
    if same is not None:
        apply_change(
            same,
            actor=actor,
            action="evidence.rated",
            expected_version=same.version,
            importance=values["importance"],
        )
        return
    aim.highlights._default_manager.create(**aim.of(number, linked), **values, created_by=actor, changed_by=actor)
