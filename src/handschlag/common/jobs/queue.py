"""The verbs of the queue. Each is one conditional UPDATE, so that two processes can never both succeed."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from handschlag.common import audit, files
from handschlag.common.database import at_once
from handschlag.common.files import StorageAway
from handschlag.common.jobs.registry import (
    Cancelled,
    Handler,
    Progress,
    Run,
    UnknownKind,
    call,
    handler_of,
    kinds_of_the_day,
    rounds,
)
from handschlag.common.models import Job, JobEnd, JobState, Rhythm
from handschlag.common.refusals import Refusal
from handschlag.common.web import current_request_id


def jobs_of(*, owner_id: int | None) -> QuerySet[Job]:
    """A person's jobs, the newest first; all of them for None."""
    return Job.objects.all() if owner_id is None else Job.objects.filter(owner_id=owner_id)


FORGOTTEN = {"lease_until": None, "worker": ""}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=1)


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    owner_id: int | None,
    now: datetime,
    due_at: datetime | None = None,
) -> Job:
    """A job waits for a worker, from the moment the surrounding transaction is committed."""
    one = handler_of(kind)
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            payload=dict(payload or {}),
            owner_id=owner_id,
            request_id=current_request_id(),
            due_at=due_at or at_once(now),
            max_attempts=one.max_attempts,
            created_at=now,
        )
        if owner_id is not None:
            changes = {"kind": [None, kind]}
            audit.record(verb="job.enqueue", target=job, by_id=owner_id, now=now, changes=changes)
    return job


def request_cancel(*, job: Job, by_id: int | None, now: datetime) -> bool:
    """A waiting job is cancelled, a running one will be within a second; False where it was over already."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, cancel_requested=True, finished_at=now
        )
        running = waiting or Job.objects.filter(
            pk=job.pk, state=JobState.RUNNING, cancel_requested=False
        ).update(cancel_requested=True)
        if running:
            audit.record(verb="job.cancel", target=job, by_id=by_id, now=now)
    return bool(running)


def claim(*, worker: str, now: datetime, lease: timedelta, is_for_the_day_alone: bool = False) -> Job | None:
    """The next job that is due, leased to this worker; None where nothing is.

    What an event waits for on its day goes first, then what a person with an account waits for, then what
    anybody's visit has left (the list after a profile), then what comes round again by itself.
    """
    due = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now)
    of_the_day = Q(kind__in=kinds_of_the_day())
    if is_for_the_day_alone:
        due = due.filter(of_the_day)
    if not due.exists():  # on SQLite a transaction takes the lock: not for a mere look
        return None
    by_itself = Q(kind__in=[one.kind for one in rounds()])
    later = [_as_column(condition).asc() for condition in (~of_the_day, Q(owner=None), by_itself)]
    due = due.order_by(*later, "due_at", "pk")
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + lease,
            heartbeat_at=now,
            worker=worker,
            started_at=Coalesce("started_at", now),
            phase="",
            done=0,
            total=None,
            best=None,
            bound=None,
        )
        if not taken:
            return None
        job.refresh_from_db()
        return job


def _as_column(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def held(*, job_id: int, attempt: int) -> QuerySet[Job]:
    """The row of a job, as long as this attempt holds its lease."""
    return Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt)


def extend(*, job_id: int, attempt: int, now: datetime, lease: timedelta, **progress: Any) -> bool:
    """The lease lasts longer; False where it was lost."""
    rows = held(job_id=job_id, attempt=attempt)
    return bool(rows.update(lease_until=now + lease, heartbeat_at=now, **progress))


def complete(*, job_id: int, attempt: int, result: Mapping[str, Any], now: datetime) -> bool:
    """The job is done; False where its lease was lost or an end was asked for."""
    rows = held(job_id=job_id, attempt=attempt).filter(cancel_requested=False)
    return bool(rows.update(state=JobState.DONE, result=dict(result), finished_at=now, end="", **FORGOTTEN))


def fail(
    *,
    job_id: int,
    attempt: int,
    end: JobEnd,
    now: datetime,
    reference: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """The job has failed, and is not tried again."""
    values = {"end": end, "error_reference": reference, "result": dict(result) if result else None}
    rows = held(job_id=job_id, attempt=attempt)
    return bool(rows.update(state=JobState.FAILED, finished_at=now, **values, **FORGOTTEN))


def give_up(*, job_id: int, attempt: int, now: datetime) -> bool:
    """The job is cancelled, as somebody asked."""
    rows = held(job_id=job_id, attempt=attempt)
    return bool(rows.update(state=JobState.CANCELLED, finished_at=now, **FORGOTTEN))


def hand_back(*, job_id: int, attempt: int, now: datetime, wait: timedelta = timedelta(0)) -> bool:
    """The job did not come to its end, or not to its own: it waits again, and this attempt does not count.

    One that somebody has cancelled is cancelled.
    """
    rows = held(job_id=job_id, attempt=attempt).filter(cancel_requested=False)
    # The number of the attempt is the token of the lease and only ever grows: so one more is allowed.
    again = {"state": JobState.QUEUED, "due_at": now + wait, "max_attempts": F("max_attempts") + 1}
    return bool(rows.update(**again, **FORGOTTEN)) or give_up(job_id=job_id, attempt=attempt, now=now)


def wait_for_storage(*, job: Job, now: datetime) -> bool:
    """It comes again, ever later; who asked for it is told after an hour, the platform's own never ends."""
    mine: dict[str, Any] = {"job_id": job.pk, "attempt": job.attempts}
    waited = now - (job.started_at or now)
    if job.owner_id is not None and waited > LONGEST_WAIT:
        return fail(**mine, end=JobEnd.REFUSED, now=now, result={"reason": files.AWAY_REASON, "details": {}})
    return hand_back(**mine, now=now, wait=min(max(waited, FIRST_PAUSE), LONGEST_PAUSE))


def lost(*, rows: QuerySet[Job], now: datetime) -> int:
    """Jobs whose process died: cancelled, given up after the last attempt, or waiting again."""
    running = rows.filter(state=JobState.RUNNING)
    changed = running.filter(cancel_requested=True).update(
        state=JobState.CANCELLED, finished_at=now, **FORGOTTEN
    )
    changed += running.filter(attempts__gte=F("max_attempts")).update(
        state=JobState.FAILED, end=JobEnd.LOST, finished_at=now, **FORGOTTEN
    )
    return changed + running.update(state=JobState.QUEUED, due_at=now, **FORGOTTEN)


def recover(*, now: datetime) -> int:
    """Takes care of every job whose lease has run out; how many there were."""
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    if not expired.exists():
        return 0
    return lost(rows=expired, now=now)


def start_round(*, one: Handler, now: datetime) -> Job | None:
    """What comes round again is queued, once, if it is due and its last round is over."""
    assert one.every is not None
    if Rhythm.objects.filter(kind=one.kind, next_at__gt=now).exists():
        return None
    with transaction.atomic():
        rhythm, is_new = Rhythm.objects.get_or_create(kind=one.kind, defaults={"next_at": now + one.every})
        due = Rhythm.objects.filter(pk=rhythm.pk, next_at__lte=now)
        moved = is_new or due.update(next_at=now + one.every)
        is_open = Job.objects.filter(kind=one.kind, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()
        return enqueue(kind=one.kind, owner_id=None, now=now) if moved and not is_open else None


log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)


def perform(
    job: Job,
    *,
    report: Callable[[Progress], None],
    is_cancelled: Callable[[], bool],
    clock: Callable[[], datetime],
) -> None:
    """One attempt at a leased job, to its end: done, cancelled, refused or failed."""
    mine: dict[str, Any] = {"job_id": job.pk, "attempt": job.attempts}

    def finish(result: Mapping[str, Any]) -> bool:
        return complete(**mine, result=result, now=clock())

    seen: dict[str, Any] = {"report": report, "is_cancelled": is_cancelled, "finish": finish, "now": clock}
    run = Run(**mine, owner_id=job.owner_id, **seen)
    try:
        result = call(handler_of(job.kind), run, job.payload)
        if not run.is_complete:
            run.complete(result)
    except Cancelled:
        give_up(**mine, now=clock())
    except Refusal as refusal:
        said = {"reason": refusal.reason.value, "details": refusal.details}
        fail(**mine, end=JobEnd.REFUSED, result=said, now=clock())
    except UnknownKind:
        log.exception("Nobody does this kind of job", extra={"job_id": job.pk, "kind": job.kind})
        fail(**mine, end=JobEnd.ERROR, now=clock())
    except StorageAway as away:
        log.warning("A job waits for the storage", extra={"job_id": job.pk, "error": str(away)})
        wait_for_storage(job=job, now=clock())
    except Exception:
        # The edge of a job, as a web server is the edge of a request.
        reference = uuid.uuid4().hex[:12]
        log.exception("A job failed", extra={"job_id": job.pk, "reference": reference})
        fail(**mine, end=JobEnd.ERROR, reference=reference, now=clock())


def work_off(*, now: datetime) -> int:
    """Does every job that is due, one after the other, here; how many there were."""
    count = 0
    while job := claim(worker="inline", now=now, lease=A_DAY):
        mine: dict[str, Any] = {"job_id": job.pk, "attempt": job.attempts}

        def report(progress: Progress, mine: dict[str, Any] = mine) -> None:
            extend(
                **mine,
                now=now,
                lease=A_DAY,
                phase=progress.phase,
                done=progress.done,
                total=progress.total,
                best=progress.best,
                bound=progress.bound,
            )

        def is_cancelled(mine: dict[str, Any] = mine) -> bool:
            return not held(**mine).filter(cancel_requested=False).exists()

        perform(job, report=report, is_cancelled=is_cancelled, clock=lambda: now)
        count += 1
    return count
