"""Workers as real processes: stopped, cancelled and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.platform.common.chores import jobs as chores
from tests.platform.common.conftest import House, wait_until

from handschlag.common.jobs import enqueue, registry, request_cancel
from handschlag.common.models import AuditEntry, Job, JobState, Worker

assert chores  # registers the chores here, where they are asked for


@pytest.fixture
def book(house: House, tmp_path: Path) -> Iterator[Path]:
    """Where the chores write down what they do; afterwards nothing is left to do."""
    yield tmp_path / "book"
    Job.objects.all().delete()


@pytest.fixture
def worker(house: House) -> subprocess.Popen:
    """A worker that lives through several tests; those that start or kill one do so before."""
    alive = [process for process in house.started if process.poll() is None]
    return alive[0] if alive else house.worker("--lease=2")


def ask(kind: str, book: Path, **payload: Any) -> Job:
    registry.load()
    return enqueue(kind=kind, payload={"book": str(book), **payload}, owner_id=None, now=datetime.now(UTC))


def lines(book: Path) -> list[str]:
    return book.read_text().splitlines() if book.exists() else []


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def wait_for(job: Job, *states: JobState) -> None:
    wait_until(lambda: again(job).state in states, f"job {job.pk} is {states}, it is {job.state}")


def child_of(worker: subprocess.Popen) -> int:
    """The process that does the oldest job of a worker (Linux only)."""
    found = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return int(found[0])


def test_a_worker_that_must_end_hands_its_job_back(house: House, book: Path) -> None:
    job = ask("chores.sleep", book)
    worker = house.worker("--patience=0")
    wait_until(lambda: lines(book), "the job begins")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert (again(job).state, job.max_attempts - job.attempts) == (JobState.QUEUED, 3)


def test_a_job_whose_worker_is_killed_is_taken_over_and_has_one_effect(house: House, book: Path) -> None:
    job = ask("chores.write", book, pause=30)
    killed = house.worker("--lease=2")
    wait_until(lambda: lines(book), "the job begins")
    child = child_of(killed)
    killed.kill()
    killed.wait()
    wait_until(lambda: not Path(f"/proc/{child}").exists(), "the child has ended with its worker")
    assert again(job).state == JobState.RUNNING
    house.worker("--lease=2")
    wait_for(job, JobState.DONE)
    assert lines(book) == [f"begins {job.pk} 1", f"begins {job.pk} 2"]
    assert AuditEntry.objects.filter(verb="chore.effect", object_id=job.pk).count() == 1


def test_a_worker_does_a_job_says_how_far_it_is(worker: subprocess.Popen, book: Path) -> None:
    job = ask("chores.walk", book, steps=5, pause=0.3)
    wait_until(lambda: again(job).done > 0, "progress is seen")
    assert (job.state, job.phase, job.total) == (JobState.RUNNING, "walking", 5)
    wait_for(job, JobState.DONE)
    assert (job.result, lines(book)) == ({"steps": 5}, [f"begins {job.pk} 1", f"ends {job.pk} 1"])
    assert Worker.objects.filter(name__contains=f":{worker.pid}:").exists()


def test_a_job_whose_process_is_killed_is_tried_again_at_once(worker: subprocess.Popen, book: Path) -> None:
    job = ask("chores.write", book, pause=30)
    wait_until(lambda: lines(book), "the job begins")
    nice = [os.getpriority(os.PRIO_PROCESS, one) for one in (0, worker.pid, child_of(worker))]
    assert nice == [nice[0], nice[0], min(nice[0] + 5, 19)], "a job may hold what somebody waits for"
    os.kill(child_of(worker), signal.SIGKILL)
    wait_for(job, JobState.DONE)
    assert (job.attempts, job.result) == (2, {"attempt": 2})
    assert AuditEntry.objects.filter(verb="chore.effect", object_id=job.pk).count() == 1


@pytest.mark.parametrize(("kind", "payload"), [("walk", {"steps": 600, "pause": 0.1}), ("sleep", {})])
def test_a_job_is_cancelled_within_about_a_second_even_if_it_does_not_listen(
    worker: subprocess.Popen, book: Path, kind: str, payload: dict[str, Any]
) -> None:
    """The shortest of three: a machine that is busy holds up one, a worker that dawdles all of them."""
    took: list[float] = []
    while len(took) < 3 and min(took, default=9) > 2:
        job = ask(f"chores.{kind}", book, **payload)
        wait_until(lambda: lines(book), "the job begins")
        asked = time.monotonic()
        assert request_cancel(job=job, by_id=None, now=datetime.now(UTC))
        wait_for(job, JobState.CANCELLED)
        took.append(time.monotonic() - asked)
        assert lines(book) == [f"begins {job.pk} 1"]
        book.unlink()
    assert min(took) < 2


def test_a_job_that_takes_too_long_is_ended(worker: subprocess.Popen, book: Path) -> None:
    job = ask("chores.endless", book)
    wait_for(job, JobState.FAILED)
    assert (job.end, job.attempts) == ("too_long", 1)


def test_two_workers_never_do_a_job_twice(house: House, worker: subprocess.Popen, book: Path) -> None:
    asked = [ask("chores.walk", book, steps=1, pause=0.01) for _ in range(6)]
    workers = [worker, house.worker()]
    wait_until(lambda: not Job.objects.exclude(state=JobState.DONE).exists(), "all is done")
    assert Counter(lines(book)) == Counter(
        f"{word} {job.pk} 1" for job in asked for word in ("begins", "ends")
    )
    for one in workers:
        one.terminate()
        assert one.wait(timeout=60) == 0
        assert not Worker.objects.filter(name__contains=f":{one.pid}:").exists()


def test_small_jobs_of_the_platform_share_a_process_and_what_a_person_asks_for_has_its_own(
    house: House, worker: subprocess.Popen, book: Path
) -> None:
    person = get_user_model().objects.create_user(email="who@example.org")

    def process_of(owner_id: int | None) -> int:
        payload = {"book": str(book)}
        job = enqueue(kind="chores.who", payload=payload, owner_id=owner_id, now=datetime.now(UTC))
        wait_for(job, JobState.DONE)
        assert job.result is not None
        return int(job.result["process"])

    shared = {process_of(None) for _ in range(6)}
    alive = [one for one in house.started if one.poll() is None]
    assert len(shared) <= len(alive), "a process for each worker, not for each job"
    own = process_of(person.pk)
    wait_until(lambda: not Path(f"/proc/{own}").exists(), "the person's process has ended")
    assert process_of(None) != own


def test_one_slot_is_kept_for_an_event_on_its_day(house: House, worker: subprocess.Popen, book: Path) -> None:
    """Two that take long, as an optimisation and a print pack do, hold up nothing of the day."""
    long = [ask("chores.walk", book, steps=600, pause=0.1) for _ in range(2)]
    wait_until(lambda: lines(book), "the first job begins")
    look = ask("chores.look", book)
    wait_for(look, JobState.DONE)
    assert [again(job).state for job in long] == [JobState.RUNNING, JobState.QUEUED]
    for job in long:
        assert request_cancel(job=job, by_id=None, now=datetime.now(UTC))
    wait_for(long[0], JobState.CANCELLED)
