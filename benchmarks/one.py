"""One workspace of one size on one database: fills it, serves it, measures it, prints JSON."""

import argparse
import dataclasses
import datetime as dt
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def main() -> None:
    """Measure and print. The database is the one of NERVECENTER_DATABASE_URL, else a new SQLite file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each request is measured")
    parser.add_argument("--import-rows", type=int, default=0, help="also import a CSV of that many rows")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nervecenter-bench-") as folder:
        os.environ["NERVECENTER_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecenter.site.settings")
        result = measured(arguments.records, arguments.seconds, arguments.import_rows, Path(folder))
    json.dump(result, sys.stdout)


def measured(records: int, seconds: float, import_rows: int, folder: Path) -> dict[str, Any]:
    """Everything measured on one workspace."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from benchmarks.filling import fill

    began = time.perf_counter()
    fill(records)
    result: dict[str, Any] = {
        "database": connection.vendor,
        "records": records,
        "fill_seconds": round(time.perf_counter() - began, 1),
        "data_megabytes": round(sum(path.stat().st_size for path in folder.glob("nervecenter.sqlite3*")) / 1e6),
    }
    result |= checks()
    token, cookie = credentials()
    connection.close()
    result |= served(folder, records, seconds, token, cookie)
    if import_rows:
        from benchmarks.importing import imported

        result["import"] = imported(folder, import_rows)
    return result


def credentials() -> tuple[str, str]:
    """An API token and a session cookie of an administrator."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from nervecenter.foundation.access import create_token
    from nervecenter.foundation.users import Role, User

    user = User.objects.create_user("bench", role=Role.ADMIN)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    token = create_token(actor=user, name="bench", scope="write", days=1)
    return token.secret, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def checks() -> dict[str, Any]:
    """Seconds for reading the company's facts and running every check over them."""
    from nervecenter.domain.checks.running import run_checks
    from nervecenter.honesty.queries import company_facts

    began = time.perf_counter()
    facts = company_facts(dt.date(2022, 11, 11))
    read = time.perf_counter()
    report = run_checks(facts)
    done = time.perf_counter()
    return {
        "facts_seconds": round(read - began, 3),
        "checks_seconds": round(done - read, 4),
        "findings": len(report.findings),
    }


def served(folder: Path, records: int, seconds: float, token: str, cookie: str) -> dict[str, Any]:
    """Start-up, answers and memory of the server."""
    from benchmarks.asking import measure, resident_megabytes
    from benchmarks.requests import requests
    from benchmarks.serving import serving

    timings: dict[str, Any] = {}
    with serving(folder / "server.log") as server:
        start = 0
        for request in requests(records, token, cookie):
            alone = measure(server.address, request, clients=1, seconds=seconds, pids=server.pids(), start=start)
            start += 10_000
            eight = measure(server.address, request, clients=8, seconds=seconds, pids=server.pids(), start=start)
            start += 10_000
            timings[request.name] = {
                "goal_ms": request.goal_ms,
                "one": dataclasses.asdict(alone),
                "eight": dataclasses.asdict(eight),
            }
        memory = resident_megabytes(server.pids())
        left = abandoned(server.address, server.pids(), records, cookie)
    return {
        "cold_start_seconds": server.cold_start_seconds,
        "requests": timings,
        "memory_megabytes": sorted((round(size) for size in memory.values()), reverse=True),
        "abandoned_cpu_seconds": left,
        "queries": query_counts(records),
    }


def abandoned(address: str, pids: list[int], records: int, cookie: str) -> float:
    """CPU seconds the server still uses in the two seconds after 20 clients asked for a whole export and hung up."""
    import socket

    from benchmarks.asking import processor_seconds

    for _ in range(20):
        host, _, port = address.partition(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(
                "\r\n".join(
                    ("GET /evidence/evidence/?limit=500 HTTP/1.1", f"Host: {address}", f"Cookie: {cookie}", "", "")
                ).encode()
            )
    time.sleep(3)
    used = processor_seconds(pids)
    time.sleep(2)
    return round(processor_seconds(pids) - used, 2)


def query_counts(records: int) -> Mapping[str, int]:
    """SQL queries of each request, counted in this process by Django's test client."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.requests import requests
    from nervecenter.foundation.users import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    counts = {}
    for request in requests(records, "", ""):
        if request.method == "GET":
            client.get(request.path(1), headers={"HX-Request": "true"} if "drawer" in request.name else {})
            with CaptureQueriesContext(connection) as captured:
                client.get(request.path(2), headers={"HX-Request": "true"} if "drawer" in request.name else {})
            counts[request.name] = len(captured)
    return counts


if __name__ == "__main__":
    random.seed(0)
    main()
