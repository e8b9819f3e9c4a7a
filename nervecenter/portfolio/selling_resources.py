"""The portfolio's resources around selling: editions, delivery, channels, offerings, comparisons, market sizes."""

from nervecenter.foundation.resources import Edge, Resource
from nervecenter.portfolio.models import (
    Channel,
    Comparison,
    CriterionScore,
    DeliveryMode,
    Edition,
    MarketSize,
    Offering,
    Territory,
)

EDITION = Resource(
    kind="edition",
    prefix="edn",
    model=Edition,
    label="Edition",
    plural="Editions",
    slug="editions",
    group="Product",
    about="An edition is a tier in which the product is sold. A higher one contains all of the one it includes.",
    columns=("name", "code", "rank", "includes"),
    search=("name", "code"),
    form=("name", "code", "rank", "includes"),
    sort="rank",
    example="Premium, includes Basic",
)
DELIVERY_MODE = Resource(
    kind="delivery_mode",
    prefix="dlv",
    model=DeliveryMode,
    label="Delivery",
    plural="Ways of delivery",
    slug="deliveries",
    group="Product",
    about="How the product reaches the customer: as a service, or run by the customer.",
    columns=("name", "code"),
    search=("name", "code"),
    form=("name", "code"),
    example="As a service",
)
CHANNEL = Resource(
    kind="channel",
    prefix="chn",
    model=Channel,
    label="Channel",
    plural="Channels",
    slug="channels",
    group="Business",
    about="A channel is a way to the customer: direct sales, a web shop, partners.",
    columns=("name", "code"),
    search=("name", "code"),
    form=("name", "code"),
    example="Resellers",
)
TERRITORY = Resource(
    kind="territory",
    prefix="ter",
    model=Territory,
    label="Territory",
    plural="Territories",
    slug="territories",
    group="Business",
    about="A territory is a part of the world, or of the market, that one sales organisation looks after.",
    columns=("name", "code", "parent"),
    filters=("parent",),
    search=("name", "code"),
    form=("name", "code", "parent"),
    edges=(Edge("parent", "consequence", "part of"),),
    example="Northern Europe",
)
OFFERING = Resource(
    kind="offering",
    prefix="off",
    model=Offering,
    label="Offering",
    plural="Offerings",
    slug="offerings",
    group="Business",
    about=(
        "An offering joins product, edition, delivery, segment, channel and price. Whatever is missing is a "
        "hole in the offer, and shown as one."
    ),
    columns=(
        "name",
        "product_line",
        "product",
        "edition",
        "delivery",
        "segment",
        "channel",
        "list_price",
        "currency",
        "is_sold",
    ),
    filters=("product_line", "product", "edition", "delivery", "segment", "channel", "is_sold"),
    search=("name", "code"),
    form=(
        "name",
        "code",
        "product_line",
        "product",
        "edition",
        "delivery",
        "segment",
        "channel",
        "list_price",
        "currency",
        "is_sold",
    ),
    edges=(
        Edge("product", "reason", "sells"),
        Edge("edition", "reason", "sells"),
        Edge("segment", "reason", "made for"),
        Edge("channel", "consequence", "sold through"),
    ),
    example="Premium as a service, for regional banks, through resellers, 29.00 EUR",
)
MARKET_SIZE = Resource(
    kind="market_size",
    prefix="mks",
    model=MarketSize,
    label="Market size",
    plural="Market sizes",
    slug="market-sizes",
    group="Market",
    about=(
        "How large the market of a product is, how much of it the product can serve today, with the source "
        "and its date."
    ),
    columns=("name", "product", "total_addressable", "serviceable_percent", "currency", "as_of"),
    filters=("product",),
    search=("name",),
    form=("name", "code", "product", "total_addressable", "serviceable_percent", "currency", "as_of", "source_url"),
    edges=(Edge("product", "consequence", "market of"),),
    units={"serviceable_percent": "%"},
    example="Package registry: 827 million, 70 % serviceable",
)
COMPARISON = Resource(
    kind="comparison",
    prefix="cpr",
    model=Comparison,
    label="Comparison",
    plural="Comparisons",
    slug="comparisons",
    group="Market",
    about=(
        "Whether a competitor can do what one of our capabilities does: yes, partly or no. No record means "
        "that nobody knows, which is not a no."
    ),
    columns=("capability", "competitor", "verdict", "as_of", "source_url"),
    filters=("competitor", "verdict", "capability"),
    search=("name",),
    form=("name", "capability", "competitor", "verdict", "as_of", "source_url"),
    keys=(),
    sort="id",
    edges=(Edge("capability", "reason", "compares"), Edge("competitor", "reason", "with")),
    example="Acme Suite can partly do secret detection, seen 3 May",
)
CRITERION_SCORE = Resource(
    kind="criterion_score",
    prefix="crs",
    model=CriterionScore,
    label="Criterion score",
    plural="Criterion scores",
    slug="criterion-scores",
    group="Market",
    about="What a vendor reaches on one criterion of a comparison, ourselves included: 0 not, 1 partly, 2 fully.",
    columns=("name", "product", "competitor", "score", "as_of"),
    filters=("product", "competitor", "score"),
    search=("name",),
    form=("name", "code", "product", "competitor", "score", "as_of"),
    keys=(),
    edges=(Edge("competitor", "reason", "scores"), Edge("product", "consequence", "judges")),
    units={"score": "of 2"},
    example="Acme Suite, issue boards, 1 of 2",
)

RESOURCES = (EDITION, DELIVERY_MODE, CHANNEL, TERRITORY, OFFERING, MARKET_SIZE, COMPARISON, CRITERION_SCORE)
