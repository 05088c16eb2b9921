"""A repair becomes the timetable and its next version; whoever it concerns is told, and nobody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.matching.agreed_meetings import increase_revision, write_spots
from handschlag.matching.engine import receipts
from handschlag.matching.engine.admission import MeetingSpot, clear_controller
from handschlag.matching.engine.repairs import RepairStep, objections
from handschlag.matching.engine_input import EngineInput, EngineMeeting, load_engine_input
from handschlag.matching.hooks import MeetingEventKind, notify_listeners
from handschlag.matching.models import Meeting, Request, RequestState, Service, TimetableVersion
from handschlag.matching.publishing.actions import PUBLISH, write_notices
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.versions import (
    ChangeKind,
    MeetingChange,
    PublishedMeeting,
    content_of,
    current_meetings,
    differences,
    latest_version,
)

DROPPED_TODAY: Final[dict[str, Any]] = {"reason": "day"}


def apply_repair(
    service: Service, steps: Sequence[RepairStep], *, by_id: int | None, now: datetime, note: str
) -> TimetableVersion | None:
    """The meetings stand as these steps say. None where there is nothing to tell.

    The service is locked; who may do this, and whether it comes in time, was asked before. Every step has
    to start from where its meeting is, and the verifier reads the whole timetable before anything is written.
    """
    increase_revision(service, structure=True)
    transaction.on_commit(lambda: clear_controller(service.pk))
    if not steps:
        return None
    facts = load_engine_input(service)
    _require_current(facts, steps)
    mended = _after(facts, steps)
    if objections(mended):
        raise Refusal(PlanRefusal.BROKEN)
    touched = {one.request for one in steps}
    before = current_meetings(service)
    pending = _untold(service, touched, current=before)
    _write(service, steps, now=now)
    found = [*pending, *map(_change_of, steps)]
    stays = [one for one in before if one.request not in touched]
    content = content_of([*stays, *current_meetings(service, only=touched)])
    version = _publish(service, mended, found, content=content, by_id=by_id, now=now, note=note)
    changes = {"number": [version.number - 1, version.number], "steps": [None, len(steps)]}
    audit.record(verb="matching.repaired", target=version, by_id=by_id, now=now, changes=changes)
    return version


def _require_current(facts: EngineInput, steps: Iterable[RepairStep]) -> None:
    """Nobody has moved, dropped or brought back any of these meetings meanwhile."""
    held = {one.request: (one.block, one.starts_at, one.place) for one in facts.held}
    agreed = {one.id for one in facts.asked}
    for one in steps:
        there = None if one.old is None else (one.old.block, one.old.starts_at, one.old.place)
        if held.get(one.request) != there or one.request not in agreed:
            raise Refusal(PlanRefusal.CHANGED_MEANWHILE)


def _after(facts: EngineInput, steps: Iterable[RepairStep]) -> EngineInput:
    """The event as it will be."""
    held = {one.request: one for one in facts.held}
    for step in steps:
        if step.new is None:
            del held[step.request]
        else:
            held[step.request] = _held_at(step.new)
    return replace(facts, held=tuple(held[pk] for pk in sorted(held)))


def _held_at(told: PublishedMeeting) -> EngineMeeting:
    return EngineMeeting(
        request=told.request,
        block=told.block,
        starts_at=told.starts_at,
        place=told.place,
        interpreter=told.interpreter,
        is_time_locked=False,
        is_place_pinned=False,
    )


def _untold(
    service: Service, touched: Collection[int], *, current: Collection[PublishedMeeting]
) -> list[MeetingChange]:
    """What was moved or agreed before and never published: told now. Of what was dropped people know."""
    found = differences(service, latest_version(service), current=current)
    return [one for one in found if one.kind is not ChangeKind.DROPPED and one.request not in touched]


def _write(service: Service, steps: Sequence[RepairStep], *, now: datetime) -> None:
    gone = [one.request for one in steps if one.new is None]
    Meeting.objects.filter(request_id__in=gone).delete()
    Request.objects.filter(pk__in=gone).update(
        state=RequestState.WATCHED,
        refusal=DROPPED_TODAY,
        tried_at=now,
        revision=service.revision,
        sequence=F("sequence") + 1,
    )
    notify_listeners(MeetingEventKind.WITHDRAWN, service_id=service.pk, requests=gone)
    new = [one.request for one in steps if one.old is None]
    Request.objects.filter(pk__in=new).update(state=RequestState.ACCEPTED, refusal=None, tried_at=now)
    write_spots(service, [_spot_of(one.new) for one in steps if one.new is not None])


def _spot_of(told: PublishedMeeting) -> MeetingSpot:
    return MeetingSpot(
        request=told.request,
        block=told.block,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        place=told.place,
        interpreter=told.interpreter,
    )


def _change_of(step: RepairStep) -> MeetingChange:
    return MeetingChange(kind=step.kind, request=step.request, people=step.people, old=step.old, new=step.new)


def _publish(
    service: Service,
    mended: EngineInput,
    found: Sequence[MeetingChange],
    *,
    content: Mapping[str, Any],
    by_id: int | None,
    now: datetime,
    note: str,
) -> TimetableVersion:
    """The next version, with notices of these changes; other places are told, too: the day has begun."""
    before = latest_version(service)
    version = TimetableVersion.objects.create(
        service=service,
        number=(before.number if before else 0) + 1,
        content=content,
        problem_json=receipts.frozen_problem(mended),
        note=note,
        published_at=now,
        by_id=by_id,
    )
    notify_listeners(MeetingEventKind.PUBLISHED, service_id=service.pk, version=version.number)
    write_notices(version, found, tells_places=True)
    enqueue(kind=PUBLISH, payload={"version_id": version.pk}, owner_id=None, now=now)
    return version
