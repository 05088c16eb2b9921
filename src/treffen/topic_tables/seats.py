"""Seats are taken and given back one by one, beside everything that was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from treffen.admission import AdmissionController, Admitted, Answer, Budget
from treffen.problem import ParticipantId, Request, RequestId
from treffen.timetable import Move
from treffen.topic_tables.offer import TopicTable, request_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFull:
    """No: all seats of the table are taken."""

    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The table goes on as `request` says, with `moved` where its meeting stands otherwise now."""

    request: Request
    moved: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """The table is not held any more; all its people are free again."""

    request: RequestId
    freed: tuple[ParticipantId, ...]


def hold(
    desk: AdmissionController,
    table: TopicTable,
    *,
    guests: Sequence[ParticipantId],
    budget: Budget | None = None,
) -> Answer:
    """Hold a table that was formed, if need be without those last named of its guests.

    The desk need not know its request. Where not even the fewest can be held, the answer is that to them,
    and the desk knows a request that it does not hold.
    """
    known = {r.id for r in desk.problem.requests}
    sitting = list(guests)
    if table.id not in known:
        desk.learn([request_of(table, sitting)])
    while True:
        answer = desk.amend(request_of(table, sitting), budget=budget)
        if isinstance(answer, Admitted) or len(sitting) + 1 <= table.fewest:
            return answer
        sitting.pop()


def join(
    desk: AdmissionController,
    table: TopicTable,
    *,
    participant: ParticipantId,
    budget: Budget | None = None,
) -> Answer | TableFull:
    """One more at a table that is held; a no and a "not yet" change nothing. Sitting there already: yes.

    Whoever is not among the wishes of the table adds a value of 1.
    """
    request = _request(desk, table.id)
    if participant in request.participants:
        return Admitted(request=request.id, meetings=())
    if len(request.participants) >= table.seats:
        return TableFull(request=request.id)
    people = (*request.participants, participant)
    value = request.value + _worth(table, participant)
    return desk.amend(replace(request, participants=people, value=value), budget=budget)


def leave(desk: AdmissionController, table: TopicTable, *, participant: ParticipantId) -> Left | GivenUp:
    """One fewer. Below the fewest, without its host, or where it could not be held so, it is given up."""
    request = _request(desk, table.id)
    left = tuple(p for p in request.participants if p != participant)
    if left == request.participants:
        return Left(request=request)
    if participant != table.host and len(left) >= table.fewest:
        value = max(0, request.value - _worth(table, participant))
        fewer = replace(request, participants=left, value=value)
        answer = desk.amend(fewer, budget=Budget(ways=0))
        if isinstance(answer, Admitted):
            return Left(request=fewer, moved=answer.moved)
    desk.withdraw(request.id)
    return GivenUp(request=request.id, freed=left)


def _worth(table: TopicTable, participant: ParticipantId) -> int:
    return next((wish.value for wish in table.wishes if wish.participant == participant), 1)


def _request(desk: AdmissionController, table: RequestId) -> Request:
    return next(r for r in desk.problem.requests if r.id == table)
