"""NC701: a value that should name something, and names nothing we know."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import counted


class ReferenceCannotBeResolved(Check):
    """A record points at something that is not there.

    What it finds
        A value in a field that should name another thing (the category of a feature, the owner of a group) and that
        matches no name or code. Each field and value of a subject is one finding.

    Why it matters
        Every count, trace and picture leaves that record out without a word, so the answer looks complete and is not.

    Example
        The feature "Value stream analytics" gives the category "value_stream"; no module goes by that name.

    What to do
        Correct the value, add the thing it should name, or map the old name to the new one.
    """

    code = "NC701"
    name = "reference-cannot-be-resolved"
    severity = Severity.WARNING

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each value that names nothing."""
        for reference in facts.unresolved_references:
            target = reference.target_kind.replace("_", " ") or "record"
            used = f" ({counted(reference.rows, 'row')})" if reference.rows > 1 else ""
            yield self.finding(
                reference,
                f'{reference.title}: "{_shortened(reference.value)}" in {reference.field} names no {target}{used}.',
                field=reference.field,
                value=reference.value,
                target_kind=reference.target_kind,
                rows=reference.rows,
            )


def _shortened(value: str, longest: int = 80) -> str:
    return value if len(value) <= longest else f"{value[: longest - 3]}..."
