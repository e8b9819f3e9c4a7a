"""Named errors that actions raise. One handler makes problem JSON of them, one a message on the page."""

from collections.abc import Mapping


class DomainError(Exception):
    """A decision was refused. `code` is stable; the text says what, where and what to do."""

    code = "refused"
    status = 409

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotAllowed(DomainError):
    """The actor's role does not permit the action."""

    code = "not-allowed"
    status = 403


class NotFound(DomainError):
    """There is no such record, or none of that kind."""

    code = "not-found"
    status = 404


class StaleVersion(DomainError):
    """Somebody else changed the record since it was read."""

    code = "stale-version"
    status = 412


class InvalidValues(DomainError):
    """Some values cannot be taken; `fields` maps a field name to what is wrong with it."""

    code = "invalid-values"
    status = 422

    def __init__(self, fields: Mapping[str, str], message: str = "") -> None:
        told = "; ".join(f"{name}: {text}" for name, text in fields.items())
        super().__init__(message or told, fields=dict(fields))
        self.fields = dict(fields)


class AlreadyUndone(DomainError):
    """The change has been undone before."""

    code = "already-undone"


class ChangedSince(DomainError):
    """The change cannot be undone: records were changed again after it."""

    code = "changed-since"


class StillReferenced(DomainError):
    """The record cannot go: others point at it."""

    code = "still-referenced"
