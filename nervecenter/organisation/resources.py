"""Organisation's resources."""

from nervecenter.foundation.resources import Edge, Resource, register
from nervecenter.organisation.models import Ownership

OWNERSHIP = Resource(
    kind="ownership",
    prefix="own",
    model=Ownership,
    label="Ownership",
    plural="Ownership",
    slug="ownership",
    group="Organisation",
    about="Who holds which role for which team, product or line. An ownership without a person is a hole to fill.",
    columns=("name", "role", "person", "team", "product", "product_line", "is_acting"),
    filters=("role", "person", "team", "product", "product_line", "is_acting"),
    search=("name", "role", "person_label"),
    form=("name", "code", "role", "person", "person_label", "team", "product", "product_line", "is_acting"),
    keys=(),
    edges=(
        Edge("person", "reason", "held by"),
        Edge("team", "consequence", "owns"),
        Edge("product", "consequence", "owns"),
        Edge("product_line", "consequence", "owns"),
    ),
    example="Product marketing of the audit team: Ada",
)

register(OWNERSHIP)
