"""Getting in and what belongs to oneself: sign-in, sign-out, the first run, API tokens, the product scope."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nervecenter.foundation.access import (
    SetUpLinkSpent,
    TooManyAttempts,
    WrongCredentials,
    check_setup,
    create_token,
    redeem_setup,
    revoke_token,
    sign_in,
    tokens_of,
)
from nervecenter.foundation.access.throttling import client_address
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.frame import SCOPE_KEY
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, page, refusal, tell
from nervecenter.foundation.pages.scoping import readdressed
from nervecenter.foundation.users import ApiToken, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PERIODS = ((30, "30 days"), (90, "90 days"), (365, "a year"))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"


@sensitive_post_parameters("password")
@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Name and password; afterwards the page that was wanted."""
    shown = {"next": _next(request), "username": request.POST.get("username", ""), "wrong": ""}
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request))
        shown["nobody"] = "" if User.objects.exists() else "yes"
        return render(request, "foundation/sign_in.html", shown)
    try:
        user = sign_in(shown["username"], request.POST.get("password", ""), address=client_address(request))
    except (WrongCredentials, TooManyAttempts) as error:
        return render(request, "foundation/sign_in.html", shown | {"wrong": str(error)}, status=error.status)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(_next(request))


@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """The session ends."""
    logout(request)
    return HttpResponseRedirect("/sign-in/")


@sensitive_post_parameters("password", "again")
@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def set_up_page(request: HttpRequest, secret: str) -> HttpResponse:
    """The first administrator, by the link that the terminal printed."""
    try:
        check_setup(secret)
        if request.method == "GET":
            return render(request, "foundation/set_up.html", {"sent": {}, "wrong": {}})
        sent = {name: request.POST.get(name, "") for name in ("username", "first_name", "last_name", "email")}
        password = request.POST.get("password", "")
        if password != request.POST.get("again", ""):
            raise InvalidValues({"again": "is not the same as the password; type both again"})
        user = redeem_setup(secret, password=password, **sent)
    except SetUpLinkSpent as error:
        return refusal(request, error)
    except InvalidValues as error:
        shown = {"sent": request.POST, "wrong": error.fields}
        return render(request, "foundation/set_up.html", shown, status=422)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect("/")


@never_cache
@page
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's API tokens, and a new one, whose secret is shown this once."""
    shown: dict[str, object] = {"scopes": ApiToken.Scope.choices, "periods": PERIODS, "wrong": {}}
    shown["now"] = timezone.now()
    status = 200
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            made = create_token(
                user=actor(request),
                actor=actor(request),
                name=request.POST.get("name", ""),
                scope=request.POST.get("scope", ""),
                days=int(days) if is_whole_number(days) else 0,
            )
            shown["made"] = made
        except InvalidValues as error:
            shown |= {"wrong": error.fields, "sent": request.POST}
            status = 422
    shown["tokens"] = tokens_of(actor(request))
    return render(request, "foundation/tokens.html", shown, status=status)


@page
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token now."""
    token = revoke_token(number, actor=actor(request))
    tell(request, f"The token “{token.name}” lets nobody in any more")
    return HttpResponseRedirect("/tokens/")


@page
@require_POST
def choose_scope(request: HttpRequest) -> HttpResponse:
    """Remember the product scope for this session, and show the page again."""
    scope = request.POST.get("scope", "")[:80]
    request.session[SCOPE_KEY] = scope
    return HttpResponseRedirect(readdressed(_next(request), scope))
