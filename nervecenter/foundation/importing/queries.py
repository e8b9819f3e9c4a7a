"""Questions about imports: what words near an unmatched one there are."""

from dataclasses import dataclass

from nervecenter.domain.exchange.headers import likeness
from nervecenter.foundation.importing.kinds import kind_spec
from nervecenter.foundation.importing.models import UnmatchedValue
from nervecenter.foundation.resources import resource
from nervecenter.foundation.searching import search

NEAR = 0.5
_FEW = 3_000


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A record or value that an unmatched word may mean. `meaning` is what `resolve_unmatched` takes."""

    meaning: str
    label: str
    score: float


def near_matches(entry: UnmatchedValue, *, limit: int = 5) -> list[NearMatch]:
    """What the word may mean, the likeliest first: by likeness of letters, never taken without being asked.

    Kinds with many records are searched for the word's parts instead of being compared as a whole. One query.
    """
    if not entry.target_kind:
        choices = kind_spec(entry.kind).fields[entry.field].choices
        found = [NearMatch(value, label, _score(entry.value, value, label)) for value, label in choices]
        return sorted(found, key=lambda match: -match.score)[:limit]
    declared = resource(entry.target_kind)
    spec = kind_spec(entry.target_kind)
    names = [key for key in spec.keys if key in spec.fields] or [declared.title]
    rows = declared.model._default_manager.filter(archived_at=None).order_by("pk")
    if rows[_FEW : _FEW + 1].exists():
        hits = search(entry.value.replace("_", " "), kinds=[entry.target_kind], limit=50)
        rows = rows.filter(pk__in=[hit.number for hit in hits])
    found = []
    for number, title, *words in rows.values_list("pk", declared.title, *names):
        score = _score(entry.value, *(str(word) for word in (title, *words) if word))
        if score >= NEAR:
            found.append(NearMatch(declared.public_id(number), str(title), round(score, 2)))
    return sorted(found, key=lambda match: (-match.score, match.label))[:limit]


def _score(word: str, *others: str) -> float:
    """Likeness of the letters, or of the words that both have, whichever is more."""
    best = 0.0
    for other in others:
        mine, theirs = _parts(word), _parts(other)
        shared = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
        best = max(best, likeness(word, other), shared)
    return best


def _parts(text: str) -> set[str]:
    return {part for part in text.lower().replace("_", " ").replace("-", " ").split() if len(part) > 2}
