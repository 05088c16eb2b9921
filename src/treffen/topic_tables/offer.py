"""What is offered: a host, a topic that the engine does not know, seats, and who would like to sit there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    ParticipantId,
    PlaceId,
    Problem,
    Request,
    RequestId,
    SlotId,
)
from treffen.problem.faults.fault import LARGEST, fault


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWish:
    """Somebody would like to sit at a table, and what that is worth."""

    participant: ParticipantId
    value: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTable:
    """A table that is offered; when it is formed, its id is that of its request.

    `seats` and `fewest` count everybody, the host, too. `value` is what the table is worth to its host.
    `slots`, `places`, `length` and `needs` are as in a request.
    """

    id: RequestId
    host: ParticipantId
    seats: int
    fewest: int = 3
    wishes: tuple[SeatWish, ...] = ()
    value: int = 0
    slots: frozenset[SlotId] | None = None
    places: frozenset[PlaceId] | None = None
    length: int = 1
    needs: frozenset[str] = frozenset()


def request_of(table: TopicTable, guests: Iterable[ParticipantId]) -> Request:
    """The meeting of a table with its host and these guests, worth what it is worth to them."""
    sitting = tuple(guests)
    worth = {wish.participant: wish.value for wish in table.wishes}
    return Request(
        id=table.id,
        participants=(table.host, *sitting),
        value=table.value + sum(worth.get(guest, 0) for guest in sitting),
        slots=table.slots,
        places=table.places,
        length=table.length,
        needs=table.needs,
        fewest=table.fewest,
    )


def table_faults(problem: Problem, tables: Iterable[TopicTable]) -> Iterator[Fault]:
    """All faults of tables that are offered at an event without faults."""
    taken = {r.id for r in problem.requests}
    people = {p.id for p in problem.participants}
    for table in tables:
        if table.id in taken:
            yield fault(FaultKind.DUPLICATE_ID, EntityKind.TOPIC_TABLE, table.id)
        taken.add(table.id)
        yield from _numbers(table)
        yield from _people(table, people)
        yield from _meeting(problem, table)


def _numbers(table: TopicTable) -> Iterator[Fault]:
    least = {"fewest": 2, "seats": max(2, table.fewest) if type(table.fewest) is int else 2, "value": 0}
    for name, from_ in least.items():
        value = getattr(table, name)
        if type(value) is not int or not from_ <= value <= LARGEST:
            yield fault(FaultKind.BAD_NUMBER, EntityKind.TOPIC_TABLE, table.id, name, value)
    for wish in table.wishes:
        if type(wish.value) is not int or not 0 <= wish.value <= LARGEST:
            yield fault(FaultKind.BAD_NUMBER, EntityKind.TOPIC_TABLE, table.id, "wishes", wish.value)


def _people(table: TopicTable, people: set[ParticipantId]) -> Iterator[Fault]:
    if table.host not in people:
        yield fault(FaultKind.UNKNOWN_ID, EntityKind.TOPIC_TABLE, table.id, "host", table.host)
    seen = {table.host}
    for wish in table.wishes:
        if wish.participant not in people:
            yield fault(FaultKind.UNKNOWN_ID, EntityKind.TOPIC_TABLE, table.id, "wishes", wish.participant)
        if wish.participant in seen:
            kind = FaultKind.SAME_PERSON_TWICE
            yield fault(kind, EntityKind.TOPIC_TABLE, table.id, "wishes", wish.participant)
        seen.add(wish.participant)


def _meeting(problem: Problem, table: TopicTable) -> Iterator[Fault]:
    """Slots, places and length, as those of any request."""
    named: dict[str, Iterable[str]] = {
        "slots": (table.slots or frozenset()) - {s.id for s in problem.slots},
        "places": (table.places or frozenset()) - {p.id for p in problem.places},
    }
    for name, unknown in named.items():
        for id in sorted(unknown):
            yield fault(FaultKind.UNKNOWN_ID, EntityKind.TOPIC_TABLE, table.id, name, id)
    longest = max((len(slots) for _, slots in problem.blocks()), default=LARGEST)
    if type(table.length) is not int or table.length < 1:
        yield fault(FaultKind.BAD_NUMBER, EntityKind.TOPIC_TABLE, table.id, "length", table.length)
    elif table.length > longest:
        kind = FaultKind.LONGER_THAN_BLOCKS
        yield fault(kind, EntityKind.TOPIC_TABLE, table.id, "length", table.length)
