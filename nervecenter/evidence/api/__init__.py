"""Evidence over the API, beyond what every kind has."""

from nervecenter.evidence.api import deciding, linking, proposing, together
from nervecenter.evidence.api.routing import router

__all__ = ["deciding", "linking", "proposing", "router", "together"]
