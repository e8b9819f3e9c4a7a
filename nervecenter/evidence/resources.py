"""Evidence's resources."""

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.resources import Edge, Resource, register

EVIDENCE = Resource(
    kind="evidence",
    prefix="evd",
    model=Evidence,
    label="Evidence",
    plural="Evidence",
    slug="evidence",
    group="Market",
    about=(
        "Evidence is one thing the market said or did: an interview, a ticket, a review, research, usage. "
        "Link it to the problems it speaks to; each account counts once."
    ),
    columns=("name", "kind", "grade", "occurred_on", "account", "product", "capability", "weight", "problems"),
    filters=("kind", "grade", "aim", "occurred_on", "account", "product", "capability"),
    search=("name", "text"),
    form=(
        "name",
        "text",
        "kind",
        "grade",
        "aim",
        "occurred_on",
        "account",
        "product",
        "capability",
        "problems",
        "weight",
        "url",
    ),
    keys=(),
    sort="-occurred_on",
    edges=(
        Edge("problems", "consequence", "speaks to"),
        Edge("capability", "consequence", "concerns"),
        Edge("account", "reason", "said by"),
    ),
    example="Northwind Bank, interview of 3 May: exports take a day",
)

register(EVIDENCE)
