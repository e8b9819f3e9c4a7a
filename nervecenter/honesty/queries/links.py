"""How many, or which, records a many-to-many field links: read off the link table by the database."""

from collections import defaultdict
from typing import Any

from django.db.models import Count


def link_counts(field: Any, owner: str, target: str) -> dict[int, int]:
    """How many live records each owner links to, by owner's id; owners without one are left out. One SQL query."""
    rows = field.through.objects.filter(**{f"{target}__archived_at": None}).values_list(f"{owner}_id")
    return dict(rows.annotate(count=Count("pk")).order_by())


def link_numbers(field: Any, owner: str, target: str) -> dict[int, list[int]]:
    """The ids of the live records each owner links to, by owner's id, in the order they were linked. One SQL query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = field.through.objects.filter(**{f"{target}__archived_at": None}).order_by("id")
    for number, linked in rows.values_list(f"{owner}_id", f"{target}_id"):
        found[number].append(linked)
    return found
