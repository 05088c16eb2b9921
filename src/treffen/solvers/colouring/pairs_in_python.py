"""The walk of `slot_pairs` in Python alone: the same dice, chains and timetables, some microseconds a chain.

To compile that walk takes longer than most small events need in all, and over arrays Python would be ten
times as slow as this is: here are lists, a chain is looked at once and not swapped to see what it costs, and
what somebody costs is known by the slots in which they are busy, written as the bits of a number.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from treffen.solvers.base.kernels import Dice

PEOPLE = 16  # looked at for each step: a chain is one, but the few long ones of full days are more
SHAPES = 20_000  # of days, remembered from one call to the next


class _Chain(NamedTuple):
    """Options that swap together, their people who are busy in one slot only, what the swap costs."""

    options: list[int]
    ends: list[int]
    more: int


class _Discomfort:
    """What somebody costs who is busy in such slots."""

    def __init__(self, taste: tuple[Any, ...], weights: Any) -> None:
        block, in_talk, most_breaks, like_ptr, like_slots, like_price, _attended = taste
        self._block, self._weights = tuple(block.tolist()), weights.tolist()
        talks, slots, prices = _bits(in_talk), _bits(like_slots), like_price.tolist()
        likes = [tuple(zip(slots[i:j], prices[i:j], strict=True)) for i, j in pairwise(like_ptr.tolist())]
        self._kinds = list(zip(talks, most_breaks.tolist(), likes, strict=True))
        alike: dict[Any, dict[int, int]] = {}
        self.known = [alike.setdefault(kind, {}) for kind in self._kinds]

    def of(self, person: int, busy: int) -> int:
        """The weighted sum; counted once for all who are alike, and then in `known`."""
        found = self.known[person][busy] = self._count(busy, *self._kinds[person])
        return found

    def _count(self, busy: int, settled: int, most_breaks: int, likes: tuple[tuple[int, int], ...]) -> int:
        missed = 0
        for talk, price in likes:
            if busy & talk:
                missed += price
            else:
                settled |= talk
        idle, breaks = _waiting(busy, settled, self._block)
        parts = missed, breaks, idle, max(0, breaks - most_breaks)
        return sum(weight * part for weight, part in zip(self._weights, parts, strict=True))


class _Bath:
    """A timetable in lists, and the heat bath of its chains."""

    def __init__(
        self, model: tuple[Any, ...], state: tuple[Any, ...], costs: Any, worth: _Discomfort
    ) -> None:
        self.seats, self.rows = _lists(model[0], model[1]), _lists(model[4], model[5])
        rows = set(map(tuple, self.rows))
        self.common = rows.pop() if len(rows) == 1 else None  # capacity rows of every option
        self.may = (model[2] & ~model[12][:, None]).tolist()
        self.capacity = model[6].tolist()
        self.slot, self.occupied, self.load = (one.tolist() for one in state[:3])
        self.busy, self.mine = _bits(state[1] >= 0), costs.tolist()
        self.seen = [0] * len(self.slot)
        self.worth, self.stamp = worth, 0
        self.pair = 0, 0
        self.waiting: list[_Chain | None] = [None, None]  # one that overfills the first slot, one the second

    def draw_pair(self, dice: Dice, *, is_focused: bool) -> None:
        """Two slots; focused: somebody who costs meets in the first and not in the second."""
        n_people, n_slots = len(self.occupied), len(self.occupied[0])
        a, b = dice.randint(n_slots), dice.randint(n_slots)
        if is_focused:
            p = dice.randint(n_people)
            p = next((q for q in (*range(p, n_people), *range(p)) if self.mine[q] > 0), p)
            row = self.occupied[p]
            a = next((t for t in (*range(a, n_slots), *range(a)) if row[t] >= 0), a)
            b = next((t for t in (*range(b, n_slots), *range(b)) if row[t] < 0), b)
        self.pair = a, b

    def bathe(self, heat: float, dice: Dice) -> tuple[int, int]:
        """Judge all chains between the two, from somebody on; the change in cost, and the steps taken."""
        a, b = self.pair
        self.stamp += 1
        self.waiting = [None, None]
        n_people = len(self.occupied)
        start, more, looked = dice.randint(n_people), 0, 0
        seen, stamp = self.seen, self.stamp
        for p in (*range(start, n_people), *range(start)):
            row = self.occupied[p]
            for t in (a, b):
                first = row[t]
                if first >= 0 and seen[first] != stamp:
                    looked += 1
                    more += self._judge(first, heat, dice)
        return more, max(looked, n_people // PEOPLE)

    def _judge(self, first: int, heat: float, dice: Dice) -> int:
        """Swap the chain of an option, alone or with the one that waits for it; the change in cost."""
        chain = self._chain(first)
        if chain is None:
            return 0
        growth = self._growth(chain.options)
        over = self._overfull_side(growth)
        if over < 0:
            return self._swap(chain, growth) if _is_taken(chain.more, heat, dice) else 0
        other = self.waiting[1 - over]
        if other is not None and _is_taken(chain.more + other.more, heat, dice):
            self.waiting[1 - over] = None
            both = _Chain(chain.options + other.options, chain.ends + other.ends, chain.more + other.more)
            growth = self._growth(both.options)
            if self._overfull_side(growth) < 0:
                return self._swap(both, growth)
        now = self.waiting[over]
        if now is None or chain.more < now.more or (chain.more == now.more and dice.random() < 0.5):
            self.waiting[over] = chain
        return 0

    def _chain(self, first: int) -> _Chain | None:
        """All of a chain, marked; None where it may not be swapped."""
        (a, b), seats, seen, stamp = self.pair, self.seats, self.seen, self.stamp
        occupied, slot, may = self.occupied, self.slot, self.may
        options, ends, is_free = [first], [], True
        seen[first] = stamp
        for o in options:  # it grows
            is_free = is_free and may[o][b if slot[o] == a else a]
            for p in seats[o]:
                row = occupied[p]
                neighbour = row[a] if row[a] != o else row[b]
                if neighbour < 0:
                    ends.append(p)
                elif seen[neighbour] != stamp:
                    seen[neighbour] = stamp
                    options.append(neighbour)
        return _Chain(options, ends, self._more(ends)) if is_free else None

    def _more(self, ends: list[int]) -> int:
        """By how much people would cost more who are busy in the other one of the two slots."""
        a, b = self.pair
        known, busy, mine, both, more = self.worth.known, self.busy, self.mine, 1 << a | 1 << b, 0
        for p in ends:
            now = busy[p] ^ both
            cost = known[p].get(now)
            more += (self.worth.of(p, now) if cost is None else cost) - mine[p]
        return more

    def _growth(self, options: list[int]) -> dict[int, int]:
        """By how much each capacity row would be used more in the first slot, and less in the second."""
        a, slot = self.pair[0], self.slot
        if self.common is not None:
            leaving = sum([slot[o] == a for o in options])
            return dict.fromkeys(self.common, len(options) - 2 * leaving)
        growth: dict[int, int] = {}
        for o in options:
            step = -1 if slot[o] == a else 1
            for c in self.rows[o]:
                growth[c] = growth.get(c, 0) + step
        return growth

    def _overfull_side(self, growth: dict[int, int]) -> int:
        """Which slot would lack room with so much more: 0 for the first, 1 for the second, -1 for neither."""
        a, b = self.pair
        for c, more in growth.items():
            if self.load[c][a] + more > self.capacity[c][a]:
                return 0
            if self.load[c][b] - more > self.capacity[c][b]:
                return 1
        return -1

    def _swap(self, chain: _Chain, growth: dict[int, int]) -> int:
        (a, b), occupied = self.pair, self.occupied
        for c, more in growth.items():
            self.load[c][a] += more
            self.load[c][b] -= more
        for o in chain.options:
            new = self.slot[o] = b if self.slot[o] == a else a
            for p in self.seats[o]:
                occupied[p][new] = o
        for p in chain.ends:
            old = a if self.busy[p] >> a & 1 else b
            occupied[p][old] = -1
            self.busy[p] ^= 1 << a | 1 << b
            self.mine[p] = self.worth.known[p][self.busy[p]]
        return chain.more


def anneal_pairs_in_python(
    is_focused: bool, steps: int, hot: float, cold: float, cost: int, seed: int, *more: Any
) -> int:
    """What `anneal_pairs` of `slot_pairs` does to a board, whose arguments these are."""
    model, state, weights, taste, _seen, _clock, scratch = more
    costs, dice, done = scratch[5], Dice(), 0
    dice.seed(seed)
    bath = _Bath(model, state, costs, _Discomfort(taste, weights))
    while done < steps and cost > 0:
        heat = hot * (cold / hot) ** (done / steps)
        bath.draw_pair(dice, is_focused=is_focused)
        done += 1
        if bath.pair[0] != bath.pair[1]:
            change, looked = bath.bathe(heat, dice)
            cost, done = cost + change, done + looked
    for array, now in zip((*state[:3], costs), (bath.slot, bath.occupied, bath.load, bath.mine), strict=True):
        array[:] = now
    return cost


@lru_cache(SHAPES)
def _waiting(busy: int, settled: int, blocks: tuple[int, ...]) -> tuple[int, int]:
    """Idle slots and breaks between meetings of a block; many people's days have one shape."""
    idle = breaks = hole = runs = 0
    last, is_run = -1, False
    for t, block in enumerate(blocks):
        if last != block:
            last, hole, runs = -1, 0, 0
        if busy >> t & 1:
            idle, breaks = idle + hole, breaks + runs
            last, hole, runs, is_run = block, 0, 0, False
        elif last >= 0:
            is_idle = not settled >> t & 1
            hole, runs, is_run = hole + is_idle, runs + (is_idle and not is_run), is_idle
    return idle, breaks


def _is_taken(more: int, heat: float, dice: Dice) -> bool:
    """Whether so much more is accepted: what is equal, every other time."""
    if more < 0:
        return True
    return dice.random() < (0.5 if more == 0 else math.exp(-more / heat))


def _lists(pointers: Any, values: Any) -> list[list[int]]:
    found = values.tolist()
    return [found[i:j] for i, j in pairwise(pointers.tolist())]


def _bits(flags: Any) -> list[int]:
    """Each row as a number: a bit for each slot."""
    return [sum(1 << t for t, is_set in enumerate(row) if is_set) for row in flags.tolist()]
