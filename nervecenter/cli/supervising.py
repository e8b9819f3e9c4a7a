"""`nervecenter serve`: one process that keeps the web workers and the worker for jobs running."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nervecenter.cli.processes import die_with_parent, free_port, parsed_address, serving_lock, shown_address
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.starting import refuse_unusable_folder, start_django

APPLICATION = "nervecenter.site.wsgi:application"
WEB_WORKERS = 2
THREADS = 2
LEAST_FREE = 50_000_000
GRACE = 10
JOBS_START_AFTER = 1.5
LONGEST_PAUSE = 30.0


def serve_until_stopped(folder: Path, address: str, *, with_jobs: bool, as_json: bool) -> None:
    """Pages, API and jobs of the folder until SIGINT or SIGTERM.

    Refuses, before anything starts: a folder that cannot be written, a full disk, a folder that is served already, a
    port that is taken.
    """
    host, wanted = parsed_address(address)
    refuse_unusable_folder(folder, least_free=LEAST_FREE)
    with serving_lock(folder, address):
        port = free_port(host, wanted)
        os.environ["NERVECENTER_ADDRESS"] = f"{host}:{port}"
        done = start_django()
        _announce(folder, host, port, done, as_json=as_json)
        _load_application()
        keeper = JobsKeeper() if with_jobs else None
        try:
            _run_server(host, port, keeper)
        finally:
            if keeper:
                keeper.stop()


def _announce(folder: Path, host: str, port: int, done: str, *, as_json: bool) -> None:
    from django.conf import settings
    from django.db import connection, connections

    from nervecenter.foundation.access import setup_link

    address = shown_address(host, port)
    link = setup_link(address)
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    connections.close_all()
    if as_json:
        told = {"address": address, "set_up": link, "data": str(folder), "database": kind, "process": os.getpid()}
        print(json.dumps(told), flush=True)
        return
    print(f"nervecenter {version('nervecenter')} serves {address}")
    print(f"  data: {folder} ({kind}{', brought up to date' if done == 'upgraded' else ''})")
    if link:
        print(f"  Nobody administers it yet. Open this once, within 24 hours, to make the administrator:\n  {link}")
    if host in {"0.0.0.0", "::"} and not os.environ.get("NERVECENTER_ALLOWED_HOSTS"):  # noqa: S104
        print(f"  It answers only to {', '.join(settings.ALLOWED_HOSTS)}; set NERVECENTER_ALLOWED_HOSTS for others.")
    print("  Ctrl-C stops it.", flush=True)


def _load_application() -> Any:
    """Everything a request needs is loaded before the web workers are forked: they start at once and share memory."""
    from django.db import connections
    from django.template import engines
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    application = import_string(APPLICATION.replace(":", "."))
    _ = get_resolver().url_patterns
    engines.all()
    connections.close_all()
    gc.collect()
    gc.freeze()
    return application


def load_in_worker(parent: int, _target: str) -> Any:
    """What a web worker serves; called in the worker.

    It leaves the group of the terminal: Ctrl-C is for the process above, which then ends its workers in order. A worker
    that hears both hangs until it is killed; so does one that is asked to end before it has begun to serve.
    """
    os.setpgid(0, 0)
    die_with_parent(parent, by=signal.SIGKILL)
    return _load_application()


def _run_server(host: str, port: int, keeper: "JobsKeeper | None") -> None:
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, min(WEB_WORKERS, os.cpu_count() or 1)),
        blocking_threads=THREADS,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    if keeper:
        server.on_startup(keeper.start)
    try:
        server.serve(target_loader=partial(load_in_worker, os.getpid()))
    except SystemExit as ended:
        if ended.code:
            raise CannotRun("the web workers stopped again and again; the lines above say why", code="server") from None


class JobsKeeper:
    """Keeps one worker for jobs running beside the server: one that dies is started again, later each time."""

    def __init__(self, command: Callable[[], list[str]] | None = None) -> None:
        self.command = command or _worker_command
        self.ended = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)

    def start(self) -> None:
        """The worker starts shortly, once the first page has been answered."""
        self.thread.start()

    def stop(self) -> None:
        """The worker is asked to end what it does, and made to after a grace of ten seconds."""
        self.ended.set()
        process = self.process
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
        if self.thread.is_alive():
            self.thread.join(GRACE)

    def _keep(self) -> None:
        pause = 1.0
        self.ended.wait(JOBS_START_AFTER)
        while not self.ended.is_set():
            self.process = subprocess.Popen(self.command(), process_group=0)  # noqa: S603 - our own program
            code = self.process.wait()
            if self.ended.is_set():
                return
            print(
                f"nervecenter: the worker for jobs ended (code {code}); it starts again in {pause:.0f} s",
                file=sys.stderr,
                flush=True,
            )
            self.ended.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "nervecenter.cli", "worker", "--parent", str(os.getpid())]
