"""How sure a proposal is, learnt from the links that people made here.

Each of the newest linked items is proposed anew to an index that has forgotten what that item said: what it was linked
to counts as taken, all else that would have been proposed as not. A workspace with few links keeps the preset.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from nervecenter.evidence.proposing.texts import BEGINNING, documents
from nervecenter.evidence.targets import link_targets

if TYPE_CHECKING:
    from nervecenter.domain.similarity.calibration import Calibration
    from nervecenter.domain.similarity.index import Index

LEARNT_FROM = 120
PROPOSED = 6


def learnt_calibration(index: "Index[str]") -> "Calibration":
    """The curve from the newest links, or the preset where they are too few. The index is left as it was. Four SQL
    queries a kind.
    """
    from nervecenter.domain.similarity.calibration import fitted
    from nervecenter.domain.similarity.vocabulary import Text

    items = _linked_items()
    bodies = _bodies({target for _, _, targets in items.values() for target in targets} & set(index))
    decisions: list[tuple[float, bool]] = []
    for name, text, targets in items.values():
        said = (f"{name}\n{text[:BEGINNING]}", name, text)
        known = [target for target in targets if target in bodies]
        for target in known:
            title, body = bodies[target]
            _replace(index, target, Text(title, _without(body, said)))
        decisions += [(one.score, one.key in targets) for one in index.similar(Text(name, text), PROPOSED)]
        for target in known:
            _replace(index, target, Text(*bodies[target]))
    return fitted(decisions)


def _linked_items() -> dict[int, tuple[str, str, set[str]]]:
    """The newest items with a link: name, text, and the public ids of all that each is linked to."""
    newest: set[int] = set()
    for target in link_targets():
        links: Any = target.links._default_manager.order_by("-pk").values_list("evidence_id", flat=True)
        newest.update(links[:LEARNT_FROM])
    found: dict[int, tuple[str, str, set[str]]] = {}
    linked: dict[int, set[str]] = defaultdict(set)
    for target in link_targets():
        rows = target.links._default_manager.filter(evidence_id__in=newest, evidence__archived_at=None)
        for number, name, text, to in rows.values_list(
            "evidence_id", "evidence__name", "evidence__text", target.column
        ):
            linked[number].add(target.resource.public_id(to))
            found[number] = (name, text, linked[number])
    return {number: found[number] for number in sorted(found, reverse=True)[:LEARNT_FROM]}


def _bodies(public_ids: set[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for target in link_targets():
        prefix = f"{target.resource.prefix}-"
        numbers = [int(one.removeprefix(prefix)) for one in public_ids if one.startswith(prefix)]
        for public_id, title, body in documents(target, numbers):
            found[public_id] = (title, body)
    return found


def _without(body: str, said: tuple[str, str, str]) -> str:
    """The text of a target without what this item said; a marked passage is a part of it."""
    whole, name, text = said
    lines = body.replace(whole, "").split("\n")
    return "\n".join(line for line in lines if line and line != name and line not in text)


def _replace(index: "Index[str]", key: str, text: Any) -> None:
    index.remove(key)
    index.add(key, text)
