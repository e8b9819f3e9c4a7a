"""Who asks the API: the user of a token, or of the session that the pages opened."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from nervecenter.foundation.access import authenticate_token
from nervecenter.foundation.api.refusals import CrossSiteRequest, NotSignedIn, ReadOnlyToken
from nervecenter.foundation.users import ApiToken, User

READING = frozenset({"GET", "HEAD"})


class BearerToken(HttpBearer):
    """An API token in the Authorization header. A token to read is refused where something would be written."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        """The token's user; UnknownToken, ExpiredToken or ReadOnlyToken otherwise."""
        user, scope = authenticate_token(token.strip())
        if scope != ApiToken.Scope.WRITE and request.method not in READING:
            raise ReadOnlyToken("this token may only read; make one with the scope 'read and write'")
        return user


class SessionCookie(APIKeyCookie):
    """The session of somebody who signed in, for scripts on our own pages. What writes must carry the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> User | None:
        """The session's user, None without one; CrossSiteRequest when a write does not prove where it comes from."""
        if self.param_name not in request.COOKIES:
            return None
        user = get_user(request)
        if not isinstance(user, User) or not user.is_active:
            return None
        if request.method not in READING and check_csrf(request):
            raise CrossSiteRequest("send the value of the cookie 'csrftoken' in the header X-CSRFToken")
        return user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Not asked: the call above answers."""
        return None


def actor_of(request: HttpRequest) -> User:
    """Who asks. NotSignedIn where an operation was left open and nobody did."""
    user = getattr(request, "auth", None)
    if not isinstance(user, User):
        raise NotSignedIn("this needs a token or a session")
    return user
