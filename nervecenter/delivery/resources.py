"""Delivery's resources."""

from nervecenter.delivery.models import ReleaseItem
from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Edge, Resource, register

RELEASE_ITEM = Resource(
    kind="release_item",
    prefix="rit",
    model=ReleaseItem,
    label="Release item",
    plural="Release items",
    slug="release-items",
    group="Product",
    about=(
        "A release item is one thing a release shipped, deprecated or removed, with the editions and ways of "
        "delivery it holds for, and when a removal is due."
    ),
    columns=("name", "change", "release", "product", "modules", "editions", "deliveries", "due_on", "due_release"),
    filters=("change", "release", "product", "modules", "editions", "level", "due_on"),
    search=("name", "description"),
    form=(
        "name",
        "code",
        "change",
        "level",
        "release",
        "product",
        "modules",
        "editions",
        "deliveries",
        "capability",
        "due_on",
        "due_release",
        "reporter",
        "description",
        "url",
    ),
    edges=(
        Edge("release", "reason", "came with"),
        Edge("capability", "consequence", "delivers"),
        Edge("modules", "consequence", "changes"),
        Edge("product", "consequence", "changes"),
    ),
    example="4.2 shipped sign-in with a hardware key",
)

register(RELEASE_ITEM)
register_pages(
    NavigationPage(
        "/delivery/overview/", "What shipped", "Product", finds="releases shipped deprecations removals due"
    ),
)
