"""Optimisation, rounds and publishing, by a worker."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.common.jobs import Run as Work
from handschlag.common.jobs import handler, periodic
from handschlag.common.models import Job
from handschlag.matching.actions import optimising
from handschlag.matching.engine.problem import Unplannable
from handschlag.matching.engine.running import Beat, FaultyInput, Hand, run
from handschlag.matching.models import Run
from handschlag.matching.queries.runs import GOING, standing_of

APART = 0.4  # seconds between two looks at the row


class Watcher:
    """Writes how far a run is, and stops it when somebody asks; twice a second, from a thread of its own.

    Inside a transaction (tests) there is no such thread: the run's own reports do the same.
    """

    def __init__(self, run_id: int, work: Work, hand: Hand) -> None:
        self.run_id, self.work, self.hand = run_id, work, hand
        self.latest: Beat | None = None
        self.history: list[list[Any]] = []
        self.is_over = threading.Event()
        self.is_alone = connection.in_atomic_block
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watcher:
        if not self.is_alone:
            self.thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.is_over.set()
        if not self.is_alone:
            self.thread.join(timeout=5)

    def hear(self, beat: Beat) -> None:
        last = self.history[-1] if self.history else None
        line = [beat.seconds, beat.goal, beat.value, beat.bound]
        if last is None or last[1:] != line[1:]:
            self.history.append(line)
        self.latest = beat
        if self.is_alone:
            self._look()

    def _watch(self) -> None:
        while not self.is_over.wait(APART):
            try:
                self._look()
            except OperationalError:  # the database is busy: the next look is soon
                continue
        connection.close()

    def _look(self) -> None:
        beat = self.latest
        values = (
            {}
            if beat is None
            else {"phase": beat.phase[:24], "goal": beat.goal, "value": beat.value, "bound": beat.bound}
        )
        self.work.progress(phase=beat.phase if beat else "begin")
        is_asked = optimising.note(
            run_id=self.run_id, values=values, history=list(self.history), now=timezone.now()
        )
        if is_asked or self.work.is_cancelled():
            self.hand.lift()


def page_of(job: Job) -> str:
    found = Run.objects.select_related("service__event").filter(pk=job.payload["run_id"]).first()
    return reverse("matching:run", args=[found.service.event.slug, found.pk]) if found else ""


@handler(optimising.OPTIMISE, title=_("Optimisation"), leads_to=page_of)
def optimise(work: Work, run_id: int) -> dict[str, Any]:
    """A worker that died is followed by another one, which begins anew."""
    begun = optimising.begin(run_id=run_id, now=timezone.now())
    if begun is None:
        return {}
    row, facts, fixed = begun
    hand = Hand()
    try:
        with Watcher(run_id, work, hand) as watcher:
            ended = run(
                facts,
                optimising.options_of(row),
                frozen=fixed,
                seconds=row.seconds,
                seed=row.seed,
                hand=hand,
                tell=watcher.hear,
            )
    except FaultyInput as wrong:
        optimising.fail(run_id=run_id, fault=str(wrong), now=timezone.now())
        return {}
    except Unplannable:
        optimising.fail(run_id=run_id, fault="unplannable", now=timezone.now())
        return {}
    with transaction.atomic():
        optimising.end(
            run_id=run_id,
            problem=ended.problem,
            plan=ended.plan,
            summary=ended.summary,
            now=timezone.now(),
        )
        work.complete({"run": run_id})
    return {}


@periodic("matching.dead_runs", every=timedelta(minutes=1), title=_("Runs whose worker died"))
def dead_runs(work: Work) -> dict[str, Any]:
    """A run whose job is over without a plan says so."""
    del work
    now = timezone.now()
    lost = [one for one in Run.objects.filter(state__in=GOING) if standing_of(one, now=now).is_lost]
    for one in lost:
        optimising.fail(run_id=one.pk, fault="lost", now=now)
    return {"lost": len(lost)}
