"""Asks a running server and times the answers: one client after another, and eight at once."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = 100.0


@dataclass(frozen=True, slots=True)
class Request:
    """One kind of request; `path` may differ from call to call."""

    name: str
    path: Callable[[int], str]
    method: str = "GET"
    body: Callable[[int], bytes] | None = None
    headers: Mapping[str, str] | None = None
    goal_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds at the median and at 99 percent, answers a second, CPU milliseconds of the server an answer."""

    answers: int
    p50: float
    p99: float
    per_second: float
    cpu_ms: float
    bytes: int


class Wrong(RuntimeError):
    """The server answered with an error; a benchmark of errors is worth nothing."""


def percentile(values: list[float], share: float) -> float:
    """The value at that share of the sorted values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def processor_seconds(pids: list[int]) -> float:
    """User and system time these processes have used, in seconds."""
    total = 0.0
    for pid in pids:
        try:
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += (int(parts[11]) + int(parts[12])) / TICKS
    return total


def resident_megabytes(pids: list[int]) -> dict[int, float]:
    """Proportional memory of each process in megabytes (shared pages are divided among their users)."""
    sizes = {}
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            continue
        sizes[pid] = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
    return sizes


def ask(address: str, request: Request, numbers: range, times: list[float]) -> int:
    """Send the request for each number over one connection, append milliseconds; bytes of the last answer."""
    connection = http.client.HTTPConnection(address, timeout=60)
    size = 0
    for number in numbers:
        body = request.body(number) if request.body else None
        began = time.perf_counter()
        connection.request(request.method, request.path(number), body=body, headers=dict(request.headers or {}))
        answer = connection.getresponse()
        content = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        size = len(content)
        if answer.status >= 400 or (answer.status >= 300 and request.method == "GET"):
            raise Wrong(f"{request.name}: {answer.status} {request.path(number)} {content[:300]!r}")
    connection.close()
    return size


def measure(address: str, request: Request, *, clients: int, seconds: float, pids: list[int], start: int) -> Timing:
    """Time the request for about that many seconds with that many clients."""
    warm: list[float] = []
    ask(address, request, range(start, start + 8), warm)
    each = max(8, min(400, int(seconds * 1000 / max(0.3, percentile(warm, 0.5)) / clients)))
    times: list[list[float]] = [[] for _ in range(clients)]
    failures: list[Exception] = []
    sizes: list[int] = []

    def work(client: int) -> None:
        first = start + 8 + client * each
        try:
            sizes.append(ask(address, request, range(first, first + each), times[client]))
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)

    used, began = processor_seconds(pids), time.perf_counter()
    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if failures:
        raise failures[0]
    together = [value for part in times for value in part]
    return Timing(
        answers=len(together),
        p50=round(percentile(together, 0.5), 2),
        p99=round(percentile(together, 0.99), 2),
        per_second=round(len(together) / elapsed, 1),
        cpu_ms=round((processor_seconds(pids) - used) * 1000 / len(together), 2),
        bytes=max(sizes),
    )
