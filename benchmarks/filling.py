"""Fills a workspace with evidence of a given size: accounts, problems and capabilities it speaks of, and the links.

Words follow Zipf's law over a fixed vocabulary, so that some are in every second text and some in a handful; the same
seed gives the same data on every database.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.bulk import logged_as_sets
from nervecenter.foundation.changes import changeset
from nervecenter.market.models import Account, Problem, Segment
from nervecenter.portfolio.models import Capability, Product

SEED = 20221111
CHUNK = 5_000
KINDS = ("feedback", "interview", "ticket", "deal", "survey", "review", "usage", "research")
VOCABULARY = [
    f"{first}{middle}{last}"
    for first in "bdfgklmnprst"
    for middle in ("a", "ei", "o", "u", "ia")
    for last in (
        "lan",
        "mer",
        "nic",
        "por",
        "ros",
        "sta",
        "ten",
        "vor",
        "wick",
        "zon",
        "dal",
        "fen",
        "gar",
        "hol",
        "kim",
    )
]
WEIGHTS = [1 / (rank + 1) for rank in range(len(VOCABULARY))]


def fill(records: int) -> None:
    """The workspace holds that many pieces of evidence of accounts; each tenth waits, the others speak to a problem."""
    chance = random.Random(SEED)
    with changeset(actor=None, action="benchmark.filled"):
        segments = [Segment(name=f"Segment {number}", is_target=number < 4) for number in range(12)]
        Segment.objects.bulk_create(segments)
        accounts = [
            Account(name=f"Account {number}", segment=segments[number % 12], recurring_revenue=number * 997 % 100_000)
            for number in range(2_000)
        ]
        Account.objects.bulk_create(accounts)
        products = [Product(name=f"Product {number}") for number in range(40)]
        Product.objects.bulk_create(products)
        capabilities = [Capability(name=f"Capability {n}", product=products[n % 40]) for n in range(1_000)]
        Capability.objects.bulk_create(capabilities)
        problems = [Problem(name=" ".join(_words(chance, 5)).capitalize()) for _ in range(500)]
        Problem.objects.bulk_create(problems)
    through: Any = Evidence._meta.get_field("problems").remote_field.through
    with (
        changeset(actor=None, action="benchmark.filled"),
        logged_as_sets([Evidence._meta.db_table, through._meta.db_table]),
    ):
        write(Evidence, EVIDENCE, evidence_rows(chance, records, len(accounts), len(capabilities), len(products)))
        linked = (number for number in range(1, records + 1) if number % 10)
        write(through, ("evidence_id", "problem_id"), ((number, chance.randrange(500) + 1) for number in linked))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


EVIDENCE = (
    "version", "created_at", "changed_at", "source", "source_id", "name", "text", "kind", "grade", "aim",
    "occurred_on", "url", "author", "state", "priority", "topics", "triage",
    "account_id", "product_id", "capability_id",
)  # fmt: skip


def evidence_rows(
    chance: random.Random, records: int, accounts: int, capabilities: int, products: int
) -> Iterator[tuple[Any, ...]]:
    """Rows of evidence; each thousandth text holds a word of its own, for the rare-word search to find."""
    now = timezone.now().isoformat(sep=" ").removesuffix("+00:00")
    first = dt.date(2018, 1, 1)
    for number in range(records):
        words = _words(chance, 24)
        rare = f" rare{number}" if number % 1000 == 0 else ""
        yield (
            1, now, now, "benchmark", f"b-{number}", " ".join(words[:6]).capitalize(), " ".join(words[6:]) + rare,
            KINDS[chance.randrange(8)], "secondary", "", str(first + dt.timedelta(days=chance.randrange(1800))),
            "", "", "", "", "", "linked" if (number + 1) % 10 else "waiting", chance.randrange(accounts) + 1,
            chance.randrange(products) + 1, chance.randrange(capabilities) + 1,
        )  # fmt: skip


def _words(chance: random.Random, count: int) -> list[str]:
    return chance.choices(VOCABULARY, WEIGHTS, k=count)


def write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert the rows as fast as the database takes them: executemany on SQLite, COPY on PostgreSQL."""
    listed = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join("?" * len(columns))
            connection.connection.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', rows)  # noqa: S608
            return
        with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
