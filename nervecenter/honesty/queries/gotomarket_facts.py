"""What the checks read about claims and collateral."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max, QuerySet

from nervecenter.delivery.models import ReleaseItem
from nervecenter.domain.checks.facts.gotomarket import AssetFacts, ClaimFacts, ProofFacts
from nervecenter.foundation.resources import resource
from nervecenter.gotomarket.models import Asset, Claim, ProofPoint
from nervecenter.honesty.queries.links import link_numbers
from nervecenter.portfolio.models import Capability, Release


def claim_facts() -> tuple[ClaimFacts, ...]:
    """Each claim with its proof points. Two SQL queries."""
    proofs: dict[int, list[ProofFacts]] = defaultdict(list)
    rows = ProofPoint.objects.filter(archived_at=None, claim__archived_at=None).order_by("id")
    for claim, url, dated_on, expires_on, is_internal in rows.values_list(
        "claim_id", "source_url", "dated_on", "expires_on", "is_internal"
    ):
        proofs[claim].append(
            ProofFacts(has_source=bool(url.strip()), dated_on=dated_on, expires_on=expires_on, is_internal=is_internal)
        )
    declared = resource("claim")
    claims = Claim.objects.filter(archived_at=None).order_by("id").values_list("id", "name", "status", "label")
    return tuple(
        ClaimFacts(
            id=declared.public_id(number),
            label=name,
            status=status,
            labelled=labelled,
            proofs=tuple(proofs.get(number, ())),
        )
        for number, name, status, labelled in claims
    )


def asset_facts(today: dt.date) -> tuple[AssetFacts, ...]:
    """Each piece of collateral with the newest release that changed what it names. Eight SQL queries."""
    by_product, by_module = newest_change_by("product", today), newest_change_by("modules", today)
    products = link_numbers(Asset.products, "asset", "product")
    modules = link_numbers(Asset.modules, "asset", "module")
    names = dict(Release.objects.filter(archived_at=None).order_by("-kind", "id").values_list("released_on", "name"))
    declared = resource("asset")
    rows = Asset.objects.filter(archived_at=None).order_by("id")
    found = []
    for number, name, published, changed, built_from in rows.values_list(
        "id", "name", "published_on", "changed_on", "built_from__released_on"
    ):
        newest = max(
            [*_days(by_product, products.get(number, ())), *_days(by_module, modules.get(number, ()))], default=None
        )
        found.append(
            AssetFacts(
                id=declared.public_id(number),
                label=name,
                published_on=published,
                changed_on=changed,
                built_from_on=built_from,
                last_release_on=newest,
                last_release=names.get(newest, "") if newest else "",
            )
        )
    return tuple(found)


def newest_change_by(link: str, today: dt.date) -> dict[int, dt.date]:
    """The day of the newest release up to today that shipped something for each product, or each module.

    Release items and capabilities both tell of it. Two SQL queries, grouped by the database.
    """
    found: dict[int, dt.date] = {}
    items = ReleaseItem.objects.filter(change=ReleaseItem.Change.SHIPPED)
    told: tuple[tuple[QuerySet[Any], str], ...] = ((items, "release"), (Capability.objects.all(), "shipped_in"))
    for rows, release in told:
        live = rows.filter(**{"archived_at": None, f"{link}__isnull": False, f"{release}__released_on__lte": today})
        newest = live.values_list(f"{link}__id").annotate(newest=Max(f"{release}__released_on")).order_by()
        for number, day in newest:
            found[number] = max(day, found.get(number, day))
    return found


def _days(known: Mapping[int, dt.date], numbers: Iterable[int]) -> list[dt.date]:
    return [known[number] for number in numbers if number in known]
