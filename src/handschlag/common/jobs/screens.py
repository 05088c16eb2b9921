"""What the pages of jobs show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.files import file_names
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
    is_away = (job.result or {}).get("reason") == file_names.AWAY
    return STORAGE_AWAY if is_away else ENDS.get(job.end, "")


def _percent(job: Job) -> int | None:
    """How much is done, where the job knows how much there is."""
    if job.state == JobState.DONE:
        return 100
    return min(100, job.done * 100 // job.total) if job.total else None
