"""What the API refuses by itself, before or beside the actions. Each becomes problem JSON like every other error."""

from nervecenter.foundation.errors import DomainError


class MalformedBody(DomainError):
    """The request's body is not what it says it is."""

    code = "malformed-body"
    status = 400


class BadRequest(DomainError):
    """The request cannot be understood."""

    code = "bad-request"
    status = 400


class NotSignedIn(DomainError):
    """The request carries neither a token nor a session."""

    code = "not-signed-in"
    status = 401


class ReadOnlyToken(DomainError):
    """The token's scope is to read."""

    code = "read-only-token"
    status = 403


class CrossSiteRequest(DomainError):
    """A session's request came without the token that proves it came from our pages."""

    code = "cross-site-request"
    status = 403


class NoSuchAddress(DomainError):
    """There is nothing at this address."""

    code = "no-such-address"
    status = 404


class MethodNotAllowed(DomainError):
    """The address is there, but not for this method."""

    code = "method-not-allowed"
    status = 405


class BodyTooLarge(DomainError):
    """The request's body is larger than what is accepted."""

    code = "body-too-large"
    status = 413


class UnsupportedMediaType(DomainError):
    """The body's content type is not one that this address reads."""

    code = "unsupported-media-type"
    status = 415


class VersionRequired(DomainError):
    """A change must say which version it changes."""

    code = "version-required"
    status = 428


class InternalFault(DomainError):
    """Something failed inside nervecenter."""

    code = "internal-fault"
    status = 500


class DatabaseUnavailable(DomainError):
    """The database did not answer, or could not write."""

    code = "database-unavailable"
    status = 503
