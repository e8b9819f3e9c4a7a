"""The two decisions about sample companies, from the home page. Both are jobs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from nervecenter.demo.companies import sample_company
from nervecenter.demo.jobs import LOAD, REMOVE
from nervecenter.foundation.jobs.actions import enqueue
from nervecenter.foundation.pages.answers import actor, page
from nervecenter.foundation.permissions import require


@page
@require_POST
def load(request: HttpRequest, name: str) -> HttpResponse:
    """Bring the sample company in; its job tells when it is here."""
    require(actor(request), "import")
    return _to_job(request, LOAD, name, f"Load {sample_company(name).title}")


@page
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take the sample company out again; its job tells when it is gone."""
    require(actor(request), "undo")
    return _to_job(request, REMOVE, name, f"Remove {sample_company(name).title}")


def _to_job(request: HttpRequest, kind: str, name: str, title: str) -> HttpResponse:
    job = enqueue(kind, title=title, arguments={"sample": name}, actor=actor(request), key=name)
    return HttpResponseRedirect(f"/jobs/{job.pk}/")
