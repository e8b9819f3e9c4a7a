"""To which product a capability belongs: the one it names, else the product of its first module that has one."""

from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nervecenter.portfolio.models import Capability


def with_home(rows: QuerySet[Any], *, through: str = "") -> Any:
    """The rows with `home_id`, `home_name` and `home_line_id`; null where neither capability nor module know.

    The rows are capabilities, or records whose link `through` leads to one.
    """
    linked: Any = Capability.modules.through.objects.filter(
        capability_id=OuterRef(f"{through}_id" if through else "pk"),
        module__product__isnull=False,
        module__archived_at=None,
    ).order_by("id")
    own = f"{through}__" if through else ""
    number = BigIntegerField()
    return rows.annotate(
        home_id=Coalesce(F(f"{own}product_id"), Subquery(linked.values("module__product_id")[:1]), output_field=number),
        home_name=Coalesce(F(f"{own}product__name"), Subquery(linked.values("module__product__name")[:1])),
        home_line_id=Coalesce(
            F(f"{own}product__line_id"), Subquery(linked.values("module__product__line_id")[:1]), output_field=number
        ),
    )
