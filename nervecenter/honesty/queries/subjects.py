"""Where in the portfolio the subject of a finding belongs: to which product and product line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nervecenter.definition.models import Requirement
from nervecenter.foundation.resources import UnknownKind, parse_public_id
from nervecenter.gotomarket.models import Asset, Claim
from nervecenter.portfolio.models import Capability, Module, Offering, Product

CHUNK = 10_000
PATHS: Mapping[str, tuple[tuple[type[Any], str, str, str], ...]] = {
    "product": ((Product, "id", "id", "line_id"),),
    "module": ((Module, "id", "product_id", "product__line_id"),),
    "capability": (
        (Capability, "id", "product_id", "product__line_id"),
        (Capability, "id", "modules__product_id", "modules__product__line_id"),
    ),
    "requirement": (
        (Requirement, "id", "product_id", "product__line_id"),
        (Requirement, "id", "module__product_id", "module__product__line_id"),
    ),
    "offering": (
        (Offering, "id", "product_id", "product__line_id"),
        (Offering, "id", "product_id", "product_line_id"),
    ),
    "claim": ((Claim, "id", "product_id", "product__line_id"),),
    "asset": ((Asset, "id", "products__id", "products__line_id"),),
    "team": ((Product, "teams__id", "id", "line_id"),),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The one product and the one line a subject belongs to; None where there is none, or more than one."""

    product: int | None = None
    line: int | None = None


def places(subject_ids: Iterable[str]) -> dict[str, Place]:
    """The places of these subjects by public id. At most two SQL queries for each kind among them."""
    numbers: dict[str, dict[int, str]] = defaultdict(dict)
    found: dict[str, Place] = {}
    for public_id in set(subject_ids):
        try:
            declared, number = parse_public_id(public_id)
        except UnknownKind:
            continue
        if declared.kind == "product_line":
            found[public_id] = Place(None, number)
        numbers[declared.kind][number] = public_id
    for kind, paths in PATHS.items():
        products: dict[int, set[int]] = defaultdict(set)
        lines: dict[int, set[int]] = defaultdict(set)
        for model, owner, product, line in paths if numbers[kind] else ():
            for number, its_product, its_line in _rows(model, owner, product, line, sorted(numbers[kind])):
                products[number].update({its_product} - {None})
                lines[number].update({its_line} - {None})
        for number, public_id in numbers[kind].items():
            found[public_id] = Place(_only(products[number]), _only(lines[number]))
    return found


def _rows(model: type[Any], owner: str, product: str, line: str, numbers: list[int]) -> Iterable[Any]:
    for start in range(0, len(numbers), CHUNK):
        rows = model.objects.filter(**{f"{owner}__in": numbers[start : start + CHUNK]})
        yield from rows.values_list(owner, product, line)


def _only(numbers: set[int]) -> int | None:
    return next(iter(numbers)) if len(numbers) == 1 else None
