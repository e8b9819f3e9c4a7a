"""Evidence over the API, beyond what every kind has."""

from nervecenter.evidence.api import deciding, linking, together
from nervecenter.evidence.api.routing import router

__all__ = ["deciding", "linking", "router", "together"]
