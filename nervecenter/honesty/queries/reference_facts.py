"""What the checks read about values that name nothing we know."""

from nervecenter.domain.checks.facts.references import UnresolvedReferenceFacts


def unresolved_reference_facts() -> tuple[UnresolvedReferenceFacts, ...]:
    """Nothing yet."""
    return ()
