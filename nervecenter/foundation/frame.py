"""What every page's frame shows: navigation, who is signed in."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the base template."""
    return {}
