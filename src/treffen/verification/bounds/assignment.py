"""An assignment certificate: prices of slots split an all-must event into one day a person.

Lagrangian relaxation (A. M. Geoffrion, Lagrangean relaxation for integer programming, 1974) of
"a person is busy where their meetings are" and of "no more meetings than open places": whatever
the prices, the sum of the separate minima is never above the goal of a timetable.
"""

from __future__ import annotations

from treffen.problem import Goal, ParticipantId, Request
from treffen.timetable import AssignmentCertificate
from treffen.verification.bounds.days import cheapest_day, cheapest_talks
from treffen.verification.bounds.problem_index import BoundIndex, UnsoundCertificate


class _Prices:
    """Prices by participant and slot number, and those of a place in each slot."""

    def __init__(self, frame: BoundIndex, certificate: AssignmentCertificate) -> None:
        n, slots = len(frame.problem.slots), frame.ground.slot_number
        self.zero = [0] * n
        self.person: dict[ParticipantId, list[int]] = {}
        self.place = [0] * n
        for one in certificate.prices:
            is_known = one.participant is None or one.participant in frame.ground.participants
            if one.slot not in slots or not is_known or type(one.price) is not int:
                raise UnsoundCertificate(f"a price of {one.participant!r} in {one.slot!r}")
            if one.participant is None:
                self.place[slots[one.slot]] += one.price
            else:
                self.person.setdefault(one.participant, [0] * n)[slots[one.slot]] += one.price
        if min(self.place) < 0:
            raise UnsoundCertificate("a place has a negative price")

    def of(self, person: ParticipantId) -> list[int]:
        """A participant's prices, slot by slot."""
        return self.person.get(person, self.zero)


def _is_all_must(frame: BoundIndex) -> bool:
    """Whether every request must be held by people known beforehand: what this proof needs."""
    return all(frame.ground.must_hold(r) and not r.delegates for r in frame.requests)


def bound(frame: BoundIndex, certificate: AssignmentCertificate) -> int:
    """The bound that the prices prove, rounded up."""
    if certificate.goal not in (Goal.BREAKS, Goal.IDLE, Goal.TALKS):
        raise UnsoundCertificate(f"prices of slots prove nothing about {certificate.goal}")
    if type(certificate.scale) is not int or certificate.scale < 1:
        raise UnsoundCertificate(f"the scale is {certificate.scale!r}")
    if not _is_all_must(frame):
        raise UnsoundCertificate("not every request must be held by people known beforehand")
    prices = _Prices(frame, certificate)
    total = _days(frame, certificate, prices)
    total += sum(_cheapest_start(frame, r, prices) for r in frame.requests)
    for mask in frame.ground.open_slots.values():
        total -= sum(price for t, price in enumerate(prices.place) if price and mask >> t & 1)
    return -(-total // certificate.scale)


def _days(frame: BoundIndex, certificate: AssignmentCertificate, prices: _Prices) -> int:
    """The sum over all participants of the least that a day can cost them."""
    total, goal, scale = 0, certificate.goal, certificate.scale
    for person in frame.problem.participants:
        numbers = frame.naming[person.id]
        usable, need = 0, 0
        for i in numbers:
            usable |= frame.windows[i]
            need += frame.requests[i].length
        if need > usable.bit_count():
            raise UnsoundCertificate(f"{person.id} has more meetings than slots: no timetable at all")
        mine = prices.of(person.id)
        if goal is Goal.TALKS:
            total += cheapest_talks(frame.ground, person, usable=usable, need=need, scale=scale, prices=mine)
        else:
            total += cheapest_day(
                frame.ground,
                person,
                usable=usable,
                need=need,
                scale=scale,
                prices=mine,
                is_breaks=goal is Goal.BREAKS,
                counts=_counts(frame, numbers),
            )
    return total


def _counts(frame: BoundIndex, numbers: list[int]) -> list[tuple[int, int]]:
    """The fewest and most slots that these requests, one after another, take up by the end of each slot."""
    n = len(frame.problem.slots)
    fewest, most = [0] * n, [0] * n
    for i in numbers:
        starts, length = frame.starts(frame.requests[i]), frame.requests[i].length
        first, last = (starts & -starts).bit_length() - 1, starts.bit_length() - 1
        for t in range(first if starts else n, n):
            most[t] += min(length, t - first + 1)
            fewest[t] += max(0, min(length, t - last + 1))
    return list(zip(fewest, most, strict=True))


def _cheapest_start(frame: BoundIndex, request: Request, prices: _Prices) -> int:
    """The least that the slots of a request cost its people and its place."""
    starts = frame.starts(request)
    mine = [prices.of(p) for p in request.participants]
    costs = [
        sum(prices.place[t] + sum(price[t] for price in mine) for t in range(s, s + request.length))
        for s in range(starts.bit_length())
        if starts >> s & 1
    ]
    if not costs:
        raise UnsoundCertificate(f"{request.id} can never be held: no timetable at all")
    return min(costs)
