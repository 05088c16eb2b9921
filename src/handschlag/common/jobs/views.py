"""Pages of jobs: one job, a list of mine, and a button that ends one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from handschlag.common import permissions
from handschlag.common.jobs import queries, queue
from handschlag.common.jobs.screens import JobScreen
from handschlag.common.models import Job

PER_PAGE = 25


def _visible(request: HttpRequest, job_id: int) -> Job:
    """A job that its owner or an administrator asks for; for everybody else there is none."""
    job = get_object_or_404(Job, pk=job_id)
    permissions.require(
        request.user, "see_jobs", owns=job.owner_id is not None and job.owner_id == request.user.pk
    )
    return job


@require_GET
@login_required
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The page of one job, for its owner and administrators; htmx gets the state alone."""
    screen = JobScreen.of(_visible(request, job_id))
    part = "common/job.html#state" if request.headers.get("HX-Request") else "common/job.html"
    answer = render(request, part, {"job": screen})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@login_required
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Asks the job to end, then leads to its page; it may run a little longer."""
    queue.request_cancel(job=_visible(request, job_id), by_id=request.user.pk, now=timezone.now())
    return redirect("common:job", job_id=job_id)


@require_GET
@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The list of one's own jobs; who may see jobs finds those of everybody."""
    sees_all = permissions.may(request.user, "see_jobs")
    permissions.require(request.user, "see_jobs", owns=True)
    rows = queries.jobs_of(owner_id=None if sees_all else request.user.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = {"jobs": [JobScreen.of(row) for row in page], "page": page, "sees_all": sees_all}
    return render(request, "common/jobs.html", found)
