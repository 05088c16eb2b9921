"""A selection certificate: weighted inequalities add up to a bound (linear programming duality).

Whatever the multipliers are, as long as none is negative, the sum is a bound; good multipliers
make it a good one. So a stranger needs to trust neither the solver nor its floating point.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from treffen.problem import Goal, ParticipantId
from treffen.timetable import SelectionCertificate
from treffen.verification.bounds.inequalities import Miss, Whole, read
from treffen.verification.bounds.problem_index import BoundIndex, UnsoundCertificate


class _Sum:
    """What is left of the objective, times scale, after rows have been taken off; always maximised."""

    def __init__(self, frame: BoundIndex, goal: Goal, scale: int) -> None:
        people = frame.problem.participants
        self.constant = 0
        self.scale = scale if goal is Goal.VALUE else 0
        self.prices: dict[ParticipantId | Whole, int] = {}
        self.requests: dict[int, int] = {}  # what rows that name requests one by one take off
        self.shortfalls: dict[ParticipantId, int] = {
            p.id: -scale if goal is Goal.SHORTFALL else 0 for p in people if p.minimum
        }
        self.misses: dict[Miss, int] = {
            (p.id, n): -like.price * scale if goal is Goal.TALKS else 0
            for p in people
            for n, like in enumerate(p.likes)
        }

    def _best(self, frame: BoundIndex) -> int:
        """The sum of what is left of each request that can be held, where that is more than nothing:
        its value, less what every request costs, what each of its people does (even if
        named twice), and what rows take off."""
        scale, each, of, own = self.scale, self.prices.get(Whole.EVENT, 0), self.prices.get, self.requests
        if frame.ground.plain is not None:
            prices = [of(p, 0) for p in frame.ground.participants]
            best = frame.ground.plain.best(scale=scale, each=each, prices=prices, own=own)
            if best is not None:
                return best
        left = [
            r.value * scale - each - sum([of(p, 0) for p in {*r.participants}]) - own.get(i, 0)
            for i, r in enumerate(frame.requests)
        ]
        return sum([c for c in left if c > 0]) - sum([max(0, left[i]) for i in frame.hopeless])

    def most(self, frame: BoundIndex) -> int:
        """The most that can be left, each variable at its better end."""
        people = frame.ground.participants
        shortfalls = sum(c * people[p].minimum for p, c in self.shortfalls.items() if c > 0)
        return self.constant + self._best(frame) + shortfalls + sum(c for c in self.misses.values() if c > 0)


def bound(frame: BoundIndex, certificate: SelectionCertificate, values: Mapping[Goal, int]) -> int:
    """The bound that the rows prove, rounded in the direction in which the goal is whole."""
    goal, scale = certificate.goal, certificate.scale
    if goal not in (Goal.VALUE, Goal.SHORTFALL, Goal.TALKS):
        raise UnsoundCertificate(f"rows prove nothing about {goal}")
    if type(scale) is not int or scale < 1:
        raise UnsoundCertificate(f"the scale is {scale!r}")
    left = _Sum(frame, goal, scale)
    prices = left.prices
    frame.look_up(chain.from_iterable(row.requests for row in certificate.rows))
    for row in certificate.rows:
        weight = row.multiplier
        if type(weight) is not int or weight < 0:
            raise UnsoundCertificate(f"a multiplier is {weight!r}")
        inequality = read(frame, row, values)
        left.constant += weight * inequality.limit
        prices[inequality.seats_of] = prices.get(inequality.seats_of, 0) + weight
        for i, a in inequality.requests.items():
            left.requests[i] = left.requests.get(i, 0) + weight * a
        for p, a in inequality.shortfalls:
            left.shortfalls[p] = left.shortfalls.get(p, 0) - weight * a
        for miss, a in inequality.misses:
            left.misses[miss] -= weight * a
    most = left.most(frame) // scale
    return most if goal is Goal.VALUE else -most
