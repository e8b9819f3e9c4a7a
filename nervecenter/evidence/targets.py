"""What evidence can be linked to. Evidence brings problems; a higher context registers kinds of its own.

Nothing here knows a higher context: what is needed of a kind is its link table and its highlights, and both have the
columns `evidence` and the kind's name.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from nervecenter.evidence.models import AbstractHighlight
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource


@dataclass(frozen=True, slots=True, eq=False)
class LinkTarget:
    """A kind of record that evidence speaks to: its link table, its highlights, and the texts that say what it is."""

    kind: str
    links: Any
    highlights: type[AbstractHighlight]
    texts: tuple[str, ...]

    @property
    def resource(self) -> Resource:
        """The kind's declaration."""
        return resource(self.kind)

    @property
    def column(self) -> str:
        """The column of the link table and of the highlights that names the record linked to."""
        return f"{self.kind}_id"

    def of(self, evidence: int, target: int) -> dict[str, int]:
        """The columns that name one link."""
        return {"evidence_id": evidence, self.column: target}


_targets: dict[str, LinkTarget] = {}


def register_target(target: LinkTarget) -> None:
    """From now on evidence can be linked to records of this kind. A kind that is registered twice is refused."""
    if target.kind in _targets:
        raise ValueError(f"{target.kind} is registered twice as a target of evidence")
    _targets[target.kind] = target


def link_targets() -> tuple[LinkTarget, ...]:
    """All kinds that evidence can be linked to, in the order of the contexts."""
    return tuple(_targets.values())


def target_named(public_id: str) -> tuple[LinkTarget, int]:
    """The kind and number behind a public id such as prb-3; InvalidValues when evidence cannot be linked to it."""
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise InvalidValues({"target": str(error)}) from None
    target = _targets.get(declared.kind)
    if target is None:
        known = " or a ".join(one.resource.label.lower() for one in link_targets())
        told = f"{public_id} is a {declared.label.lower()}; evidence is linked to a {known}"
        raise InvalidValues({"target": told})
    return target, number


def is_linked() -> Q:
    """The condition that a piece of evidence is linked to anything."""
    condition = Q()
    for target in link_targets():
        condition |= Q(Exists(target.links._default_manager.filter(evidence_id=OuterRef("pk"))))
    return condition
