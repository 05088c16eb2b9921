"""Work of matching that outlasts a request."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any, Self

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, Run, before_work, handler, periodic
from handschlag.common.jobs import Run as Work
from handschlag.common.models import Job
from handschlag.matching import answering, assisting, prints, runs
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import WATCH
from handschlag.matching.earlier_meetings import remember_past_meetings
from handschlag.matching.engine import rule_prices
from handschlag.matching.engine.lists import forget_old_vectors
from handschlag.matching.engine.plans import Beat, FaultyInput, RunHandle, run
from handschlag.matching.engine.problem import Unplannable
from handschlag.matching.engine.warming import load_scheduler
from handschlag.matching.event_rules import PRICES
from handschlag.matching.leaving import CATCH_UP, catch_up
from handschlag.matching.meeting_emails import send_digests
from handschlag.matching.missing import Missing
from handschlag.matching.models import Run as MatchingRun
from handschlag.matching.models import Service, TimetableVersion
from handschlag.matching.moves import actions
from handschlag.matching.partner_search.interests import end_old_interests
from handschlag.matching.partner_search.lists import (
    CHANGED,
    changed_searches,
    refresh_changed,
    want_partner_lists,
    write_partner_lists,
)
from handschlag.matching.phase_emails import send_phase_emails
from handschlag.matching.prints import pack_of, printed_pack
from handschlag.matching.publishing import actions as publishing_actions
from handschlag.matching.recommendation_lists import LISTS, write_many_lists, write_stale_lists
from handschlag.matching.reminders import REMIND, send_reminders
from handschlag.matching.runs import GOING, run_status_of
from handschlag.matching.wishes import try_watched
from handschlag.registration.badges import print_people


@handler(WATCH, title=_("Requests on the waiting list"))
def watch(run: Run, service_id: int) -> dict[str, Any]:
    """Tries the requests on the waiting list again; gives how many are held now."""
    del run
    return {"held": len(try_watched(service_id=service_id, now=timezone.now()))}


@handler(LISTS, title=_("Recommendations"))
def make_lists(run: Run, service_id: int) -> dict[str, Any]:
    """Makes everybody's recommendations anew; gives how many lines were written."""
    return {"lines": write_many_lists(service_ids=[service_id], check=run.check)}


@periodic(
    "matching.stale_lists", every=timedelta(days=1), title=_("Recommendations"), limit=timedelta(hours=1)
)
def make_stale_lists(run: Run) -> dict[str, Any]:
    """Once a day no list of an event to come is old; gives how many events there were."""
    return {"events": write_stale_lists(now=timezone.now(), check=run.check)}


@handler(assisting.SUMMARY, title=_("Summary for people whose details were filled in by the organisers"))
def sum_up(run: Run, call_id: int) -> dict[str, Any]:
    """Where the team has finished before, the letter is out already."""
    del run
    return {"sent": assisting.sum_up(call_id=call_id, now=timezone.now())}


def _people_to_call(job: Job) -> str:
    found = Service.objects.select_related("event").filter(pk=job.payload["service_id"]).first()
    return reverse("matching:readiness", args=[found.event.slug]) if found else ""


@handler(
    REMIND,
    title=_("Reminders from the organisers"),
    phases={"sending": _("sending emails")},
    leads_to=_people_to_call,
)
def remind(run: Run, service_id: int, steps: list[str]) -> dict[str, Any]:
    """Writes to everybody who misses one of these steps; gives how many emails were written.

    With the rights that whoever asked for it has now.
    """
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    service = Service.objects.filter(pk=service_id).first()
    if user is None or service is None:
        raise Cancelled
    require_team(user.subject, service.event_id)

    def tell(done: int, total: int) -> None:
        run.check()
        run.progress(phase="sending", done=done, total=total)

    chosen = frozenset(map(Missing, steps))
    return {"letters": send_reminders(service_id=service_id, steps=chosen, now=timezone.now(), tell=tell)}


@handler(PRICES, title=_("Cost of rules"))
def find_prices(run: Run, service_id: int, mark: str) -> dict[str, Any]:
    """Of the event as it stands; when it has changed since, the page asks for them anew."""
    del run, mark
    return rule_prices.encoded_prices(rule_prices.found_prices(Service.objects.get(pk=service_id))[1])


@periodic("matching.memory", every=timedelta(hours=12), title=_("Meetings remembered for later events"))
def remember(run: Run) -> dict[str, Any]:
    """Keeps which meetings took place, where both people allow it; deletes what is too old."""
    del run
    return {"remembered": remember_past_meetings(now=timezone.now())}


@periodic("matching.vectors", every=timedelta(days=1), title=_("Texts compared by their meaning"))
def forget_vectors(run: Run) -> dict[str, Any]:
    """Deletes what was kept of texts for comparing them; gives how many."""
    del run
    return {"deleted": forget_old_vectors(now=timezone.now())}


@periodic("matching.requests", every=timedelta(minutes=5), title=_("Emails about new requests"))
def tell(run: Run) -> dict[str, Any]:
    """Sends the emails about new requests that are due; gives how many were written."""
    del run
    return {"letters": send_digests(now=timezone.now())}


@periodic("matching.phases", every=timedelta(hours=1), title=_("Emails about the steps of matchmaking"))
def tell_phases(run: Run) -> dict[str, Any]:
    """Whoever has something to do or to know gets one email; gives how many were written."""
    del run
    return {"letters": send_phase_emails(now=timezone.now())}


@periodic(CATCH_UP, every=timedelta(minutes=5), title=_("Meetings at risk because of other changes"))
def follow(run: Run) -> dict[str, Any]:
    """Registrations, programmes and rooms change elsewhere; whom that concerns is told from here."""
    now = timezone.now()
    coming = Service.objects.filter(is_open=True, event__last_day__gte=timezone.localdate(now))
    lost = 0
    for pk in coming.order_by("pk").values_list("pk", flat=True):
        run.check()
        lost += catch_up(service_id=pk, now=now)
    return {"lost": lost}


@periodic(
    "matching.partner_lists",
    every=timedelta(days=1),
    title=_("Partners for organisations"),
    limit=timedelta(hours=3),
)
def make_partner_lists(run: Run) -> dict[str, Any]:
    """The lists of everybody, and the end of old interests; gives how many lines there are."""
    now = timezone.now()
    return {"over": end_old_interests(now=now), "lines": write_partner_lists(now=now, check=run.check)}


@periodic("matching.look_for_changed_partners", every=timedelta(seconds=30))
def look_for_changed(run: Run) -> dict[str, Any]:
    """Entries change on many ways, also by an import or a merge: their versions say so."""
    del run
    changed = changed_searches()
    if changed:
        want_partner_lists(now=timezone.now())
    return {"changed": len(changed)}


@handler(CHANGED, title=_("Partners of organisations that have changed"))
def refresh(run: Run) -> dict[str, Any]:
    """One job for all that have changed by then."""
    del run
    return {"changed": refresh_changed(now=timezone.now())}


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
        is_asked = runs.record_progress(
            run_id=self.run_id, values=values, history=list(self.history), now=timezone.now()
        )
        if is_asked or self.work.is_cancelled():
            self.hand.lift()


def _page_of(job: Job) -> str:
    found = MatchingRun.objects.select_related("service__event").filter(pk=job.payload["run_id"]).first()
    return reverse("matching:run", args=[found.service.event.slug, found.pk]) if found else ""


@handler(runs.OPTIMISE, title=_("Optimisation"), leads_to=_page_of)
def optimise(work: Work, run_id: int) -> dict[str, Any]:
    """A worker that died is followed by another one, which begins anew."""
    begun = runs.begin(run_id=run_id, now=timezone.now())
    if begun is None:
        return {}
    row, facts, fixed = begun
    hand = RunHandle()
    try:
        with _Watcher(run_id, work, hand) as watcher:
            ended = run(
                facts,
                runs.options_of(row),
                frozen=fixed,
                seconds=row.seconds,
                seed=row.seed,
                hand=hand,
                tell=watcher.hear,
            )
    except FaultyInput as wrong:
        runs.fail(run_id=run_id, fault=str(wrong), now=timezone.now())
        return {}
    except Unplannable:
        runs.fail(run_id=run_id, fault="unplannable", now=timezone.now())
        return {}
    with transaction.atomic():
        runs.end(
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
    lost = [one for one in MatchingRun.objects.filter(state__in=GOING) if run_status_of(one, now=now).is_lost]
    for one in lost:
        runs.fail(run_id=one.pk, fault="lost", now=now)
    return {"lost": len(lost)}


def _publishing_page(job: Job) -> str:
    rows = TimetableVersion.objects.select_related("service__event")
    found = rows.filter(pk=job.payload["version_id"]).first()
    return reverse("matching:publishing", args=[found.service.event.slug]) if found else ""


@handler(
    publishing_actions.PUBLISH,
    title=_("Publishing of the timetable"),
    phases={"notices": _("messages are sent"), "receipt": _("the verification record is being created")},
    leads_to=_publishing_page,
)
def publish(work: Work, version_id: int) -> dict[str, Any]:
    """People first, then the receipt; whatever breaks this off, the next attempt goes on where it stood."""

    def tell(done: int, total: int) -> None:
        work.check()
        work.progress(phase="notices", done=done, total=total)

    sent = publishing_actions.send_notices(version_id=version_id, now=timezone.now(), tell=tell)
    work.progress(phase="receipt")
    publishing_actions.write_receipt(version_id=version_id)
    return {"sent": sent}


@periodic(
    "matching.moves", every=timedelta(minutes=1), title=_("Answers about moved meetings"), is_of_the_day=True
)
def end_moves(work: Work) -> dict[str, Any]:
    """Who was asked whether a meeting may move, and has not answered in time, keeps the published time."""
    del work
    now = timezone.now()
    open_ = actions.with_open_questions()
    return {"expired": sum(actions.expire(service_id=pk, now=now) for pk in open_)}


@periodic("matching.rounds", every=timedelta(minutes=1), title=_("Rounds of answers"))
def hold_rounds(work: Work) -> dict[str, Any]:
    """Every round that is due."""
    del work
    now = timezone.now()
    return {
        "rounds": sum(answering.hold_round(service_id=pk, now=now) for pk in answering.rounds_due(now=now))
    }


def _print_file(job: Job) -> str:
    return reverse("matching:prints_file", args=[job.payload["slug"], job.pk])


@handler(
    prints.PRINT,
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
        return printed_pack(pack_of(service), pack, language="de", now=timezone.now(), tell=tell)

    return {"file": print_people(service.event_id, make)}
