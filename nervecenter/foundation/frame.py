"""What every page's frame shows: navigation, product scope, news of one's jobs, who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.navigation import NavigationGroup, navigation
from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.foundation.slots import panels

SCOPE_KEY = "scope"
MOST_NEWS = 100


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice of the scope selector; one with `options` is a heading."""

    label: str
    value: str = ""
    options: tuple["Scope", ...] = ()


type ScopeSource = Callable[[], tuple[Scope, ...]]
_scope_sources: list[ScopeSource] = []


def offer_scopes(source: ScopeSource) -> None:
    """From now on the frame offers these scopes (lines, products) beside "All products"."""
    _scope_sources.append(source)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the base template; nothing is asked of the database until the frame is drawn."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    scopes = tuple(scope for source in _scope_sources for scope in source()) if signed_in else ()
    scope = request.GET.get("scope", request.session.get(SCOPE_KEY, "")) if signed_in else ""
    name = str(user) if signed_in else ""
    return {
        "navigation": _navigation(request.path, counted=signed_in),
        "scopes": _options((Scope("All products"), *scopes), scope) if scopes else "",
        "notices": [panel.html() for panel in panels("frame:notices", request, "")] if signed_in else [],
        "news": len(_unseen_jobs.rows(user.pk)) if user and signed_in else 0,
        "initials": "".join(word[:1] for word in name.replace(".", " ").split()[:2]).upper() or "?",
    }


_unseen_jobs = PreparedQuery(
    lambda user: Job.objects.filter(actor=user, seen_at=None).order_by().values_list("id")[:MOST_NEWS]
)


@lru_cache(maxsize=16)
def _options(scopes: tuple[Scope, ...], chosen: str) -> SafeString:
    """The choices of the scope selector, drawn once as long as they stay the same."""
    parts = []
    for scope in scopes:
        options = "".join(_option(one, chosen) for one in scope.options or (scope,))
        parts.append(f'<optgroup label="{escape(scope.label)}">{options}</optgroup>' if scope.options else options)
    return SafeString("".join(parts))


def _option(scope: Scope, chosen: str) -> str:
    selected = " selected" if scope.value == chosen else ""
    return f'<option value="{escape(scope.value)}"{selected}>{escape(scope.label)}</option>'


def _navigation(path: str, *, counted: bool) -> SafeString:
    groups = navigation()
    counting = [page for group in groups for page in group.links if page.count and counted]
    counts = tuple((page.path, page.count()) for page in counting if page.count)
    paths = [page.path for group in groups for page in group.links] + [group.path for group in groups]
    current = max((known for known in paths if path.startswith(known) and known != "/"), key=len, default="")
    return _drawn(groups, current or ("/" if path == "/" else ""), counts)


@lru_cache(maxsize=512)
def _drawn(groups: tuple[NavigationGroup, ...], current: str, counts: tuple[tuple[str, str], ...]) -> SafeString:
    """The navigation is the same for everybody on the same page as long as the same waits, so it is drawn once."""
    here = {group.label for group in groups if current and current in (group.path, *(one.path for one in group.links))}
    shown = {"groups": groups, "current": current, "here": here, "counts": dict(counts)}
    return render_to_string("foundation/parts/navigation.html", shown)
