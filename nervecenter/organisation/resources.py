"""Organisation's resources."""

from nervecenter.foundation.navigation import NavigationPage, register_pages
from nervecenter.foundation.resources import Edge, Resource, register
from nervecenter.organisation.models import Ownership, Role

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
ROLE = Resource(
    kind="role",
    prefix="rol",
    model=Role,
    label="Role",
    plural="Roles",
    slug="roles",
    group="Organisation",
    about=(
        "A role says which duty its holder answers for, whether every team needs somebody in it, and how many hours a "
        "week one team takes. The load of people is counted from it."
    ),
    columns=("name", "code", "duty", "is_needed", "hours_a_team"),
    filters=("is_needed",),
    search=("name", "code", "duty"),
    form=("name", "code", "duty", "is_needed", "hours_a_team"),
    units={"hours_a_team": "hours a week"},
    example="Product marketing manager: every team needs one, four hours a week for each",
)

register(OWNERSHIP, ROLE)
register_pages(
    NavigationPage("/organisation/load/", "Ownership and load", "Organisation", finds="load owner pm pmm groups teams"),
)
