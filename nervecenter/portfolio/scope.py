"""The product scope: everything, one product line or one product, as the bar on top offers it and pages take it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

from nervecenter.foundation.frame import SCOPE_KEY, Scope, offer_scopes
from nervecenter.foundation.pages.answering import Chooser
from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.foundation.resources import UnknownKind, parse_public_id
from nervecenter.portfolio.models import Product, ProductLine

KINDS = ("product_line", "product")
MOST = 300


@dataclass(frozen=True, slots=True)
class ProductScope:
    """A line or a product by number, or neither for everything. `words` say which, such as "in Manage"."""

    product_line: int | None = None
    product: int | None = None
    words: str = ""


_lines = PreparedQuery(
    lambda _: ProductLine.objects.filter(archived_at=None).order_by("name", "id").values_list("id", "name")[:MOST],
    sentinel=None,
)
_products = PreparedQuery(
    lambda _: (
        Product.objects.filter(archived_at=None).order_by("name", "id").values_list("id", "name", "line_id")[:MOST]
    ),
    sentinel=None,
)


def scopes() -> tuple[Scope, ...]:
    """Each product line with its products, and the products without a line; of each the first MOST. Two SQL queries."""
    products: dict[int | None, list[Scope]] = {}
    for number, name, line in _products.rows():
        products.setdefault(line, []).append(Scope(name, f"prd-{number}"))
    offered = [
        Scope(name, options=(Scope(f"All of {name}", f"lin-{line}"), *products.pop(line, ())))
        for line, name in _lines.rows()
    ]
    rest = [scope for line in products for scope in products[line]]
    return (*offered, Scope("Other products", options=tuple(rest))) if rest else tuple(offered)


def chosen_scope(request: HttpRequest) -> ProductScope:
    """The scope that the address asks for by `scope=lin-3` or `scope=prd-5`; everything when it names none of ours."""
    try:
        declared, number = parse_public_id(request.GET.get("scope", ""))
    except UnknownKind:
        return ProductScope()
    if declared.kind not in KINDS:
        return ProductScope()
    name = declared.model._default_manager.filter(pk=number).values_list(declared.title, flat=True).first()
    if name is None:
        return ProductScope()
    is_line = declared.kind == "product_line"
    return ProductScope(number if is_line else None, None if is_line else number, f" in {name}")


def scope_chooser(request: HttpRequest) -> Chooser:
    """The scope as a filter of a page. Two SQL queries."""
    options = tuple(
        (one.value, one.label if one.value.startswith("lin-") else f"{group.label}: {one.label}")
        for group in scopes()
        for one in group.options
    )
    return Chooser("scope", "Product", options, request.GET.get("scope", ""), every="All products")


def to_own_scope(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where to go when the reader chose a scope in the bar and the address names none, so that it always tells."""
    kept = request.session.get(SCOPE_KEY, "")
    if not kept or "scope" in request.GET or request.method != "GET":
        return None
    parameters = [*((name, value) for name, values in request.GET.lists() for value in values), ("scope", kept)]
    return HttpResponseRedirect(f"{request.path}?{urlencode(parameters)}")


offer_scopes(scopes)
