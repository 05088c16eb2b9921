"""A plan or an earlier version becomes the timetable, with every answer given since, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import increase_revision, lock_service, write_spots
from handschlag.matching.engine.admission import MeetingSpot, clear_controller
from handschlag.matching.engine.plans import Clash, Merged, beside, meetings_at, meetings_in, merge
from handschlag.matching.engine_input import EngineInput, fixed_of, load_engine_input
from handschlag.matching.hooks import MeetingEventKind, notify_listeners
from handschlag.matching.models import (
    Meeting,
    MoveState,
    PlannedMove,
    Request,
    RequestState,
    Run,
    Service,
    TimetableVersion,
)
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.runs import has_plan, options_of
from handschlag.matching.versions import latest_version, valid_meetings


def note_moves(
    service: Service, version: TimetableVersion, spots: Iterable[MeetingSpot], *, by: Subject, now: datetime
) -> list[PlannedMove]:
    """Planned from where the meetings stand; what was planned for them before is dropped."""
    to = {one.request: one for one in spots}
    going = PlannedMove.objects.filter(request_id__in=to, state__in=(MoveState.PLANNED, MoveState.ASKED))
    going.update(state=MoveState.DROPPED, ended_at=now)
    rows = Meeting.objects.filter(service=service, request_id__in=to).order_by("pk")
    made = [
        PlannedMove.objects.create(
            service=service,
            request_id=row.request_id,
            version=version,
            old_starts_at=row.starts_at,
            old_place_id=row.place_id,
            block_id=spot.block,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place_id=spot.place,
            interpreter_id=spot.interpreter,
            by_id=by.user_id,
            planned_at=now,
        )
        for row in rows
        if (spot := to[row.request_id]).starts_at != row.starts_at
    ]
    for one in made:
        audit.record(verb="matching.move_planned", target=one, by_id=by.user_id, now=now)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionResult:
    """What has changed: meetings that moved, new ones, and answers given while the run was going."""

    moved: int
    new: int
    added: int
    dropped: int
    asks: int = 0  # published meetings that would move if all of them agreed


def adopt(*, run_id: int, by: Subject, now: datetime) -> AdoptionResult:
    """The plan of a run becomes the timetable. A run that has grown out of date is marked so."""
    try:
        return _adopt(run_id=run_id, by=by, now=now)
    except Refusal as no:
        if no.reason is PlanRefusal.OUT_OF_DATE:
            _mark(run_id, lost=no.details.get("lost", ()), by=by, now=now)
        raise


@transaction.atomic
def _adopt(*, run_id: int, by: Subject, now: datetime) -> AdoptionResult:
    run = Run.objects.filter(pk=run_id).first()
    if run is None:
        raise Refusal(PlanRefusal.NO_RUN)
    service = lock_service(run.service_id)
    require_team(by, service.event_id)
    run.refresh_from_db()
    if not has_plan(run):
        raise Refusal(PlanRefusal.NO_PLAN)
    options = options_of(run)
    if options.breaks_promises:
        raise Refusal(PlanRefusal.BREAKS_PROMISES)
    if options.is_scenario:
        raise Refusal(PlanRefusal.SCENARIO)
    facts = load_engine_input(service)
    planned, frozen = meetings_in(run.plan_json), kept_by_hand(service, facts, now=now)
    wanted: tuple[MeetingSpot, ...] = ()
    if options.asks_consent:
        fixed = fixed_of(service, facts.held, now=now)
        merged, wanted = beside(facts, planned, fixed=fixed, frozen=frozen)
    else:
        merged = merge(facts, planned, frozen=frozen)
    if isinstance(merged, Clash):
        raise Refusal(PlanRefusal.OUT_OF_DATE, lost=list(merged.lost))
    done = replace_timetable(service, facts, merged, now=now)
    version = latest_version(service)
    if wanted and version is not None:
        done = replace(done, asks=len(note_moves(service, version, wanted, by=by, now=now)))
    Run.objects.filter(pk=run.pk).update(adopted_at=now)
    told = {"moved": [None, done.moved], "new": [None, done.new], "added": [None, done.added]}
    audit.record(verb="matching.plan_adopted", target=run, by_id=by.user_id, now=now, changes=told)
    return done


def kept_by_hand(service: Service, facts: EngineInput, *, now: datetime) -> frozenset[int]:
    """What no plan may move: locked by hand, and from the fix date on what people were told."""
    locked = {one.request for one in facts.held if one.is_time_locked and one.is_place_pinned}
    return fixed_of(service, facts.held, now=now) | locked


def replace_timetable(
    service: Service, facts: EngineInput, merged: Merged, *, now: datetime
) -> AdoptionResult:
    """Rows as the plan says; those that stay are not touched. The service is locked."""
    before = {one.request: one for one in facts.held}
    changed = [one for one in merged.spots if _differs(one, before)]
    increase_revision(service, structure=True)
    keep = {one.request for one in merged.spots}
    gone = Meeting.objects.filter(service=service).exclude(request_id__in=keep)
    notify_listeners(
        MeetingEventKind.WITHDRAWN,
        service_id=service.pk,
        requests=gone.values_list("request_id", flat=True),
    )
    gone.delete()
    new = [one.request for one in changed if one.request not in before]
    Request.objects.filter(pk__in=new).exclude(state=RequestState.ACCEPTED).update(
        state=RequestState.ACCEPTED, refusal=None, tried_at=now, answered_at=now
    )
    write_spots(service, changed)
    transaction.on_commit(lambda: clear_controller(service.pk))
    return AdoptionResult(
        moved=sum(1 for one in changed if one.request in before),
        new=len(new),
        added=len(merged.added),
        dropped=len(merged.dropped),
    )


def _differs(spot: MeetingSpot, before: dict[int, Any]) -> bool:
    was = before.get(spot.request)
    return was is None or (was.block, was.starts_at, was.place, was.interpreter) != (
        spot.block,
        spot.starts_at,
        spot.place,
        spot.interpreter,
    )


@transaction.atomic
def _mark(run_id: int, *, lost: Iterable[int], by: Subject, now: datetime) -> None:
    """The run says from now on that the event has gone past it."""
    run = Run.objects.select_for_update().get(pk=run_id)
    run.summary = {**run.summary, "stale": {"at": now.isoformat(), "lost": list(lost)}}
    run.save(update_fields=["summary"])
    audit.record(verb="matching.run_stale", target=run, by_id=by.user_id, now=now)


@transaction.atomic
def roll_back(*, service_id: int, number: int, by: Subject, now: datetime) -> AdoptionResult:
    """The times of that version, with every meeting confirmed since; nobody is told yet."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    version = TimetableVersion.objects.filter(service=service, number=number).first()
    if version is None:
        raise Refusal(PlanRefusal.NO_VERSION)
    facts = load_engine_input(service)
    merged = merge(facts, meetings_at(valid_meetings(version)), frozen=kept_by_hand(service, facts, now=now))
    if isinstance(merged, Clash):
        raise Refusal(PlanRefusal.OUT_OF_DATE, lost=list(merged.lost))
    done = replace_timetable(service, facts, merged, now=now)
    changes = {"moved": [None, done.moved], "added": [None, done.added]}
    audit.record(verb="matching.rolled_back", target=version, by_id=by.user_id, now=now, changes=changes)
    return done
