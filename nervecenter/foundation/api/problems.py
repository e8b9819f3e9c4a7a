"""Every error under /api as problem JSON (RFC 9457): one shape, made in one place."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InvalidParameters

from nervecenter.foundation.api import refusals
from nervecenter.foundation.changes import request_identifier
from nervecenter.foundation.errors import DomainError, InvalidValues, NotAllowed, NotFound
from nervecenter.foundation.resources import UnknownKind

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "/api/v1/docs/errors"

type Translation = Callable[[HttpRequest, Any], DomainError]

logger = logging.getLogger("django.request")


def problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a request that was refused. What the error knows beside its text stands beside the members."""
    members: dict[str, Any] = {
        "type": f"{DOCUMENTATION}#{error.code}",
        "title": title_of(type(error)),
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "instance": request.path,
        "request": request_identifier.get(),
    }
    details = {name: value for name, value in error.details.items() if name != "headers"}
    response = HttpResponse(msgspec.json.encode(members | details), status=error.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if error.status == 401:
        response["WWW-Authenticate"] = _challenge(error)
    if "retry_after" in details:
        response["Retry-After"] = str(details["retry_after"])
    for name, value in _headers(error):
        response[name] = value
    return response


def _challenge(error: DomainError) -> str:
    realm = 'Bearer realm="nervecenter"'
    return realm if error.code == refusals.NotSignedIn.code else f'{realm}, error="invalid_token"'


def _headers(error: DomainError) -> Iterator[tuple[str, str]]:
    headers = error.details.get("headers", {})
    if isinstance(headers, dict):
        yield from ((str(name), str(value)) for name, value in headers.items())


def title_of(error: type[DomainError]) -> str:
    """What this kind of error says in general: what its documentation begins with."""
    text = " ".join((error.__doc__ or error.__name__).split())
    return re.split(r"[.;:] ", text)[0].rstrip(".")


def all_errors() -> tuple[type[DomainError], ...]:
    """Every kind of error that can be answered, by code."""
    found: dict[str, type[DomainError]] = {}
    waiting = list(DomainError.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found.setdefault(one.code, one)
    return tuple(found[code] for code in sorted(found))


def answer_with_problems(api: NinjaAPI) -> None:
    """From now on whatever is raised in the API's operations is answered as a problem."""
    for kind, translate in _TRANSLATIONS.items():
        api.add_exception_handler(kind, _handler(translate))


def _handler(translate: Translation) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: problem(request, translate(request, error))


def _fault(request: HttpRequest, error: Exception) -> DomainError:
    """A fault of ours: it is logged with its trace, and the answer tells nothing about the inside."""
    got_request_exception.send(sender=None, request=request)
    logger.error("Internal fault at %s, request %s", request.path, request_identifier.get(), exc_info=error)
    return refusals.InternalFault(
        f"something failed inside nervecenter; nothing was written. Tell your administrator the request's number"
        f" {request_identifier.get()}, which stands in the server's log"
    )


def _unavailable(request: HttpRequest, error: Exception) -> DomainError:
    logger.error("Database unavailable at %s, request %s", request.path, request_identifier.get(), exc_info=error)
    return refusals.DatabaseUnavailable(
        "the database did not answer or could not write; nothing was written. Try again in a moment", retry_after=5
    )


def _too_large(request: HttpRequest, error: Exception) -> DomainError:
    from django.conf import settings

    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return refusals.BodyTooLarge(f"the body is larger than the {most} MB that are accepted; send it in parts")


def _parameters(request: HttpRequest, error: Exception) -> DomainError:
    faults = error.errors if isinstance(error, InvalidParameters) else []
    return InvalidValues({".".join(map(str, fault["loc"][1:])) or "body": str(fault["msg"]) for fault in faults})


def _http_error(request: HttpRequest, error: Exception) -> DomainError:
    status = error.status_code if isinstance(error, HttpError) else 400
    by_status = {403: NotAllowed, 404: NotFound, 400: refusals.MalformedBody}
    return by_status.get(status, refusals.BadRequest)(str(error))


_TRANSLATIONS: dict[type[Exception], Translation] = {
    Exception: _fault,
    DomainError: lambda _, error: error,
    UnknownKind: lambda _, error: NotFound(str(error)),
    Http404: lambda _, error: NotFound(str(error) or "there is no such record"),
    PermissionDenied: lambda _, error: NotAllowed(str(error) or "your role does not allow this"),
    InvalidParameters: _parameters,
    HttpError: _http_error,
    AuthenticationError: lambda _, __: refusals.NotSignedIn(
        "send a token as 'Authorization: Bearer nvc_...' (make one under Set-up, API tokens), or sign in"
    ),
    OperationalError: _unavailable,
    RequestDataTooBig: _too_large,
    UnreadablePostError: lambda _, __: refusals.MalformedBody("the body broke off; send it again"),
    SuspiciousOperation: lambda _, error: refusals.BadRequest(f"the request was not understood: {error}"),
}
