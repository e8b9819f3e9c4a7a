"""Starts nervecenter as its users do and says when it answers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, the seconds until its first page came, and its processes."""

    address: str
    cold_start_seconds: float
    process: int

    def pids(self) -> list[int]:
        """The server's process and all below it."""
        return family(self.process)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(log: Path) -> Iterator[Server]:
    """`nervecenter serve` on the workspace of the environment, stopped in the end."""
    address = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "NERVECENTER_ADDRESS": address}
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "nervecenter"), "serve"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            _await_page(address, process, log)
            yield Server(address, round(time.perf_counter() - began, 2), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _await_page(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text(errors='replace')[-2000:]}")
        try:
            connection = http.client.HTTPConnection(address, timeout=5)
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"no page within a minute: {log.read_text(errors='replace')[-2000:]}")
