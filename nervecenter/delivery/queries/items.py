"""Which release items a page is about."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from nervecenter.delivery.models import ReleaseItem


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuery:
    """Which release items are asked for: of a line or a product, available in an edition. Nothing chosen means all."""

    product_line: int | None = None
    product: int | None = None
    edition: int | None = None


def release_items(query: DeliveryQuery) -> QuerySet[Any]:
    """The items asked for, without those put away."""
    rows: QuerySet[Any] = ReleaseItem.objects.filter(archived_at=None)
    if query.product_line:
        rows = rows.filter(product__line=query.product_line)
    if query.product:
        rows = rows.filter(product=query.product)
    if query.edition:
        through = ReleaseItem.editions.through.objects.filter(edition=query.edition)
        rows = rows.filter(pk__in=through.values("releaseitem"))
    return rows
