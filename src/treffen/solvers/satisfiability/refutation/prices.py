"""What a limit of idle time leaves nobody to pay for, given prices of slots: clauses without new variables.

Prices prove a bound (docs/background/certificates.md). What a slot of a request, or a step of somebody's day,
costs above the cheapest is added to it: where that passes the limit, the slot or the step is out.
"""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem import Goal
from treffen.solvers.satisfiability.instance import bits
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.timetable import AssignmentCertificate

NEVER = 10**15  # a cost that no day has
Step = tuple[int, int, int, int]  # slot, meetings before it, meetings in it (0 or 1), cost
Costs = dict[tuple[int, int], int]  # by slot and meetings before it


def limit_prices(claim: Claim, certificate: AssignmentCertificate) -> None:
    """The clauses of a limit of idle time that the prices prove."""
    scale, (place, mine) = certificate.scale, _rows(claim, certificate)
    costs = [
        {t: place[t] + sum(mine[p][t] for p in who) for t in bits(slots)}
        for who, slots in zip(claim.instance.people, claim.domain, strict=True)
    ]
    days = {p: list(_steps(claim, p, scale, mine[p])) for p in claim.whole}
    before = {p: _least(steps) for p, steps in days.items()}
    after = {p: _least_on(steps) for p, steps in days.items()}
    spare = scale * claim.limits[Goal.IDLE] - sum(min(cost.values()) for cost in costs)
    spare -= sum(ways.get((0, 0), NEVER) for ways in after.values())
    spare += sum(price * claim.n_open(t) for t, price in enumerate(place))
    for row, own in zip(claim.x, costs, strict=True):
        for t in own:
            if own[t] - min(own.values()) > spare:
                claim.clauses.add(-row[t])
    for p, steps in days.items():
        count, busy, most = claim.count[p], claim.busy[p], spare + after[p].get((0, 0), NEVER)
        for t, k, met, cost in steps:
            if before[p].get((t, k), NEVER) + cost + after[p].get((t + 1, k + met), NEVER) > most:
                claim.clauses.add(-count[t][k], count[t][k + 1], -busy[t] if met else busy[t])


def _rows(claim: Claim, certificate: AssignmentCertificate) -> tuple[list[int], list[list[int]]]:
    """The prices of places by slot, and of each person's slots."""
    problem = claim.model.problem
    slot = {one.id: t for t, one in enumerate(problem.slots)}
    person = {one.id: p for p, one in enumerate(problem.participants)}
    place, mine = [0] * len(slot), [[0] * len(slot) for _ in person]
    for one in certificate.prices:
        row = place if one.participant is None else mine[person[one.participant]]
        row[slot[one.slot]] += one.price
    return place, mine


def _steps(claim: Claim, p: int, scale: int, prices: list[int]) -> Iterator[Step]:
    """Slot after slot, with each number of meetings so far: idle (which costs between two), or meeting."""
    day = claim.day(p)
    for t, window in enumerate(day.windows):
        for k in range(day.n_meetings + 1):
            if window >> k & 1:
                yield t, k, 0, scale if 0 < k < day.n_meetings else 0
            if k < day.n_meetings and window >> (k + 1) & 1 and day.open >> t & 1:
                yield t, k, 1, -prices[t]


def _least(steps: list[Step]) -> Costs:
    """The least cost of a morning up to each slot."""
    costs = {(0, 0): 0}
    for t, k, met, cost in steps:
        if (t, k) in costs:
            costs[t + 1, k + met] = min(costs.get((t + 1, k + met), NEVER), costs[t, k] + cost)
    return costs


def _least_on(steps: list[Step]) -> Costs:
    """The least cost of the rest of the day from each slot."""
    t, k, met, _ = max(steps)
    costs = {(t + 1, k + met): 0}
    for t, k, met, cost in reversed(steps):
        if (t + 1, k + met) in costs:
            costs[t, k] = min(costs.get((t, k), NEVER), costs[t + 1, k + met] + cost)
    return costs
