"""Routing release notes to the stage that made them: learned from earlier releases, asked about later ones."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nervecenter.domain.similarity.routing import Router
from nervecenter.domain.similarity.sentences import SentenceEngine
from nervecenter.domain.similarity.vocabulary import Text

SHARES = (0.6, 0.7, 0.8)

type Example = tuple[str, Text]


def measured(path: Path, engine: SentenceEngine | None) -> list[dict[str, Any]]:
    """One row a split."""
    releases, examples = _items(path)
    engines = {"by words": None} | ({"by words and sentences": engine} if engine else {})
    return [
        {"engine": name, "earlier_share": share, **_split(releases, examples, share, each)}
        for name, each in engines.items()
        for share in SHARES
    ]


def _items(path: Path) -> tuple[list[tuple[int, ...]], list[Example]]:
    records = [json.loads(line) for line in path.read_text().splitlines()]
    placed = [
        (tuple(map(int, record["release"].split("."))), record["stage"], record)
        for record in records
        if record["stage"]
    ]
    placed.sort(key=lambda each: each[0])
    examples = [(stage, Text(record["name"] or "", record["description"] or "")) for _, stage, record in placed]
    return [release for release, _, _ in placed], examples


def _split(
    releases: Sequence[tuple[int, ...]], examples: Sequence[Example], share: float, engine: SentenceEngine | None
) -> dict[str, Any]:
    """No release is on both sides."""
    cut = round(len(examples) * share)
    while releases[cut] == releases[cut - 1]:
        cut += 1
    router = Router(examples[:cut], engine=engine)
    first, three, said = 0, 0, 0.0
    for stage, text in examples[cut:]:
        routes = router.routes(text, 3)
        labels = [route.label for route in routes]
        first += labels[:1] == [stage]
        three += stage in labels
        said += routes[0].probability if routes else 0
    count = len(examples) - cut
    return {
        "earlier": cut,
        "later": count,
        "accuracy": round(first / count, 3),
        "top_three": round(three / count, 3),
        "probability_said": round(said / count, 3),
        "basis": router.basis,
    }
