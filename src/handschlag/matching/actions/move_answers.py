"""Answers about moves: one takes effect when all of the meeting have agreed and the engine says so, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.freed_capacity import look_again
from handschlag.matching.actions.versioned_writes import (
    increase_revision,
    lock_service,
    participant_now,
    write_spots,
)
from handschlag.matching.emails.moves import tell_moved, tell_stays
from handschlag.matching.engine.admission_cache import clear_controller
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.engine.moving import are_possible
from handschlag.matching.models import MoveAnswer, MoveState, PlannedMove, Service
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.moves import going
from handschlag.matching.rules.refusals import MatchingRefusal


@transaction.atomic
def answer_move(
    *, move_id: int, participant_id: int, agrees: bool, has_link: bool, by: Subject, now: datetime
) -> PlannedMove:
    """The person agrees to another time, or wants to keep the one that was published."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    answer = MoveAnswer.objects.select_related("move").filter(move=move_id, participant=participant).first()
    if answer is None:
        raise Refusal(MatchingRefusal.NOT_YOURS)
    if answer.agrees is agrees:
        return answer.move  # tapped twice
    move = next((one for one in going(service, MoveState.ASKED) if one.pk == move_id), None)
    if move is None:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE)
    if move.until is None or now >= move.until:
        raise Refusal(MatchingRefusal.TOO_LATE)
    MoveAnswer.objects.filter(pk=answer.pk).update(agrees=agrees, answered_at=now)
    if agrees:
        audit.record(verb="matching.move_agreed", target=move, by_id=by.user_id, now=now)
    else:
        audit.record(verb="matching.move_refused", target=move, by_id=by.user_id, now=now)
        _end(move, MoveState.REFUSED, but=participant.pk, now=now)
    _settle(service, now=now)
    move.refresh_from_db()
    return move


@transaction.atomic
def expire(*, service_id: int, now: datetime) -> int:
    """Whoever has not answered in time has not agreed: the meeting stays. How many moves are over."""
    service = lock_service(service_id)
    still = going(service, MoveState.ASKED)
    rows = PlannedMove.objects.filter(service=service, state=MoveState.ASKED)
    gone = rows.exclude(pk__in=[one.pk for one in still]).update(state=MoveState.DROPPED, ended_at=now)
    due = [one for one in still if one.until is not None and one.until <= now]
    for move in due:
        _end(move, MoveState.EXPIRED, but=None, now=now)
        audit.record(verb="matching.move_expired", target=move, by_id=None, now=now)
    if due or gone:
        _settle(service, now=now)
    return len(due)


def with_open_questions() -> list[int]:
    """Services in which people were asked about a move."""
    rows = PlannedMove.objects.filter(state=MoveState.ASKED).order_by("service_id")
    return list(rows.values_list("service_id", flat=True).distinct())


def _settle(service: Service, *, now: datetime) -> None:
    """What all have agreed to is done as far as it is possible; the service is locked.

    Two meetings may be about to change places: what is not possible alone waits for those that are
    still open, and ends when there are none.
    """
    ready, others = _parted(service, now=now)
    while ready:
        done = _possible_now(service, ready)
        if not done:
            break
        _take(service, done, now=now)
        ready = [one for one in ready if one.pk not in {move.pk for move in done}]
    if not others:
        for move in ready:
            _end(move, MoveState.IMPOSSIBLE, but=None, now=now)
            audit.record(verb="matching.move_impossible", target=move, by_id=None, now=now)


def _parted(service: Service, *, now: datetime) -> tuple[list[PlannedMove], list[PlannedMove]]:
    """Moves to which all have agreed, and those that wait for somebody still."""
    asked = [one for one in going(service, MoveState.ASKED) if one.until is not None and one.until > now]
    ready = [one for one in asked if all(answer.agrees for answer in one.answers.all())]
    known = {one.pk for one in ready}
    return ready, [one for one in asked if one.pk not in known]


def _possible_now(service: Service, ready: Sequence[PlannedMove]) -> list[PlannedMove]:
    """All of them together, or the first that is possible alone; none where nothing is."""
    facts = load_engine_input(service)
    if are_possible(facts, [_spot_of(one) for one in ready]) is not None:
        return list(ready)
    return [one for one in ready if are_possible(facts, [_spot_of(one)]) is not None][:1]


def _spot_of(move: PlannedMove) -> MeetingSpot:
    return MeetingSpot(
        request=move.request_id,
        block=move.block_id,
        starts_at=move.starts_at,
        ends_at=move.ends_at,
        place=move.place_id,
        interpreter=move.interpreter_id,
    )


def _take(service: Service, moves: Sequence[PlannedMove], *, now: datetime) -> None:
    """The meetings stand there from now on, and everybody of them is told."""
    increase_revision(service, structure=True)
    write_spots(service, [_spot_of(one) for one in moves])
    transaction.on_commit(lambda: clear_controller(service.pk))
    for move in moves:
        PlannedMove.objects.filter(pk=move.pk).update(state=MoveState.TAKEN, ended_at=now)
        changes = {"starts_at": [move.old_starts_at.isoformat(), move.starts_at.isoformat()]}
        audit.record(verb="matching.move_taken", target=move, by_id=None, now=now, changes=changes)
        tell_moved(move, now=now)
    look_again(service, now=now)


def _end(move: PlannedMove, state: MoveState, *, but: int | None, now: datetime) -> None:
    """The meeting stays as it was published; those who were asked are told."""
    PlannedMove.objects.filter(pk=move.pk).update(state=state, ended_at=now)
    tell_stays(move, but=but, now=now)
