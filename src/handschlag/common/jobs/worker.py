"""The worker: takes jobs, has each done by a child process, and keeps the leases while they last.

The process that does a job, so that a cancel, a crash and its memory stay with it.

It is started ahead and waits for a line on its standard input: which job, which attempt. A line "cancel"
asks for an end. When the input closes, the worker has died, or needs this process no longer; it ends at
once, so that nobody works on a job whose lease another may take. Progress goes to standard output, a line
each: the worker writes it, because a transaction of the handler would hide it here, or block. An empty line
says that it is ready: at the beginning, and after each job.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Final, Protocol, TextIO, cast

from django.db import OperationalError, close_old_connections, connections

from handschlag.common.compute import step_back
from handschlag.common.database import database_now
from handschlag.common.hooks import Hook
from handschlag.common.jobs import queue, registry
from handschlag.common.jobs.queue import perform
from handschlag.common.jobs.registry import Progress
from handschlag.common.mail.delivery import MailCarrier, MailServer
from handschlag.common.models import Job, JobEnd, Urgency, Worker
from handschlag.common.operations.holding import held_since
from handschlag.common.operations.logs import Spoken
from handschlag.common.web import request_id_is

CANCEL, WORKER_DIED = "cancel", 75
REPORTS_APART = 0.2  # seconds
NICER_BY = 5  # not more: for the rows that a job holds those wait whose pages are to come first


def _make_room_for_others() -> None:
    """Pages are served first, and the kernel takes the job, not the worker, when memory runs out."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICER_BY)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")


def watch(orders: IO[str], wanted: SimpleQueue[dict[str, int]], stop: threading.Event) -> None:
    """Listens to the worker for as long as it lives."""
    for line in orders:
        if line.strip() == CANCEL:
            stop.set()
        elif line.strip():
            stop.clear()  # whatever was to end is over
            wanted.put(json.loads(line))
    os._exit(WORKER_DIED)


def do(job_id: int, attempt: int, *, answers: IO[str], stop: threading.Event) -> None:
    """The job, if it is still this attempt's."""
    said_at, said_phase = 0.0, ""

    def report(progress: Progress) -> None:
        nonlocal said_at, said_phase
        if progress.phase != said_phase or time.monotonic() - said_at >= REPORTS_APART:
            said_at, said_phase = time.monotonic(), progress.phase
            answers.write(json.dumps(asdict(progress)) + "\n")
            answers.flush()

    job = queue.held(job_id=job_id, attempt=attempt).first()
    if job is not None:
        with request_id_is(job.request_id):
            perform(job, report=report, is_cancelled=stop.is_set, clock=database_now)


def main() -> None:
    """Does one job after another as the worker asks; an empty line says that it is ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the worker decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a handler prints belongs to the log
    sys.stdout = cast(TextIO, Spoken())
    _make_room_for_others()
    registry.load()
    registry.warm()
    wanted, stop = SimpleQueue[dict[str, int]](), threading.Event()
    threading.Thread(target=watch, args=(sys.stdin, wanted, stop), daemon=True).start()
    while True:
        connections.close_all()
        answers.write("\n")
        answers.flush()
        do(**wanted.get(), answers=answers, stop=stop)


log = logging.getLogger(__name__)
SOURCES = str(Path(__file__).resolve().parents[3])
GRACE = 0.8  # seconds between asking a job to end and ending it
MOST_JOBS = 100  # of the platform's own, in one process
SOON = 5.0  # seconds


class ChildProcess:
    """A process that waits for a job, or does one."""

    def __init__(self) -> None:
        path = os.pathsep.join(part for part in (SOURCES, os.environ.get("PYTHONPATH", "")) if part)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "do_job"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.job: Job | None = None
        self.is_ready = False  # for a first job, or for the next
        self.jobs = 0
        self.progress: dict[str, Any] = {}
        self.started = self.asked_to_end = 0.0
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip():
                self.progress = json.loads(line)
            else:
                self.is_ready = True

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            log.warning("A child process is gone", extra={"pid": self.process.pid})

    def start(self, job: Job) -> None:
        self.job, self.started, self.is_ready = job, time.monotonic(), False
        self.jobs += 1
        self._say(json.dumps({"job_id": job.pk, "attempt": job.attempts}))

    def ask_to_end(self) -> None:
        if not self.asked_to_end:
            self.asked_to_end = time.monotonic()
            self._say(CANCEL)

    @property
    def is_overdue(self) -> bool:
        return bool(self.asked_to_end) and time.monotonic() - self.asked_to_end > GRACE

    @property
    def is_for_more(self) -> bool:
        """The small jobs of the platform itself share a process; what a person asked for has its own."""
        return self.job is not None and self.job.owner_id is None and self.jobs < MOST_JOBS

    def retire(self) -> None:
        """Without its input it ends by itself."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.close()

    @property
    def is_for_more_soon(self) -> bool:
        """One that has worked longer than a moment is not waited for."""
        return self.is_for_more and time.monotonic() - self.started < SOON

    @property
    def is_of_the_day(self) -> bool:
        return self.job is not None and self.job.kind in registry.kinds_of_the_day()

    @property
    def lease(self) -> dict[str, Any]:
        assert self.job is not None
        return {"job_id": self.job.pk, "attempt": self.job.attempts}

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        self.process.wait()
        self.listener.join(timeout=1)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


REST: Final = 0.5  # seconds between two looks into an outbox


class _Carrier(Protocol):
    """What waits in one outbox goes out; returns when nothing is due, or soon after it is told to end."""

    name: str

    def is_wanted(self) -> bool: ...

    def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int: ...


carriers: Final = Hook[_Carrier]("common.carriers")


class CarrierThread:
    """Carries until it is told to end; what is in hand is brought to its end first."""

    def __init__(
        self,
        carrier: _Carrier,
        *,
        clock: Callable[[], datetime],
        may_be_held: bool = True,
        by: int = NICER_BY,
    ) -> None:
        self.carrier, self.clock, self.is_told_to_end = carrier, clock, False
        self.may_be_held, self.steps_back_by = may_be_held, by
        self.thread = threading.Thread(target=self._walk, name=f"carrier-{carrier.name}", daemon=True)

    def begin(self) -> None:
        """Walks, if this platform sends such things at all."""
        if self.carrier.is_wanted():
            self.thread.start()

    def end(self, *, patience: float) -> None:
        self.is_told_to_end = True
        if self.thread.is_alive():
            self.thread.join(timeout=patience)

    def _walk(self) -> None:
        step_back(self.steps_back_by)  # pages are served first
        while not self.is_told_to_end:
            try:
                close_old_connections()
                if not self.may_be_held or held_since() is None:
                    self.carrier.carry(clock=self.clock, is_told_to_end=lambda: self.is_told_to_end)
            except OperationalError:
                log.warning("The database did not answer; %s waits", self.carrier.name, exc_info=True)
            except Exception:
                # One message that breaks our own code must not keep all others back for ever.
                log.exception("A carrier stumbled", extra={"carrier": self.carrier.name})
                time.sleep(REST * 10)
            time.sleep(REST)
        connections.close_all()


BEAT = 5.0  # seconds between heartbeats
KEEP_DEAD_WORKERS = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Pace:
    """How often, how long, how many."""

    lease: timedelta = timedelta(seconds=30)
    tick: float = 0.25
    at_once: int = 2
    patience: float = 20.0  # seconds that running jobs are given at the end


@dataclass(slots=True, kw_only=True)
class Loop:
    """One worker process. `turn` is one round; it can be called with any clock."""

    name: str
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    running: list[ChildProcess] = field(default_factory=list)
    spare: ChildProcess | None = None
    is_told_to_end: bool = False
    is_ending: bool = False
    beat_at: float = -BEAT
    next_spare_at: float = 0.0
    carriers: tuple[CarrierThread, ...] = field(init=False)

    def __post_init__(self) -> None:
        server = MailServer()
        # A code goes out in any case, and at once.
        urgent = MailCarrier(server=server, at_most=Urgency.HOUR)
        self.carriers = (
            CarrierThread(urgent, clock=self.clock, may_be_held=False, by=0),
            CarrierThread(MailCarrier(server=server), clock=self.clock, may_be_held=False),
            *(CarrierThread(one, clock=self.clock) for one in carriers),
        )

    def run(self) -> None:
        """Rounds until told to end; then running jobs are given time, and what is left is handed back."""
        self.sign_in()
        for one in self.carriers:
            one.begin()
        while not self.is_told_to_end:
            self.turn_with_patience()
            time.sleep(self.pace.tick)
        self.end()

    def turn_with_patience(self) -> None:
        """A round; a database that is busy or away for a moment ends no worker."""
        try:
            close_old_connections()
            self.turn()
        except OperationalError:
            log.warning("The database did not answer; trying again", exc_info=True)
            time.sleep(1)

    def turn(self) -> None:
        now = self.clock()
        if time.monotonic() - self.beat_at >= BEAT:
            self.beat_at = time.monotonic()
            self.beat(now)
        for child in list(self.running):
            self.look_after(child, now)
        if not self.is_ending:
            self.keep_a_spare()
            if self.spare and self.spare.is_ready and len(self.running) < self.pace.at_once:
                self.take(now)

    def sign_in(self) -> None:
        now = self.clock()
        Worker.objects.update_or_create(name=self.name, defaults={"started_at": now, "seen_at": now})
        log.info("The worker begins", extra={"worker": self.name})

    def beat(self, now: datetime) -> None:
        """Says that this worker lives, renews the leases, and takes care of those whose worker does not."""
        Worker.objects.update_or_create(
            name=self.name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        Worker.objects.filter(seen_at__lt=now - KEEP_DEAD_WORKERS).delete()
        for child in self.running:
            if not queue.extend(**child.lease, now=now, lease=self.pace.lease, **child.progress):
                child.ask_to_end()
        if found := queue.recover(now=now):
            log.warning("Jobs had lost their worker", extra={"jobs": found})
        for one in registry.rounds():
            queue.start_round(one=one, now=now)

    def keep_a_spare(self) -> None:
        """One child is started ahead: a job begins at once, and none is taken while children cannot start."""
        if self.spare and not self.spare.is_alive():
            log.error("A child process could not start", extra={"status": self.spare.process.returncode})
            self.spare.close()
            self.spare, self.next_spare_at = None, time.monotonic() + BEAT
        is_one_coming = any(child.is_for_more_soon for child in self.running)
        if self.spare is None and not is_one_coming and time.monotonic() >= self.next_spare_at:
            self.spare = ChildProcess()

    @property
    def has_only_the_slot_of_the_day(self) -> bool:
        """The last of several slots is kept: nothing that takes long may hold up an event on its day."""
        others = sum(not child.is_of_the_day for child in self.running)
        return self.pace.at_once > 1 and others >= self.pace.at_once - 1

    def take(self, now: datetime) -> None:
        child = self.spare
        job = queue.claim(
            worker=self.name,
            now=now,
            lease=self.pace.lease,
            is_for_the_day_alone=self.has_only_the_slot_of_the_day,
        )
        if job is None or child is None:
            return
        self.spare = None
        child.start(job)
        self.running.append(child)
        log.info("A job begins", extra={"job_id": job.pk, "kind": job.kind, "attempt": job.attempts})

    def look_after(self, child: ChildProcess, now: datetime) -> None:
        if not child.is_alive():
            self.bury(child, now)
        elif child.is_ready:
            self.release(child, now)
        elif child.is_overdue:
            child.kill()
            queue.give_up(**child.lease, now=now)
            self.bury(child, now)
        elif self.is_too_long(child):
            child.kill()
            queue.fail(**child.lease, end=JobEnd.TOO_LONG, now=now)
            self.bury(child, now)
        else:
            self.listen(child)

    def is_too_long(self, child: ChildProcess) -> bool:
        assert child.job is not None
        limit = registry.handler_of(child.job.kind).limit
        return time.monotonic() - child.started > limit.total_seconds()

    def listen(self, child: ChildProcess) -> None:
        """What the child reported goes to the row; what somebody asked for goes to the child."""
        rows = queue.held(**child.lease)
        if child.progress:
            rows.update(**child.progress)
            child.progress = {}
        if not rows.filter(cancel_requested=False).exists():
            child.ask_to_end()

    def release(self, child: ChildProcess, now: datetime) -> None:
        """The job is over; the child waits for the next, or ends."""
        if child.is_for_more and self.spare is None:
            self.settle(child, now)
            self.spare, child.job, child.progress, child.asked_to_end = child, None, {}, 0.0
        else:
            child.retire()
            self.settle(child, now)

    def bury(self, child: ChildProcess, now: datetime) -> None:
        """The child is gone."""
        child.close()
        self.settle(child, now)

    def settle(self, child: ChildProcess, now: datetime) -> None:
        """A job that the child left unfinished is tried again, or given up."""
        self.running.remove(child)
        left = queue.lost(rows=queue.held(**child.lease), now=now)
        log.info("A job ends", extra={**child.lease, "is_unfinished": bool(left)})

    def end(self) -> None:
        """Ends in order: nothing new is taken, running jobs may finish, the rest waits for another worker."""
        self.is_ending = True
        last = time.monotonic() + self.pace.patience
        while self.running and time.monotonic() < last:
            self.turn_with_patience()
            time.sleep(self.pace.tick)
        for child in self.running:
            child.kill()
            queue.hand_back(**child.lease, now=self.clock())
        if self.spare:
            self.spare.kill()
        for one in self.carriers:
            one.end(patience=self.pace.patience)
        Worker.objects.filter(pk=self.name).delete()
        log.info("The worker has ended", extra={"worker": self.name})
