"""Measures every size on every database, writes benchmarks/results and prints the table: `python -m benchmarks`."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import table

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"


def main() -> int:
    """Run the measurements asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,100000,1000000", help="numbers of evidence records")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each request is measured")
    parser.add_argument("--import-rows", type=int, default=200_000)
    arguments = parser.parse_args()
    results: list[dict[str, Any]] = []
    for database in arguments.databases.split(","):
        for size in map(int, arguments.sizes.split(",")):
            print(f"measuring {size:,} records on {database} ...", file=sys.stderr, flush=True)
            rows = arguments.import_rows if size == min(map(int, arguments.sizes.split(","))) else 0
            result = one(database, size, arguments.seconds, rows)
            if result:
                results.append(result)
    RESULTS.mkdir(parents=True, exist_ok=True)
    record = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine(), "results": results}
    (RESULTS / "latest.json").write_text(json.dumps(record, indent=1) + "\n")
    text = table(record)
    (RESULTS / "latest.md").write_text(text)
    print(text)
    return 0 if results else 2


def one(database: str, size: int, seconds: float, import_rows: int) -> dict[str, Any] | None:
    """The result of one configuration; None, with the reason on the terminal, when it could not be measured."""
    command = [sys.executable, "-m", "benchmarks.one", "--records", str(size), "--seconds", str(seconds)]
    command += ["--import-rows", str(import_rows)]
    if database == "postgresql":
        command = [str(ROOT / "scripts" / "postgres.sh"), "--durable", *command]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ})
    line = next((line for line in reversed(done.stdout.splitlines()) if line.startswith("{")), "")
    if done.returncode or not line:
        print(f"not measured: {database} {size} (exit {done.returncode}) {done.stdout[-500:]}", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(line)
    return found


def machine() -> dict[str, Any]:
    """What it was measured on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


if __name__ == "__main__":
    sys.exit(main())
