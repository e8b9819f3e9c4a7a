"""Business's resources."""

from nervecenter.business.models import Metric
from nervecenter.foundation.resources import Resource, register

METRIC = Resource(
    kind="metric",
    prefix="met",
    model=Metric,
    label="Metric",
    plural="Metrics",
    slug="metrics",
    group="Business",
    about="A metric is a figure the company steers by, defined once, with its target and its health.",
    columns=("name", "organisation", "target", "is_key", "health_level", "is_public"),
    filters=("organisation", "is_key", "is_public", "health_level"),
    search=("name", "code", "definition"),
    form=("name", "code", "definition", "target", "organisation", "is_key", "is_public", "health_level"),
    units={"health_level": "of 3"},
    example="Pipeline created a month",
)

register(METRIC)
