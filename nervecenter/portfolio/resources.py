"""The portfolio's resources: lines, products, modules, capabilities, releases."""

from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Edge, Resource, register
from nervecenter.portfolio import selling_resources
from nervecenter.portfolio.models import Capability, Module, PricingTheme, Product, ProductLine, Release

PRODUCT_LINE = Resource(
    kind="product_line",
    prefix="lin",
    model=ProductLine,
    label="Product line",
    plural="Product lines",
    slug="lines",
    group="Product",
    about="A product line is products that are led and sold together.",
    columns=("name", "code", "direction_url"),
    search=("name", "code"),
    form=("name", "code", "direction_url"),
    example="Security",
)
PRODUCT = Resource(
    kind="product",
    prefix="prd",
    model=Product,
    label="Product",
    plural="Products",
    slug="products",
    group="Product",
    about="A product is managed as a business of its own: with a vision, a place in its life cycle and owners.",
    columns=(
        "name",
        "line",
        "life_cycle",
        "established",
        "spend_percent",
        "usage_driver_score",
        "revenue_driver_score",
        "is_marketed",
        "teams",
    ),
    filters=("line", "is_marketed", "life_cycle"),
    search=("name", "code", "vision"),
    form=(
        "name",
        "code",
        "line",
        "vision",
        "life_cycle",
        "established",
        "usage_driver_score",
        "revenue_driver_score",
        "market_driver_score",
        "spend_percent",
        "is_marketed",
        "direction_url",
        "teams",
    ),
    edges=(Edge("line", "consequence", "belongs to"),),
    units={
        "spend_percent": "%",
        "usage_driver_score": "of 5",
        "revenue_driver_score": "of 5",
        "market_driver_score": "of 5",
    },
    example="Package registry",
)
MODULE = Resource(
    kind="module",
    prefix="mod",
    model=Module,
    label="Module",
    plural="Modules",
    slug="modules",
    group="Product",
    about=(
        "A module is a part of a product that grows up by itself. Its maturity today and the dates planned "
        "for the next steps are held against the calendar."
    ),
    columns=("name", "product", "team", "maturity", "viable_on", "complete_on", "lovable_on", "priority"),
    filters=("product", "team", "maturity", "priority", "is_marketed"),
    search=("name", "code"),
    form=(
        "name",
        "code",
        "product",
        "team",
        "maturity",
        "available_on",
        "viable_on",
        "complete_on",
        "lovable_on",
        "priority",
        "dogfooding",
        "is_marketed",
        "direction_url",
    ),
    edges=(Edge("product", "consequence", "part of"),),
    example="Secret detection, viable, complete planned for next June",
)
RELEASE = Resource(
    kind="release",
    prefix="rel",
    model=Release,
    label="Release",
    plural="Releases",
    slug="releases",
    group="Product",
    about=(
        "A release is what goes out together on a date, or will. Requirements are planned into it; "
        "capabilities ship in it."
    ),
    columns=("name", "kind", "status", "released_on", "url"),
    filters=("kind", "status", "released_on"),
    search=("name", "code"),
    form=("name", "code", "kind", "status", "released_on", "url"),
    sort="-released_on",
    example="4.2, planned for 15 March",
)
PRICING_THEME = Resource(
    kind="pricing_theme",
    prefix="thm",
    model=PricingTheme,
    label="Pricing theme",
    plural="Pricing themes",
    slug="pricing-themes",
    group="Product",
    about="A pricing theme is a reason to pay for an edition; capabilities are gathered under it on the price page.",
    columns=("name", "edition", "url"),
    filters=("edition",),
    search=("name", "code"),
    form=("name", "code", "edition", "url"),
    edges=(Edge("edition", "consequence", "sold in"),),
    example="Compliance, in the top edition",
)
CAPABILITY = Resource(
    kind="capability",
    prefix="cap",
    model=Capability,
    label="Capability",
    plural="Capabilities",
    slug="capabilities",
    group="Product",
    about=(
        "A capability is something the product can do, in the editions and ways of delivery where it can. "
        "Claims rest on it; requirements are answered by it."
    ),
    columns=("name", "status", "product", "modules", "editions", "deliveries", "theme", "purchase_path_count"),
    filters=("status", "product", "modules", "editions", "deliveries", "theme", "shipped_in"),
    search=("name", "code", "summary"),
    form=(
        "name",
        "code",
        "summary",
        "status",
        "product",
        "modules",
        "editions",
        "deliveries",
        "theme",
        "shipped_in",
        "purchase_path_count",
        "purchase_path_recent",
        "url",
    ),
    edges=(
        Edge("modules", "consequence", "part of"),
        Edge("product", "consequence", "part of"),
        Edge("shipped_in", "consequence", "shipped in"),
        Edge("theme", "consequence", "sold under"),
    ),
    units={"purchase_path_count": "purchases", "purchase_path_recent": "purchases"},
    example="Sign-in with a hardware key, in the two upper editions",
)

register(PRODUCT_LINE, PRODUCT, MODULE, RELEASE, PRICING_THEME, CAPABILITY, *selling_resources.RESOURCES)
register_pages(
    NavigationPage("/portfolio/", "Portfolio", "Product", finds="portfolio editions capabilities matrix containment"),
    NavigationPage("/portfolio/comparison/", "Comparison", "Product", finds="comparison competitors parity heat map"),
    NavigationPage("/portfolio/maturity/", "Maturity plan", "Product", finds="maturity plan overdue viable complete"),
    NavigationPage("/portfolio/offering-grid/", "Offering grid", "Business", finds="offering holes price channel"),
)
