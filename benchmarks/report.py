"""Turns measurements into the tables of docs/benchmarks.md."""

from typing import Any


def table(record: dict[str, Any]) -> str:
    """Markdown: a table of requests for each database, then start-up, memory, import and checks."""
    machine = record["machine"]
    parts = [
        (
            f"Measured {record['at']} on {machine['cores']} cores ({machine['processor']}), Python {machine['python']};"
            " two server processes and one for jobs, client and database on the same machine.\n"
        )
    ]
    for database in sorted({result["database"] for result in record["results"]}, reverse=True):
        results = [result for result in record["results"] if result["database"] == database]
        parts += [requests_table(database, results), rest_table(results)]
    return "\n".join(parts)


def requests_table(database: str, results: list[dict[str, Any]]) -> str:
    """Milliseconds at the median and 99 percent with one client, the same and answers a second with eight."""
    sizes = [f"{result['records']:,}" for result in results]
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
    lines = [
        f"### {name}: milliseconds\n",
        "Each cell: p50 / p99 with one client; p50 / p99 and answers a second with eight; CPU ms an answer.\n",
        "| request | goal p50 at 100,000 | " + " | ".join(f"{size} records" for size in sizes) + " | SQL queries |",
        "| --- | --- |" + " --- |" * (len(sizes) + 1),
    ]
    for request in results[0]["requests"]:
        goal = results[0]["requests"][request]["goal_ms"]
        cells = [cell(result["requests"][request]) for result in results]
        queries = results[0]["queries"].get(request, "")
        lines.append(f"| {request} | {goal or ''} | {' | '.join(cells)} | {queries} |")
    return "\n".join(lines) + "\n"


def cell(timing: dict[str, Any]) -> str:
    """One measured request."""
    one, eight = timing["one"], timing["eight"]
    return (
        f"**{one['p50']}** / {one['p99']}; {eight['p50']} / {eight['p99']}, {eight['per_second']} a s; {one['cpu_ms']}"
    )


def rest_table(results: list[dict[str, Any]]) -> str:
    """What is measured once a workspace."""
    lines = ["| | " + " | ".join(f"{result['records']:,} records" for result in results) + " |"]
    lines.append("| --- |" + " --- |" * len(results))
    rows = (
        ("cold start to the first page, s", "cold_start_seconds"),
        ("memory of the processes, MB", "memory_megabytes"),
        ("CPU s in the two seconds after 20 clients hung up", "abandoned_cpu_seconds"),
        ("reading the facts of the company, s", "facts_seconds"),
        ("all checks over them, s", "checks_seconds"),
    )
    for label, key in rows:
        lines.append(f"| {label} | " + " | ".join(str(result[key]) for result in results) + " |")
    for result in results:
        if "import" in result:
            found = result["import"]
            lines.append(
                f"\nImport of {found['rows']:,} rows of CSV with history and search:"
                f" {found['rows_per_second']:,} rows/s; raw limit of the same run"
                f" {found['raw_rows_per_second']:,} rows/s, ratio {found['share_of_raw']:.2f}."
            )
    return "\n".join(lines) + "\n"
