"""The worker: takes jobs, has each done by a child process, and keeps the leases while they last."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections

from handschlag.common.jobs import queue, registry
from handschlag.common.jobs.carriers import CarrierThread, carriers
from handschlag.common.jobs.child_process import ChildProcess
from handschlag.common.mail.carrier import MailCarrier
from handschlag.common.mail.server import MailServer
from handschlag.common.models import JobEnd, Urgency, Worker

log = logging.getLogger(__name__)
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
