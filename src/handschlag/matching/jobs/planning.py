"""Optimisation, rounds and publishing, by a worker."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any, Self

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, before_work, handler, periodic
from handschlag.common.jobs import Run as Work
from handschlag.common.models import Job
from handschlag.matching.actions import (
    answer_rounds,
    move_answers,
    notifying,
    optimising,
    printing,
    publishing,
)
from handschlag.matching.actions.access import require_team
from handschlag.matching.engine.problem import Unplannable
from handschlag.matching.engine.running import Beat, FaultyInput, RunHandle, run
from handschlag.matching.engine.warming import load_scheduler
from handschlag.matching.models import Run, Service, TimetableVersion
from handschlag.matching.queries.printing import pack_of
from handschlag.matching.queries.runs import GOING, run_status_of
from handschlag.matching.screens.planning.prints import printed
from handschlag.registration.actions.printed_files import print_people

APART = 0.4  # seconds between two looks at the row

before_work(load_scheduler)


class _Watcher:
    """Writes how far a run is, and stops it when somebody asks; twice a second, from a thread of its own.

    Inside a transaction (tests) there is no such thread: the run's own reports do the same.
    """

    def __init__(self, run_id: int, work: Work, hand: RunHandle) -> None:
        self.run_id, self.work, self.hand = run_id, work, hand
        self.latest: Beat | None = None
        self.history: list[list[Any]] = []
        self.is_over = threading.Event()
        self.is_alone = connection.in_atomic_block
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
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
        is_asked = optimising.record_progress(
            run_id=self.run_id, values=values, history=list(self.history), now=timezone.now()
        )
        if is_asked or self.work.is_cancelled():
            self.hand.lift()


def _page_of(job: Job) -> str:
    found = Run.objects.select_related("service__event").filter(pk=job.payload["run_id"]).first()
    return reverse("matching:run", args=[found.service.event.slug, found.pk]) if found else ""


@handler(optimising.OPTIMISE, title=_("Optimisation"), leads_to=_page_of)
def optimise(work: Work, run_id: int) -> dict[str, Any]:
    """A worker that died is followed by another one, which begins anew."""
    begun = optimising.begin(run_id=run_id, now=timezone.now())
    if begun is None:
        return {}
    row, facts, fixed = begun
    hand = RunHandle()
    try:
        with _Watcher(run_id, work, hand) as watcher:
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


@periodic(
    "matching.dead_runs",
    every=timedelta(minutes=1),
    title=_("Calculations that stopped because of a server failure"),
)
def dead_runs(work: Work) -> dict[str, Any]:
    """A run whose job is over without a plan says so."""
    del work
    now = timezone.now()
    lost = [one for one in Run.objects.filter(state__in=GOING) if run_status_of(one, now=now).is_lost]
    for one in lost:
        optimising.fail(run_id=one.pk, fault="lost", now=now)
    return {"lost": len(lost)}


def _publishing_page(job: Job) -> str:
    rows = TimetableVersion.objects.select_related("service__event")
    found = rows.filter(pk=job.payload["version_id"]).first()
    return reverse("matching:publishing", args=[found.service.event.slug]) if found else ""


@handler(
    publishing.PUBLISH,
    title=_("Publishing of the timetable"),
    phases={"notices": _("messages are sent"), "receipt": _("the verification record is being created")},
    leads_to=_publishing_page,
)
def publish(work: Work, version_id: int) -> dict[str, Any]:
    """People first, then the receipt; whatever breaks this off, the next attempt goes on where it stood."""

    def tell(done: int, total: int) -> None:
        work.check()
        work.progress(phase="notices", done=done, total=total)

    sent = notifying.send_notices(version_id=version_id, now=timezone.now(), tell=tell)
    work.progress(phase="receipt")
    publishing.write_receipt(version_id=version_id)
    return {"sent": sent}


@periodic(
    "matching.moves", every=timedelta(minutes=1), title=_("Answers about moved meetings"), is_of_the_day=True
)
def end_moves(work: Work) -> dict[str, Any]:
    """Who was asked whether a meeting may move, and has not answered in time, keeps the published time."""
    del work
    now = timezone.now()
    open_ = move_answers.with_open_questions()
    return {"expired": sum(move_answers.expire(service_id=pk, now=now) for pk in open_)}


@periodic("matching.rounds", every=timedelta(minutes=1), title=_("Rounds of answers"))
def hold_rounds(work: Work) -> dict[str, Any]:
    """Every round that is due."""
    del work
    now = timezone.now()
    return {"rounds": sum(answer_rounds.hold(service_id=pk, now=now) for pk in answer_rounds.due(now=now))}


def _print_file(job: Job) -> str:
    return reverse("matching:prints_file", args=[job.payload["slug"], job.pk])


@handler(
    printing.PRINT,
    title=_("Print packs of the timetable"),
    phases={"laying": _("laying out the pages"), "setting": _("preparing the text")},
    leads_to=_print_file,
)
def print_pack(work: Work, service_id: int, slug: str, pack: str) -> dict[str, Any]:
    """With the rights that the person has now."""
    del slug
    user = User.objects.filter(pk=work.owner_id or 0, is_active=True).first()
    service = Service.objects.select_related("event").filter(pk=service_id).first()
    if user is None or service is None:
        raise Cancelled
    require_team(user.subject, service.event_id)

    def tell(done: int, total: int) -> None:
        work.check()
        work.progress(phase="laying" if done < total else "setting", done=done, total=total)

    def make() -> bytes:
        return printed(pack_of(service), pack, language="de", now=timezone.now(), tell=tell)

    return {"file": print_people(service.event_id, make)}
