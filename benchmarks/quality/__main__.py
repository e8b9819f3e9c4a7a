"""Measures the quality and the speed of proposals, prints a table and writes benchmarks/results/quality.*."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.__main__ import RESULTS, ROOT, machine
from benchmarks.quality import duplicates, routing
from nervecenter.domain.similarity.sentences import NoSentenceEngine, SentenceEngine, Vectors, sentence_engine
from nervecenter.domain.similarity.vocabulary import Text

DATA = ROOT.parent / "shared" / "data"
ISSUES, NOTES = DATA / "duplicate_issues_hadoop", DATA / "gitlab" / "release_items.jsonl"


def main() -> int:
    """Measure what can be measured here; what cannot is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000", help="numbers of texts for the speed, with commas; empty for none")
    parser.add_argument("--no-vectors", action="store_true", help="leave sentence vectors out, though installed")
    arguments = parser.parse_args()
    engine = None if arguments.no_vectors else _engine()
    record: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine()}
    if ISSUES.is_dir() and NOTES.is_file():
        _say("finding duplicates ...")
        record["duplicates"] = duplicates.measured(ISSUES, engine)
        _say("routing ...")
        record["routing"] = routing.measured(NOTES, engine)
    else:
        _say(f"skipped: the public samples are not beside this checkout ({DATA.parent.name}/{DATA.name}); speed only")
    record["speed"] = [_speed(size) for size in arguments.sizes.split(",") if size]
    text = table(record)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "quality.json").write_text(json.dumps(record, indent=1) + "\n")
    (RESULTS / "quality.md").write_text(text)
    print(text)
    return 0


class Remembering:
    """An engine that works out each text once."""

    def __init__(self, engine: SentenceEngine) -> None:
        self.dimensions = engine.dimensions
        self._engine = engine
        self._known: dict[Text, Vectors] = {}

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        """The vectors of these texts."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(fresh, self._engine.vectors(fresh), strict=True)
        return np.stack([self._known[text] for text in texts])


def _engine() -> SentenceEngine | None:
    try:
        return Remembering(sentence_engine())
    except NoSentenceEngine as missing:
        _say(f"without sentence vectors: {missing}")
        return None


def _speed(size: str) -> dict[str, Any]:
    _say(f"speed with {int(size):,} texts ...")
    command = [sys.executable, "-m", "benchmarks.quality.speed", size]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def table(record: dict[str, Any]) -> str:
    """The figures in Markdown."""
    at = f"Measured {record['at']} on {record['machine']['cores']} cores ({record['machine']['processor']}).\n"
    parts = [at]
    if "duplicates" in record:
        found = record["duplicates"]
        parts += [
            f"\nDuplicates: {found['questions']} questions to {found['issues']:,} issues.\n",
            "\n| ranking | recall@1 | recall@5 | recall@10 |\n| --- | --- | --- | --- |\n",
            *(f"| {name} | {each['1']} | {each['5']} | {each['10']} |\n" for name, each in found["recall"].items()),
        ]
        for name, each in found["calibration"].items():
            parts += [
                f"\nProbability {name}: slope {each['slope']}, intercept {each['intercept']}, {each['decisions']} ",
                f"decisions; Brier score {each['brier']} against {each['brier_of_the_share']} for the bare share.\n",
                "\n| said | seen | proposals |\n| --- | --- | --- |\n",
                *(f"| {band['said']} | {band['seen']} | {band['n']} |\n" for band in each["bands"]),
            ]
        parts += [
            "\nRouting of release notes to stages, learned from the earlier, asked about the later.\n",
            "\n| ranking | earlier | later | accuracy | top three | mean probability said |\n",
            "| --- | --- | --- | --- | --- | --- |\n",
            *(
                f"| {row['engine']} | {row['earlier']} | {row['later']} | {row['accuracy']} | {row['top_three']} |"
                f" {row['probability_said']} |\n"
                for row in record["routing"]
            ),
        ]
    if record["speed"]:
        parts += [
            "\n| texts | build, CPU s | first question, CPU s | proposal, ms p50 / p99 | proposal, CPU ms |",
            " add, ask, remove, ms p50 / p99 | memory of the index, MB | peak, MB |\n",
            "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
            *(
                f"| {row['texts']:,} | {row['build_seconds']} | {row['first_question_seconds']} |"
                f" {row['proposal_ms']['p50']} / {row['proposal_ms']['p99']} | {row['proposal_cpu_ms']} |"
                f" {row['add_ask_remove_ms']['p50']} / {row['add_ask_remove_ms']['p99']} |"
                f" {row['memory_mb']} | {row['peak_mb']} |\n"
                for row in record["speed"]
            ),
        ]
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
