"""After the fix date nobody's time is moved: moves are planned, and everybody concerned is asked, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.manual_changes import request_of
from handschlag.matching.actions.move_requests import note_moves
from handschlag.matching.actions.plan_adoption import kept_by_hand, replace_timetable
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.emails.moves import ask_about_moves
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.merging import Clash, meetings_at, merge
from handschlag.matching.engine.moving import is_possible
from handschlag.matching.models import (
    MoveAnswer,
    MoveState,
    Participant,
    PlannedMove,
    Service,
    TimetableVersion,
)
from handschlag.matching.queries.display_names import parties_of
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.moves import going, valid
from handschlag.matching.queries.promised_meetings import fixed_of
from handschlag.matching.queries.timetables import current_meetings, differences
from handschlag.matching.queries.versions import latest
from handschlag.matching.rules.changes import MeetingChange, moves_after_fixing
from handschlag.matching.rules.moves import deadline
from handschlag.matching.rules.refusals import PlanRefusal
from handschlag.matching.rules.versions import PublishedMeeting


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCount:
    """How many people were asked about how many meetings."""

    people: int
    moves: int


@transaction.atomic
def plan_move(
    *, request_id: int, block_id: int, starts_at: datetime, place_id: int, by: Subject, now: datetime
) -> PlannedMove:
    """The published meeting is to go there and then, once everybody concerned was asked and agrees."""
    service, request = request_of(request_id, by)
    facts = load_engine_input(service)
    version = latest(service)
    was = next((one for one in facts.held if one.request == request.pk), None)
    if was is None or version is None or request.pk not in fixed_of(service, facts.held, now=now):
        raise Refusal(PlanRefusal.NO_MEETING)
    if was.starts_at == starts_at:
        raise Refusal(PlanRefusal.NOT_MOVED)
    spot = is_possible(facts, request.pk, block=block_id, starts_at=starts_at, place=place_id)
    if spot is None:
        raise Refusal(PlanRefusal.NOT_FREE)
    return note_moves(service, version, [spot], by=by, now=now)[0]


@transaction.atomic
def drop_move(*, move_id: int, by: Subject, now: datetime) -> PlannedMove:
    """A move that is planned, or about which people were asked, is taken back; the meeting stays."""
    found = PlannedMove.objects.filter(pk=move_id).first()
    if found is None:
        raise Refusal(PlanRefusal.NO_MOVE)
    service = lock_service(found.service_id)
    require_team(by, service.event_id)
    going = PlannedMove.objects.filter(pk=move_id, state__in=(MoveState.PLANNED, MoveState.ASKED))
    if going.update(state=MoveState.DROPPED, ended_at=now):
        audit.record(verb="matching.move_dropped", target=found, by_id=by.user_id, now=now)
    found.refresh_from_db()
    return found


@transaction.atomic
def ask_consent(*, service_id: int, revision: int, by: Subject, now: datetime) -> ConsentCount:
    """Everybody whose published time would be another one is asked, by one letter each.

    Published meetings that a draft has moved go back to their published times first: they stay there
    until all have agreed.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if service.revision != revision:
        raise Refusal(PlanRefusal.CHANGED_MEANWHILE)
    version = latest(service)
    if version is None:
        raise Refusal(PlanRefusal.NOTHING_NEW)
    if now >= service.fixed_at:
        _put_back(service, version, moves_after_fixing(differences(service, version)), by=by, now=now)
    moves = going(service, MoveState.PLANNED)
    if not moves:
        raise Refusal(PlanRefusal.NOTHING_NEW)
    people = _ask(service, moves, now=now)
    for one in moves:
        audit.record(verb="matching.consent_asked", target=one, by_id=by.user_id, now=now)
    return ConsentCount(people=people, moves=len(moves))


def _put_back(
    service: Service, version: TimetableVersion, found: Iterable[MeetingChange], *, by: Subject, now: datetime
) -> None:
    """The drafted times become planned moves, and the meetings stand as they were published."""
    moved = {one.request: one.new for one in found if one.new is not None}
    if not moved:
        return
    facts = load_engine_input(service)
    told = {one.request: one for one in valid(version) if one.request in moved}
    now_standing = {one.request: one for one in current_meetings(service)} | told
    frozen = kept_by_hand(service, facts, now=now) - set(moved)
    merged = merge(facts, meetings_at(now_standing.values()), frozen=frozen)
    if isinstance(merged, Clash):  # something new stands there: it gives way, as it was never published
        rest = [one for one in valid(version) if one.request in now_standing]
        merged = merge(facts, meetings_at(rest), frozen=frozen)
    if isinstance(merged, Clash):
        raise Refusal(PlanRefusal.CANNOT_STAY)
    replace_timetable(service, facts, merged, now=now)
    note_moves(service, version, [_spot_of(one) for one in moved.values()], by=by, now=now)


def _spot_of(one: PublishedMeeting) -> MeetingSpot:
    return MeetingSpot(
        request=one.request,
        block=one.block,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        interpreter=one.interpreter,
    )


def _ask(service: Service, moves: Iterable[PlannedMove], *, now: datetime) -> int:
    """One letter to everybody concerned, about all of their meetings."""
    parties = parties_of(service)
    concerned: dict[int, list[PlannedMove]] = defaultdict(list)
    for move in moves:
        move.until = deadline(now=now, old=move.old_starts_at, new=move.starts_at)
        if move.until is None:
            raise Refusal(PlanRefusal.TOO_LATE)
        move.state, move.asked_at = MoveState.ASKED, now
        move.save(update_fields=["until", "state", "asked_at"])
        people = parties[move.request_id]
        MoveAnswer.objects.bulk_create([MoveAnswer(move=move, participant_id=pk) for pk in people])
        for pk in people:
            concerned[pk].append(move)
    rows = Participant.objects.filter(pk__in=concerned).select_related("registration__event")
    for row in rows.order_by("pk"):
        ask_about_moves(row, concerned[row.pk], now=now)
    return len(concerned)
