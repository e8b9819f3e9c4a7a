"""The jobs: what runs, what is done, what failed; each can be left and cancelled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.jobs.actions import cancel_job, mark_jobs_seen
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.queries import job_row, jobs_list, unseen_jobs
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, is_fragment, may, page

AT_ONCE = 50


@page
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, newest first; one's own finished ones are no longer news afterwards."""
    status = request.GET.get("status", "")
    before = request.GET.get("before", "")
    if status and status not in Job.Status.values:
        raise NotFound(f"there is no status '{status}'; they are {', '.join(Job.Status.values)}")
    found = jobs_list(status=status, before=int(before) if is_whole_number(before) else None, limit=AT_ONCE + 1)
    rows = found[:AT_ONCE]
    news = {job.number for job in unseen_jobs(actor(request), limit=200)}
    shown = {
        "jobs": rows,
        "news": news,
        "under_way": sum(job.under_way for job in rows),
        "failed": sum(job.status == Job.Status.FAILED for job in rows),
        "older": rows[-1].number if len(found) > AT_ONCE else None,
        "status": status,
        "statuses": Job.Status.choices,
        "me": actor(request).pk,
        "may": may(request),
    }
    response = render(request, "foundation/jobs.html#rows" if is_fragment(request) else "foundation/jobs.html", shown)
    if not is_fragment(request) and news:
        mark_jobs_seen(news, actor=actor(request))
    patch_vary_headers(response, ("HX-Request",))
    return response


@page
@require_GET
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job: how far it is, or how it ended."""
    found = job_row(number)
    if found is None:
        raise NotFound(f"there is no job {number}")
    shown = {"job": found, "me": actor(request).pk, "may": may(request)}
    response = render(request, "foundation/job.html#progress" if is_fragment(request) else "foundation/job.html", shown)
    if not found.under_way:
        mark_jobs_seen([number], actor=actor(request))
    patch_vary_headers(response, ("HX-Request",))
    return response


@page
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a job to stop; what it had not finished is not written."""
    cancel_job(number, actor=actor(request))
    messages.success(request, "The job was asked to stop. What it had not finished is not written")
    return HttpResponseRedirect("/jobs/")
