"""Keeping a view of a list, and forgetting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from nervecenter.foundation.pages.actions import forget_view, save_view
from nervecenter.foundation.pages.answers import actor, page, resource_at
from nervecenter.foundation.resources import resource


@page
@require_POST
def keep_view(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """Keep the list as it stands under a name."""
    declared = resource_at(context, slug)
    view = save_view(
        kind=declared.kind,
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        is_shared=request.POST.get("is_shared") == "yes",
        actor=actor(request),
    )
    messages.success(request, f"The view “{view.name}” stands above the list from now on")
    return HttpResponseRedirect(view.path)


@page
@require_POST
def drop_view(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a view."""
    view = forget_view(number, actor=actor(request))
    messages.success(request, f"The view “{view.name}” was forgotten; the records are all still there")
    return HttpResponseRedirect(resource(view.kind).path)
