"""Finding the duplicate of an issue: recall at 1, 5 and 10, and whether a probability means what it says."""

import csv
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from nervecenter.domain.similarity import comparing
from nervecenter.domain.similarity.calibration import fitted
from nervecenter.domain.similarity.index import Index
from nervecenter.domain.similarity.sentences import SentenceEngine
from nervecenter.domain.similarity.vocabulary import Text

DEPTHS = (1, 5, 10)
WEIGHTINGS = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0.6, 0.2, 0.2), (0.4, 0.4, 0.2), (0.4, 0.2, 0.4), (0.7, 0.3, 0))
CHANCES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 1.0)
FOLDS = 5

type Ranking = Callable[[str], Sequence[str]]
type Questions = Sequence[tuple[str, str]]


def measured(folder: Path, engine: SentenceEngine | None) -> dict[str, Any]:
    """All figures about duplicates."""
    items = _issues(folder / "issues.csv")
    questions = _questions(folder / "duplicates.csv", items)
    index = Index.build(items.items())
    rankings: dict[str, Ranking] = {
        "TF-IDF, plain": _tf_idf(items, logarithmic=False),
        "TF-IDF, logarithmic counts": _tf_idf(items, logarithmic=True),
        "ours, by words": _ranked(index),
    }
    found = {name: _recall(ranking, questions) for name, ranking in rankings.items()}
    found["ours, weights chosen on the other half"] = _cross_validated(index, questions)
    result = {"issues": len(items), "questions": len(questions)}
    calibration = {"by words": _calibration(index, questions)}
    if engine:
        with_vectors = Index.build(items.items(), engine=engine)
        found["ours, by words and sentences"] = _recall(_ranked(with_vectors), questions)
        calibration["by words and sentences"] = _calibration(with_vectors, questions)
    return {**result, "recall": found, "calibration": calibration}


def _issues(path: Path) -> dict[str, Text]:
    with path.open(newline="") as stream:
        return {row["Issue id"]: Text(row["Summary"], row["Description"]) for row in csv.DictReader(stream)}


def _questions(path: Path, items: dict[str, Text]) -> Questions:
    """Both ends of each distinct pair ask for the other one."""
    with path.open(newline="") as stream:
        rows = [(row["Issue id"], re.split(r"[,;\s]+", row["Duplicate id"])) for row in csv.DictReader(stream)]
    pairs = {(min(one, other), max(one, other)) for one, others in rows for other in others if one != other}
    present = sorted(pair for pair in pairs if pair[0] in items and pair[1] in items)
    return [question for one, other in present for question in ((one, other), (other, one))]


def _ranked(index: Index[str]) -> Ranking:
    return lambda key: [proposal.key for proposal in index.similar_to(key, max(DEPTHS))]


def _recall(ranking: Ranking, questions: Questions) -> dict[str, float]:
    hits = Counter[int]()
    for key, wanted in questions:
        proposed = ranking(key)
        hits.update(depth for depth in DEPTHS if wanted in proposed[:depth])
    return {str(depth): round(hits[depth] / len(questions), 3) for depth in DEPTHS}


def _cross_validated(index: Index[str], questions: Questions) -> dict[str, float]:
    """Which of seven weightings is used is decided by one half of the pairs and judged by the other."""
    usual = (comparing.ANGLE, comparing.FOUND, comparing.COVERED)
    pairs = [questions[place : place + 2] for place in range(0, len(questions), 2)]
    halves = [[question for pair in pairs[start::2] for question in pair] for start in (0, 1)]
    table: dict[tuple[float, ...], list[dict[str, float]]] = {}
    try:
        for weights in WEIGHTINGS:
            comparing.ANGLE, comparing.FOUND, comparing.COVERED = weights
            table[weights] = [_recall(_ranked(index), half) for half in halves]
    finally:
        comparing.ANGLE, comparing.FOUND, comparing.COVERED = usual
    chosen = [max(WEIGHTINGS, key=lambda weights: sum(table[weights][half].values())) for half in (0, 1)]
    judged = [table[chosen[0]][1], table[chosen[1]][0]]
    shares = [len(halves[1]) / len(questions), len(halves[0]) / len(questions)]
    return {
        depth: round(sum(share * recall[depth] for share, recall in zip(shares, judged, strict=True)), 3)
        for depth in judged[0]
    }


def _calibration(index: Index[str], questions: Questions) -> dict[str, Any]:
    """The curve that all ten proposals of every question give, and how well curves of four fifths foretell the rest."""
    linked = set(questions)
    asking = sorted({key for key, _ in questions})
    decisions = [
        [(proposal.score, (key, proposal.key) in linked) for proposal in index.similar_to(key)] for key in asking
    ]
    everything = fitted([each for some in decisions for each in some])
    foretold: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        curve = fitted([each for place, some in enumerate(decisions) if place % FOLDS != fold for each in some])
        foretold += [(curve.probability(score), taken) for some in decisions[fold::FOLDS] for score, taken in some]
    share = sum(taken for _, taken in foretold) / len(foretold)
    return {
        "slope": round(everything.slope, 2),
        "intercept": round(everything.intercept, 2),
        "decisions": everything.decisions,
        "brier": round(sum((chance - taken) ** 2 for chance, taken in foretold) / len(foretold), 4),
        "brier_of_the_share": round(share * (1 - share), 4),
        "bands": _bands(foretold),
    }


def _bands(foretold: Iterable[tuple[float, bool]]) -> list[dict[str, float]]:
    bands = []
    pairs = list(foretold)
    for low, high in pairwise(CHANCES):
        inside = [(chance, taken) for chance, taken in pairs if low <= chance < high]
        if inside:
            said = sum(chance for chance, _ in inside) / len(inside)
            seen = sum(taken for _, taken in inside) / len(inside)
            bands.append({"from": low, "n": len(inside), "said": round(said, 3), "seen": round(seen, 3)})
    return bands


def _tf_idf(items: dict[str, Text], *, logarithmic: bool) -> Ranking:
    """The textbook's ranking, to compare with: words of two signs and more, cosine."""
    counts = {key: Counter(re.findall(r"\w\w+", f"{text.title} {text.body}".lower())) for key, text in items.items()}
    rows = Counter(word for words in counts.values() for word in words)
    rare = {word: math.log((1 + len(items)) / (1 + often)) + 1 for word, often in rows.items()}
    vectors: dict[str, dict[str, float]] = {}
    postings: dict[str, list[tuple[str, float]]] = {}
    for key, words in counts.items():
        vector = {word: (1 + math.log(n) if logarithmic else n) * rare[word] for word, n in words.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        vectors[key] = {word: value / length for word, value in vector.items()}
        for word, value in vectors[key].items():
            postings.setdefault(word, []).append((key, value))

    def ranking(key: str) -> Sequence[str]:
        scores = Counter[str]()
        for word, value in vectors[key].items():
            for other, there in postings[word]:
                scores[other] += value * there  # type: ignore[assignment]
        del scores[key]
        return [other for other, _ in scores.most_common(max(DEPTHS))]

    return ranking
