"""How quick and how large an index is: `python -m benchmarks.quality.speed 100000` answers one line of JSON.

The texts are of forty words drawn with Zipf's frequencies from 60,000, the same for every run.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from nervecenter.domain.similarity.index import Index
from nervecenter.domain.similarity.vocabulary import Text

VOCABULARY = 60_000
WORDS, TITLE = 40, 8
QUESTIONS = 300


def texts(count: int, seed: int) -> Iterator[Text]:
    """Texts that share common words and, now and then, rare ones."""
    chance = random.Random(seed)
    names = [_name(number) for number in range(VOCABULARY)]
    weights = list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    for _ in range(count):
        words = chance.choices(names, cum_weights=weights, k=WORDS)
        yield Text(" ".join(words[:TITLE]), " ".join(words[TITLE:]))


def _name(number: int) -> str:
    letters = "q"
    while number:
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnprstvwxza"[rest]
    return letters + "q"


def _memory(field: str) -> int:
    """Megabytes of this process, by the system's word for them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(field)), 0)


def _milliseconds(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(1e3 * ordered[len(ordered) // 2], 2),
        "p99": round(1e3 * ordered[int(len(ordered) * 0.99)], 2),
    }


def measured(count: int) -> dict[str, object]:
    """Build an index of so many texts, ask it, change it. Seconds are of the processor, milliseconds of the clock."""
    started = time.process_time()
    made = sum(1 for _ in texts(count, 1))
    making = time.process_time() - started
    before = _memory("VmRSS")
    started = time.process_time()
    index = Index.build(enumerate(texts(count, 1)))
    building = time.process_time() - started - making
    started = time.process_time()
    index.similar_to(0)
    first = time.process_time() - started
    chance = random.Random(2)
    asked, changed = [], []
    processor = time.process_time()
    for _ in range(QUESTIONS):
        started = time.perf_counter()
        index.similar_to(chance.randrange(made))
        asked.append(time.perf_counter() - started)
    processor = time.process_time() - processor
    for number, text in enumerate(texts(QUESTIONS, 3)):
        started = time.perf_counter()
        index.add(made + number, text)
        index.similar_to(made + number)
        index.remove(made + number)
        changed.append(time.perf_counter() - started)
    return {
        "texts": count,
        "build_seconds": round(building, 1),
        "first_question_seconds": round(first, 1),
        "proposal_ms": _milliseconds(asked),
        "proposal_cpu_ms": round(1e3 * processor / QUESTIONS, 2),
        "add_ask_remove_ms": _milliseconds(changed),
        "memory_mb": _memory("VmRSS") - before,
        "peak_mb": _memory("VmHWM"),
    }


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
