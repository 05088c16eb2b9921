"""The cheapest day that one person can have: a goal of their own minus the prices of their slots.

Other people are left out, so that dynamic programming over slots finds it exactly, but for liked
talks, where the cheaper of two readings is taken: still a lower bound.
"""

from __future__ import annotations

from itertools import product

from treffen.problem import Participant
from treffen.verification.index import ProblemIndex

MOST_LIKES = 8  # two to the power of so many sets of missed talks are tried; further likes count nothing

Costs = list[int]
"""Least cost by number of slots spent in meetings so far."""


class _Walk:
    """Least costs by what the block looks like so far: no meeting yet (`before`); inside, the last
    slot not idle (`going`) or idle (`idle`); all meetings of the block over (`done`)."""

    def __init__(self, before: Costs, never: int) -> None:
        self.never = never
        self.before = before
        self.going, self.idle, self.done = ([never] * len(before) for _ in range(3))

    def close(self) -> Costs:
        """Costs at the end of the block, where nobody may still be inside."""
        return _least(self.before, self.done)

    def pass_slot(self, *, price: int | None, idle: tuple[int, int] | None, may_listen: bool) -> None:
        """One slot on. `price` None: no meeting possible. `idle`: the cost of being idle there, coming
        from a slot that was not idle or from one that was; None: a talk must be heard."""
        none = [self.never] * len(self.before)
        going = _least(self.going, self.idle) if may_listen else none
        waiting = none
        if idle is not None:
            first, next = idle
            waiting = _least([c + first for c in self.going], [c + next for c in self.idle])
        if price is not None:
            inside = _least(self.before, _least(self.going, self.idle))
            met = [self.never, *(c - price for c in inside[:-1])]
            going = _least(going, met)
            self.done = _least(self.done, met)
        self.going, self.idle = going, waiting

    def keep(self, counts: tuple[int, int]) -> None:
        """Drop what has fewer or more slots in meetings by now than the requests leave possible."""
        fewest, most = counts
        for costs in (self.before, self.going, self.idle, self.done):
            costs[:fewest] = [self.never] * min(fewest, len(costs))
            costs[most + 1 :] = [self.never] * max(0, len(costs) - most - 1)


def _least(one: Costs, other: Costs) -> Costs:
    return list(map(min, one, other))


def cheapest_day(
    ground: ProblemIndex,
    person: Participant,
    *,
    usable: int,
    need: int,
    scale: int,
    prices: list[int],
    is_breaks: bool,
    counts: list[tuple[int, int]] | None = None,
) -> int:
    """Least of scale * breaks (or idle slots) minus prices, over all sets of `need` usable slots.

    `counts`: fewest and most slots in meetings by the end of each slot (None: not known).
    """
    if not need:
        return 0
    worst = sum(map(abs, prices)) + scale * (len(prices) + 1)
    never = 3 * worst + 1  # stays above every real cost, whatever is added on the way
    start = [0] + [never] * need
    idle = (scale, 0 if is_breaks else scale)
    costs = _costs(ground, person, usable=usable, start=start, idle=idle, prices=prices, counts=counts)
    return costs[need]


def fewest_breaks(ground: ProblemIndex, person: Participant, *, usable: int, need: int, forced: int) -> int:
    """Fewest breaks over all sets of at least `need` usable slots that contain the forced ones; more
    than there are slots where there is no such set."""
    n = len(ground.problem.slots)
    price = n + 1  # no number of breaks outweighs it
    never = 3 * (n + 1) * price
    prices = [price if forced >> t & 1 else 0 for t in range(n)]
    start = [0] + [never] * usable.bit_count()
    costs = _costs(ground, person, usable=usable, start=start, idle=(1, 0), prices=prices)
    return min(costs[need:], default=never) + price * forced.bit_count()


def _costs(
    ground: ProblemIndex,
    person: Participant,
    *,
    usable: int,
    start: Costs,
    idle: tuple[int, int],
    prices: list[int],
    counts: list[tuple[int, int]] | None = None,
) -> Costs:
    """Least costs of a day by number of slots spent in meetings, up to the length of `start`."""
    liked = 0
    for like in person.likes:
        liked |= ground.talks[like.talk]
    listening = ground.listening.get(person.id, 0)
    costs, never, at = start, max(start), 0
    for block in ground.blocks:
        walk = _Walk(costs, never)
        for t in range(at, block.bit_length()):
            walk.pass_slot(
                price=prices[t] if usable >> t & 1 else None,
                idle=None if listening >> t & 1 else idle,
                may_listen=bool((liked | listening) >> t & 1),
            )
            if counts is not None:
                walk.keep(counts[t])
        costs, at = walk.close(), block.bit_length()
    return costs


def cheapest_talks(
    ground: ProblemIndex, person: Participant, *, usable: int, need: int, scale: int, prices: list[int]
) -> int:
    """Least of scale * prices of missed talks minus prices of slots, over all sets of usable slots."""
    likes = sorted(person.likes, key=lambda like: -like.price)[:MOST_LIKES]
    best: int | None = None
    for missed in product((False, True), repeat=len(likes)):
        left, cost = usable, 0
        for like, is_missed in zip(likes, missed, strict=True):
            if is_missed:
                cost += like.price * scale
            else:
                left &= ~ground.talks[like.talk]
        if left.bit_count() < need:
            continue
        slots = sorted((prices[t] for t in range(left.bit_length()) if left >> t & 1), reverse=True)
        cost -= sum(slots[:need])
        best = cost if best is None else min(best, cost)
    assert best is not None, "missing every talk leaves all usable slots"
    return best
