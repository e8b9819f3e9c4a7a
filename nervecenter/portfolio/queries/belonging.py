"""To which product a capability belongs: the one it names, else the product of its first module that has one."""

from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nervecenter.portfolio.models import Capability


def with_home(capabilities: QuerySet[Capability]) -> Any:
    """The capabilities with `home_id`, `home_name` and `home_line_id`; null where neither they nor a module know."""
    linked: Any = Capability.modules.through.objects.filter(
        capability_id=OuterRef("pk"), module__product__isnull=False, module__archived_at=None
    ).order_by("id")
    number = BigIntegerField()
    return capabilities.annotate(
        home_id=Coalesce(F("product_id"), Subquery(linked.values("module__product_id")[:1]), output_field=number),
        home_name=Coalesce(F("product__name"), Subquery(linked.values("module__product__name")[:1])),
        home_line_id=Coalesce(
            F("product__line_id"), Subquery(linked.values("module__product__line_id")[:1]), output_field=number
        ),
    )
