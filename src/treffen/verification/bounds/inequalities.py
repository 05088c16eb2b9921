"""The inequalities of a selection certificate, each read anew from the problem.

All are brought to the form  sum a*y + sum a*s + sum a*k <= limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from treffen.problem import Goal, Participant, ParticipantId
from treffen.timetable import CertificateRow, RowKind
from treffen.verification.bounds.problem_index import BoundIndex, UnsoundCertificate

Miss = tuple[ParticipantId, int]
"""A like: whose, and which in the order of their likes."""


class Whole(Enum):
    """Whose requests an inequality is about, where these are nobody's in particular."""

    NOBODY = 0
    EVENT = 1


@dataclass(frozen=True, slots=True)
class _Inequality:
    """Coefficients of requests (by number), of shortfalls and of missed talks, and the limit.

    `seats_of`: somebody all of whose requests have 1 beside, or the event. A row for each of 100,000 people
    so names them and not their requests, of which each has two.

    Requests stand in a dictionary of integers and not in pairs: a million pairs would keep the
    garbage collector busy for longer than the sum itself takes.
    """

    limit: int
    requests: Mapping[int, int] = field(default_factory=dict)
    shortfalls: Iterable[tuple[ParticipantId, int]] = ()
    misses: Iterable[tuple[Miss, int]] = ()
    seats_of: ParticipantId | Whole = Whole.NOBODY


def read(frame: BoundIndex, row: CertificateRow, values: Mapping[Goal, int]) -> _Inequality:
    """What a row says; `values` are those of the goals before."""
    if row.kind is RowKind.GOAL:
        return _goal(frame, row, values)
    return _READERS[row.kind](frame, row)


# --- one participant --------------------------------------------------------------------------


def _one(frame: BoundIndex, row: CertificateRow) -> Participant:
    if len(row.participants) != 1 or row.participants[0] not in frame.ground.participants:
        raise UnsoundCertificate(f"a {row.kind} row speaks of one participant, not {row.participants}")
    return frame.ground.participants[row.participants[0]]


def _participant(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    person, within = _one(frame, row), frame.slots(row.slots)
    if row.slots is None and not frame.has_long:
        return _Inequality(frame.ground.free[person.id].bit_count(), seats_of=person.id)
    numbers = frame.naming[person.id]
    if within != frame.ground.all_slots:
        numbers = [i for i in numbers if not frame.window(frame.requests[i]) & ~within]
    limit = (frame.ground.free[person.id] & within).bit_count()
    return _Inequality(limit, frame.lengths(numbers))


def _maximum(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    person = _one(frame, row)
    if person.maximum is None:
        raise UnsoundCertificate(f"{person.id} has no maximum")
    return _Inequality(person.maximum, seats_of=person.id)


def _minimum(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    person = _one(frame, row)
    numbers = set(frame.naming[person.id])
    if person.organisation is not None:
        numbers.update(frame.asking.get(person.organisation, ()))
    return _Inequality(-person.minimum, dict.fromkeys(numbers, -1), [(person.id, -1)])


def _talks(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    person = _one(frame, row)
    free, liked = frame.ground.free[person.id], 0
    misses: list[tuple[Miss, int]] = []
    for number, like in enumerate(person.likes):
        talk = frame.ground.talks[like.talk]
        liked |= talk
        misses.append(((person.id, number), -(talk & free).bit_count()))
    lengths = frame.lengths(frame.naming[person.id])
    return _Inequality((free & ~liked).bit_count(), lengths, misses=misses)


# --- places, interpreters, organisations --------------------------------------------------------


def _places(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    within, among = frame.slots(row.slots), frame.places(row.places)
    ground = frame.ground
    if row.slots is None and row.places is None and not frame.has_long:
        limit = sum(slots.bit_count() for slots in ground.open_slots.values())
        return _Inequality(limit, seats_of=Whole.EVENT)
    if within == ground.all_slots:
        numbers = [i for bits, some in frame.by_place_set.items() if not bits & ~among for i in some]
    else:
        numbers = frame.inside(within)
        if among != frame.places(None):
            numbers = [i for i in numbers if not frame.suitable[i] & ~among]
    limit = sum(
        (ground.open_slots[id] & within).bit_count() for id, bit in frame.place_bit.items() if bit & among
    )
    return _Inequality(limit, frame.lengths(numbers))


def _interpreters(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    within, among = frame.slots(row.slots), frame.helpers(row.interpreters)
    requests = frame.requests
    numbers = [i for i, fit in frame.helped if not fit & ~among and not frame.window(requests[i]) & ~within]
    helping = frame.ground.helping
    limit = sum((helping[id] & within).bit_count() for id, bit in frame.helper_bit.items() if bit & among)
    return _Inequality(limit, frame.lengths(numbers))


def _organisation(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    if row.organisation is None or row.organisation not in frame.staff:
        raise UnsoundCertificate(f"unknown organisation {row.organisation!r}")
    within, staff = frame.slots(row.slots), frame.staff[row.organisation]
    seats: dict[int, int] = dict.fromkeys(frame.asking.get(row.organisation, ()), 1)
    for p in staff:
        for i in frame.naming[p]:
            seats[i] = seats.get(i, 0) + 1
    requests = frame.requests
    limit = sum((frame.ground.free[p] & within).bit_count() for p in staff)
    kept = seats.items()
    if within != frame.ground.all_slots:
        kept = {i: n for i, n in kept if not frame.window(requests[i]) & ~within}.items()
    return _Inequality(limit, {i: n * requests[i].length for i, n in kept})


# --- several requests or participants -----------------------------------------------------------


def _numbers(frame: BoundIndex, row: CertificateRow) -> list[int]:
    unknown = [id for id in row.requests if id not in frame.named]
    if unknown:
        raise UnsoundCertificate(f"unknown request {unknown[0]!r}")
    return sorted({frame.named[id] for id in row.requests})


def _pair(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    numbers = _numbers(frame, row)
    requests = [frame.requests[i] for i in numbers]
    parties = {(frozenset(r.participants), frozenset(r.delegates)) for r in requests}
    if not frame.problem.pair_once or len(parties) != 1:
        raise UnsoundCertificate("these requests may be held together")
    return _Inequality(1, dict.fromkeys(numbers, 1))


def _must(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    numbers = _numbers(frame, row)
    if len(numbers) != 1 or not frame.ground.must_hold(frame.requests[numbers[0]]):
        raise UnsoundCertificate("a must row speaks of one request that must be held")
    return _Inequality(-1, {numbers[0]: -1})


def _seats_of(frame: BoundIndex, row: CertificateRow) -> tuple[set[ParticipantId], dict[int, int]]:
    """The participants of a row, and how many of them each request names."""
    people = set(row.participants)
    seats: dict[int, int] = {}
    for p in people:
        if p not in frame.naming:
            raise UnsoundCertificate(f"unknown participant {p!r}")
        for i in frame.naming[p]:
            seats[i] = seats.get(i, 0) + 1
    return people, seats


def _matching(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    within, requests = frame.slots(row.slots), frame.requests
    people, seats = _seats_of(frame, row)
    there = [0] * len(frame.problem.slots)
    for p in people:
        mask = frame.ground.free[p] & within
        while mask:
            bit = mask & -mask
            there[bit.bit_length() - 1] += 1
            mask ^= bit
    pairs = {
        i: n // 2 * requests[i].length
        for i, n in seats.items()
        if n > 1 and not frame.window(requests[i]) & ~within
    }
    return _Inequality(sum(n // 2 for n in there), pairs)


def _half(frame: BoundIndex, row: CertificateRow) -> _Inequality:
    people, seats = _seats_of(frame, row)
    odd = _numbers(frame, row)
    for i in odd:
        seats[i] = seats.get(i, 0) + 1
    limit = sum(frame.most_meetings(p) for p in people) + len(odd)
    return _Inequality(limit // 2, {i: n // 2 for i, n in seats.items() if n > 1})


# --- goals before -------------------------------------------------------------------------------


def _goal(frame: BoundIndex, row: CertificateRow, values: Mapping[Goal, int]) -> _Inequality:
    if row.goal is None or row.goal not in values:
        raise UnsoundCertificate(f"{row.goal} is no goal before")
    value, people = values[row.goal], frame.problem.participants
    if row.goal is Goal.VALUE:
        return _Inequality(-value, {i: -r.value for i, r in enumerate(frame.requests)})
    if row.goal is Goal.SHORTFALL:
        return _Inequality(value, shortfalls=[(p.id, 1) for p in people if p.minimum])
    if row.goal is Goal.TALKS:
        return _Inequality(
            value, misses=[((p.id, n), like.price) for p in people for n, like in enumerate(p.likes)]
        )
    raise UnsoundCertificate(f"no row speaks of {row.goal}")


_READERS: dict[RowKind, Callable[[BoundIndex, CertificateRow], _Inequality]] = {
    RowKind.PARTICIPANT: _participant,
    RowKind.MAXIMUM: _maximum,
    RowKind.MINIMUM: _minimum,
    RowKind.TALKS: _talks,
    RowKind.PLACES: _places,
    RowKind.INTERPRETERS: _interpreters,
    RowKind.ORGANISATION: _organisation,
    RowKind.PAIR: _pair,
    RowKind.MUST: _must,
    RowKind.MATCHING: _matching,
    RowKind.HALF: _half,
}
