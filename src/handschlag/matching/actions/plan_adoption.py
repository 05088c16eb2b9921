"""A plan becomes the timetable: merged with every answer given since, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.meeting_events import notify_listeners
from handschlag.matching.actions.move_requests import note_moves
from handschlag.matching.actions.optimising import options_of
from handschlag.matching.actions.versioned_writes import increase_revision, lock_service, write_spots
from handschlag.matching.engine.admission_cache import clear_controller
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.merging import Clash, Merged, beside, meetings_in, merge
from handschlag.matching.hooks.meeting_events import MeetingEventKind
from handschlag.matching.models import Meeting, Request, RequestState, Run, Service
from handschlag.matching.queries.engine_input import EngineInput, load_engine_input
from handschlag.matching.queries.promised_meetings import fixed_of
from handschlag.matching.queries.runs import has_plan
from handschlag.matching.queries.versions import latest
from handschlag.matching.rules.refusals import PlanRefusal


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
    version = latest(service)
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
