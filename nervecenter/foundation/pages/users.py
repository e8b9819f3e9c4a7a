"""The users: who may sign in and in which role. Administrators decide; everybody may change her own password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nervecenter.foundation.access.accounts import (
    accounts,
    change_password,
    change_role,
    close_account,
    create_account,
)
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.pages.answers import actor, may, page, tell
from nervecenter.foundation.users import Role

SENT = ("username", "name", "email", "role")


@sensitive_post_parameters("password")
@page
@require_http_methods(["GET", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account; administrators add to them here."""
    wrong: dict[str, str] = {}
    sent = {name: request.POST.get(name, "") for name in SENT}
    if request.method == "POST":
        try:
            made = create_account(password=request.POST.get("password", ""), actor=actor(request), **sent)
        except InvalidValues as error:
            wrong = error.fields
        else:
            tell(request, f"{made} may sign in as {made.get_role_display().lower()}")
            return HttpResponseRedirect("/users/")
    everybody = accounts()
    shown: dict[str, Any] = {
        "users": everybody,
        "active": sum(one.is_active for one in everybody),
        "administrators": sum(one.is_active and one.role == Role.ADMIN for one in everybody),
        "roles": Role.choices,
        "sent": sent if wrong else {"role": Role.CONTRIBUTOR},
        "wrong": wrong,
        "may": may(request),
        "me": actor(request).username,
    }
    return render(request, "foundation/users.html", shown, status=422 if wrong else 200)


@page
@require_POST
def role(request: HttpRequest, username: str) -> HttpResponse:
    """Give a user another role."""
    user = change_role(username, request.POST.get("role", ""), actor=actor(request))
    tell(request, f"{user} is {user.get_role_display().lower()} from now on")
    return HttpResponseRedirect("/users/")


@page
@require_POST
def close(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account; what its user did keeps the name."""
    user = close_account(username, actor=actor(request))
    tell(request, f"{user} may not sign in any more")
    return HttpResponseRedirect("/users/")


@sensitive_post_parameters("password", "again")
@page
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same user end."""
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("password") != request.POST.get("again"):
                raise InvalidValues({"again": "is not the same as the password; type both again"})
            mine = actor(request)
            changed = change_password(mine.username, request.POST.get("password", ""), actor=mine)
        except InvalidValues as error:
            wrong = error.fields
        else:
            update_session_auth_hash(request, changed)
            tell(request, "You sign in with the new password from now on")
            return HttpResponseRedirect("/")
    return render(request, "foundation/password.html", {"wrong": wrong}, status=422 if wrong else 200)
