"""Pages of jobs: one job, a list of mine, and a button that ends one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from handschlag.common import files, permissions
from handschlag.common.jobs import queue
from handschlag.common.jobs.registry import Handler, UnknownKind, handler_of
from handschlag.common.models import Job, JobEnd, JobState

STATES: Mapping[str, Promise] = {
    JobState.QUEUED: _("waiting"),
    JobState.RUNNING: _("in progress"),
    JobState.DONE: _("done"),
    JobState.FAILED: _("failed"),
    JobState.CANCELLED: _("failed"),
}
TONES: Mapping[str, str] = {JobState.DONE: "ok", JobState.RUNNING: "you", JobState.FAILED: "wait"}
ENDS: Mapping[str, Promise] = {
    JobEnd.REFUSED: _("The job could not be carried out. Nothing was changed."),
    JobEnd.ERROR: _("The job stopped because of an error on our side. Nothing was changed."),
    JobEnd.TOO_LONG: _("The job exceeded its time limit. Nothing was changed."),
    JobEnd.LOST: _("The job failed several times and will not be repeated."),
}
STORAGE_AWAY = _("The storage of files did not answer. Nothing was changed. Please try again later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobScreen:
    """One job: in words, as a bar, and where it leads."""

    id: int
    title: str
    state: str
    state_word: str
    tone: str
    phase: str
    done: int
    total: int | None
    percent: int | None
    best: float | None
    bound: float | None
    end_word: str
    reference: str
    is_over: bool
    is_cancelling: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    leads_to: str

    @classmethod
    def of(cls, job: Job) -> JobScreen:
        one = _known(job.kind)
        return cls(
            id=job.pk,
            title=str(one.title) if one else job.kind,
            state=job.state,
            state_word=str(STATES[job.state]),
            tone=TONES.get(job.state, "plain"),
            phase=str(one.phases.get(job.phase, job.phase)) if one else job.phase,
            done=job.done,
            total=job.total,
            percent=_percent(job),
            best=job.best,
            bound=job.bound,
            end_word=str(_end_of(job)),
            reference=job.error_reference,
            is_over=job.is_over,
            is_cancelling=job.cancel_requested and not job.is_over,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
            leads_to=one.leads_to(job) if one and one.leads_to else "",
        )


def _known(kind: str) -> Handler | None:
    """The handler of a kind; None for a kind of an older version of the platform."""
    try:
        return handler_of(kind)
    except UnknownKind:
        return None


def _end_of(job: Job) -> Promise | str:
    is_away = (job.result or {}).get("reason") == files.AWAY_REASON
    return STORAGE_AWAY if is_away else ENDS.get(job.end, "")


def _percent(job: Job) -> int | None:
    """How much is done, where the job knows how much there is."""
    if job.state == JobState.DONE:
        return 100
    return min(100, job.done * 100 // job.total) if job.total else None


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
    rows = queue.jobs_of(owner_id=None if sees_all else request.user.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = {"jobs": [JobScreen.of(row) for row in page], "page": page, "sees_all": sees_all}
    return render(request, "common/jobs.html", found)
