"""Every request has an identifier: it stands in the answer, in the change log and in error reports."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nervecenter.foundation.changes import request_identifier

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,40}")


class RequestIdentity:
    """Takes the X-Request-ID that a proxy or a client gives, or makes one; anything unreadable is replaced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        identifier = given if ACCEPTED.fullmatch(given) else secrets.token_hex(8)
        told = request_identifier.set(identifier)
        try:
            response = self.get_response(request)
        finally:
            request_identifier.reset(told)
        response[HEADER] = identifier
        return response
