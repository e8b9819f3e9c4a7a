"""What the tests of charts share: a specification must be one that Vega-Lite takes."""

from collections.abc import Mapping
from typing import Any


def checked(specification: Mapping[str, Any]) -> Mapping[str, Any]:
    """The specification itself; Altair's schema refuses what Vega-Lite would not take."""
    import altair as alt

    alt.Chart.from_dict(dict(specification), validate=True)
    return specification


def fields(specification: Mapping[str, Any]) -> dict[str, str]:
    """Which field each channel of a single mark shows."""
    return {channel: definition["field"] for channel, definition in specification["encoding"].items()}
