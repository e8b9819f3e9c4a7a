"""What vendors, ourselves among them, reach on the criteria of comparison pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count

from nervecenter.portfolio.models import CriterionScore


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """What a vendor reaches on the criteria of one product: the mean of 0 to 2, over how many."""

    product: int | None
    product_name: str
    competitor: int
    vendor: str
    is_us: bool
    mean: float
    criteria: int


def criterion_rows(*, product_line: int | None = None, product: int | None = None) -> tuple[CriterionRow, ...]:
    """What each vendor reaches on the criteria of each product, ourselves first. One SQL query."""
    rows: Any = CriterionScore.objects.filter(archived_at=None, competitor__archived_at=None)
    if product_line:
        rows = rows.filter(product__line=product_line)
    if product:
        rows = rows.filter(product=product)
    columns = ("product_id", "product__name", "competitor_id", "competitor__name", "competitor__is_us")
    grouped = rows.order_by().values_list(*columns).annotate(mean=Avg("score"), n=Count("id"))
    found = [
        CriterionRow(number, name or "No product", competitor, vendor, is_us, float(mean), count)
        for number, name, competitor, vendor, is_us, mean, count in grouped
    ]
    return tuple(sorted(found, key=lambda row: (row.product_name, not row.is_us, row.vendor)))
