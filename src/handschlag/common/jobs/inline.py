"""Does a job in this very process: what a child does, and what tests and the demo's preparation use."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from handschlag.common.files import StorageAway
from handschlag.common.jobs import queue
from handschlag.common.jobs.registry import UnknownKind, call, handler_of
from handschlag.common.jobs.run import Cancelled, Progress, Run
from handschlag.common.models import Job, JobEnd
from handschlag.common.refusals import Refusal

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
        return queue.complete(**mine, result=result, now=clock())

    seen: dict[str, Any] = {"report": report, "is_cancelled": is_cancelled, "finish": finish, "now": clock}
    run = Run(**mine, owner_id=job.owner_id, **seen)
    try:
        result = call(handler_of(job.kind), run, job.payload)
        if not run.is_complete:
            run.complete(result)
    except Cancelled:
        queue.give_up(**mine, now=clock())
    except Refusal as refusal:
        said = {"reason": refusal.reason.value, "details": refusal.details}
        queue.fail(**mine, end=JobEnd.REFUSED, result=said, now=clock())
    except UnknownKind:
        log.exception("Nobody does this kind of job", extra={"job_id": job.pk, "kind": job.kind})
        queue.fail(**mine, end=JobEnd.ERROR, now=clock())
    except StorageAway as away:
        log.warning("A job waits for the storage", extra={"job_id": job.pk, "error": str(away)})
        queue.wait_for_storage(job=job, now=clock())
    except Exception:
        # The edge of a job, as a web server is the edge of a request.
        reference = uuid.uuid4().hex[:12]
        log.exception("A job failed", extra={"job_id": job.pk, "reference": reference})
        queue.fail(**mine, end=JobEnd.ERROR, reference=reference, now=clock())


def work_off(*, now: datetime) -> int:
    """Does every job that is due, one after the other, here; how many there were."""
    count = 0
    while job := queue.claim(worker="inline", now=now, lease=A_DAY):
        mine: dict[str, Any] = {"job_id": job.pk, "attempt": job.attempts}

        def report(progress: Progress, mine: dict[str, Any] = mine) -> None:
            queue.extend(
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
            return not queue.held(**mine).filter(cancel_requested=False).exists()

        perform(job, report=report, is_cancelled=is_cancelled, clock=lambda: now)
        count += 1
    return count
