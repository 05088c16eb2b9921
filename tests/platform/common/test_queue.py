"""Jobs in the queue: leased to one, lost and found again, done once; with a clock that is given."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common.jobs import Run, enqueue, handler, queue, registry, request_cancel, work_off
from handschlag.common.models import AuditEntry, Job, JobEnd, JobState
from handschlag.common.refusals import Refusal

LEASE = timedelta(seconds=30)
pytestmark = pytest.mark.django_db


class No(StrEnum):
    TOO_BIG = "too_big"


@pytest.fixture(autouse=True)
def chores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of jobs that only these tests know."""
    registry.load()
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))

    @handler("test.add")
    def add(run: Run, a: int, b: int) -> dict[str, Any]:
        run.progress(phase="adding", done=1, total=2, best=1.5, bound=2.5)
        run.check()
        return {"sum": a + b}

    @handler("test.refuse")
    def refuse(run: Run) -> None:
        raise Refusal(No.TOO_BIG, rows=7)

    @handler("test.break")
    def break_off(run: Run) -> None:
        raise RuntimeError("broken")


def waiting(now: datetime, kind: str = "test.add", **payload: Any) -> Job:
    return enqueue(kind=kind, payload=payload or {"a": 1, "b": 2}, owner_id=None, now=now)


def test_a_job_is_done_and_keeps_result_and_progress(now: datetime) -> None:
    job = waiting(now)
    assert work_off(now=now) == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.phase, job.done, job.total) == ("done", {"sum": 3}, "adding", 1, 2)
    assert (job.best, job.bound, job.attempts, job.finished_at, job.lease_until) == (1.5, 2.5, 1, now, None)


def test_an_unknown_kind_is_refused_loudly_when_it_is_asked_for(now: datetime) -> None:
    with pytest.raises(registry.UnknownKind):
        enqueue(kind="test.nobody", owner_id=None, now=now)


def test_an_expected_no_and_a_mistake_are_told_apart(now: datetime) -> None:
    refused = enqueue(kind="test.refuse", owner_id=None, now=now)
    broken = enqueue(kind="test.break", owner_id=None, now=now)
    assert work_off(now=now) == 2
    refused.refresh_from_db()
    broken.refresh_from_db()
    said = {"reason": "too_big", "details": {"rows": 7}}
    assert (refused.state, refused.end, refused.result) == ("failed", JobEnd.REFUSED, said)
    assert (broken.state, broken.end, len(broken.error_reference)) == ("failed", JobEnd.ERROR, 12)


def test_jobs_are_taken_in_their_order_and_never_before_they_are_due(now: datetime) -> None:
    later = waiting(now + timedelta(hours=1))
    first, second = waiting(now), waiting(now)
    taken = [queue.claim(worker="w", now=now, lease=LEASE) for _ in range(3)]
    assert [job and job.pk for job in taken] == [first.pk, second.pk, None]
    assert Job.objects.get(pk=later.pk).state == JobState.QUEUED


def test_a_lease_that_ran_out_is_taken_again_and_its_first_holder_can_write_nothing(now: datetime) -> None:
    waiting(now)
    first = queue.claim(worker="killed", now=now, lease=LEASE)
    assert first is not None
    assert queue.recover(now=now + LEASE) == 0
    late = now + LEASE + timedelta(seconds=1)
    assert queue.recover(now=late) == 1
    second = queue.claim(worker="alive", now=late, lease=LEASE)
    assert second is not None
    assert (second.pk, second.attempts, second.worker) == (first.pk, 2, "alive")
    assert not queue.complete(job_id=first.pk, attempt=1, result={"by": 1}, now=late)
    assert not queue.extend(job_id=first.pk, attempt=1, now=late, lease=LEASE)
    assert queue.complete(job_id=first.pk, attempt=2, result={"by": 2}, now=late)
    assert Job.objects.get(pk=first.pk).result == {"by": 2}


def test_a_job_whose_process_dies_each_time_is_given_up_after_its_last_attempt(now: datetime) -> None:
    job = waiting(now)
    for turn in range(3):
        assert queue.claim(worker="w", now=now + turn * 2 * LEASE, lease=LEASE) is not None
        assert queue.recover(now=now + (turn * 2 + 1.5) * LEASE) == 1
    job.refresh_from_db()
    assert (job.state, job.end, job.attempts) == (JobState.FAILED, JobEnd.LOST, 3)


def test_a_job_handed_back_waits_again_and_loses_no_attempt(now: datetime) -> None:
    job = waiting(now)
    for turn in range(5):
        assert queue.claim(worker="w", now=now, lease=LEASE) is not None
        assert queue.hand_back(job_id=job.pk, attempt=turn + 1, now=now)
    job.refresh_from_db()
    assert (job.state, job.max_attempts - job.attempts) == (JobState.QUEUED, 3)


def test_a_cancelled_job_that_is_handed_back_does_not_wait_again(now: datetime) -> None:
    job = waiting(now)
    claimed = queue.claim(worker="w", now=now, lease=LEASE)
    assert claimed == job
    assert request_cancel(job=job, by_id=None, now=now)
    assert queue.wait_for_storage(job=claimed, now=now)
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (JobState.CANCELLED, now)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_can_no_longer_be_done(
    now: datetime, martha: User
) -> None:
    waits, runs = waiting(now), waiting(now - LEASE)
    assert queue.claim(worker="w", now=now, lease=LEASE) == runs
    assert request_cancel(job=waits, by_id=martha.pk, now=now)
    assert request_cancel(job=runs, by_id=martha.pk, now=now)
    assert not request_cancel(job=runs, by_id=martha.pk, now=now)
    waits.refresh_from_db()
    assert waits.state == JobState.CANCELLED
    assert not queue.complete(job_id=runs.pk, attempt=1, result={}, now=now)
    assert queue.give_up(job_id=runs.pk, attempt=1, now=now)
    assert (
        list(AuditEntry.objects.filter(verb="job.cancel").values_list("by_id", flat=True)) == [martha.pk] * 2
    )


def test_a_job_belongs_to_the_transaction_of_its_data(now: datetime) -> None:
    with transaction.atomic():
        waiting(now)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_what_comes_round_again_is_queued_once_when_due_and_never_twice_at_a_time(
    now: datetime,
) -> None:
    one = registry.handler_of("common.clear_jobs")
    assert queue.start_round(one=one, now=now) is not None
    assert queue.start_round(one=one, now=now) is None
    assert queue.start_round(one=one, now=now + timedelta(days=2)) is None  # the first is still waiting
    assert work_off(now=now + timedelta(days=2)) == 1
    assert queue.start_round(one=one, now=now + timedelta(days=5)) is not None
    assert Job.objects.filter(kind=one.kind).count() == 2
