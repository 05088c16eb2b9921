"""The cheapest change after which a request can be held with nothing else touched.

Changes of one kind only are considered. They are compared, in this order, by the value given up;
the number of people asked; the kind (one more place, one more interpreter, a higher maximum,
somebody free who is not, others given up); the slot. What is given up is the least value for
which the request's people, a place and an interpreter are free, nobody has too many meetings, the
required order is kept, and the same parties meet only once. Where limits on breaks refuse that,
dearer sets are tried, also with further meetings of those whose breaks are too many, up to
`MOST_TRIES` sets in a slot: then the cheapest found may not be the cheapest there is.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import product

from treffen.scheduling.whynot.breaks import Breaks
from treffen.scheduling.whynot.timetable_arrays import NEVER, Supply, TimetableArrays, Way
from treffen.timetable import RemedyKind

MOST_TRIES = 60
NOBODY: frozenset[int] = frozenset()
KINDS = (
    RemedyKind.MORE_PLACES,
    RemedyKind.MORE_INTERPRETERS,
    RemedyKind.RAISE_MAXIMUM,
    RemedyKind.FREE_PARTICIPANT,
    RemedyKind.GIVE_UP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateChange:
    """Hold `option` from `slot` on, after asking `people` and giving up the held options `gone`."""

    kind: RemedyKind
    option: int
    slot: int
    people: tuple[int, ...] = ()
    gone: frozenset[int] = NOBODY
    cost: int = 0

    def key(self) -> tuple[int, int, int, int, int, list[int]]:
        """What changes are compared by."""
        rank = KINDS.index(self.kind)
        return self.cost, len(self.people), rank, self.slot, self.option, sorted(self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOption:
    """An option at a start slot: who is absent there, full, or in the way."""

    option: int
    run: range
    absent: tuple[int, ...]
    full: tuple[int, ...]
    in_the_way: frozenset[int]


class Remedies:
    """Finds changes on one board."""

    def __init__(self, board: TimetableArrays, breaks: Breaks) -> None:
        self.board, self.breaks = board, breaks
        self._maximum: list[int] = board.maximum.tolist()
        self._count: list[int] = board.count.tolist()
        self._place, self._helper = board.model.place_set, board.model.interpreter_set

    def cell(self, option: int, slot: int) -> StartOption | None:
        """What stands against an option at a slot; None where somebody hears a talk that they must."""
        board = self.board
        run, absent, full = board.run(option, slot), [], []
        in_the_way = set(board.out_of_order(option, slot)) if board.order else set()
        twin = board.held_of_group(option)
        if twin >= 0:
            in_the_way.add(twin)
        for p in board.seats[option]:
            free, busy = board.free_rows[p], board.busy[p]
            for u in run:
                if not free[u]:
                    if board.model.in_talk[p, u]:
                        return None
                    absent.append(p)
                if busy[u] >= 0:
                    in_the_way.add(busy[u])
        for p in board.seats[option]:
            beyond = self._count[p] - self._maximum[p]
            if beyond >= 0 and beyond >= sum(p in board.seats[o] for o in in_the_way):
                full.append(p)
        return StartOption(
            option=option,
            run=run,
            absent=tuple(dict.fromkeys(absent)),
            full=tuple(full),
            in_the_way=frozenset(in_the_way),
        )

    def small_changes(self, cell: StartOption) -> Iterator[CandidateChange]:
        """Changes that give nothing up: at most one thing may be lacking."""
        if cell.in_the_way:
            return
        lacks = []
        if cell.absent:
            lacks.append((RemedyKind.FREE_PARTICIPANT, cell.absent))
        if cell.full:
            lacks.append((RemedyKind.RAISE_MAXIMUM, cell.full))
        if not self._has_place(cell, NOBODY):
            lacks.append((RemedyKind.MORE_PLACES, ()))
        if not self._has_helper(cell, NOBODY):
            lacks.append((RemedyKind.MORE_INTERPRETERS, ()))
        if len(lacks) != 1 or self.breaks.too_many(cell.option, cell.run.start):
            return
        kind, people = lacks[0]
        request = self.board.problem.requests[self.board.model.option_request[cell.option]]
        is_fixed = request.places is not None or request.place is not None
        if kind is not RemedyKind.MORE_PLACES or not is_fixed:
            yield CandidateChange(kind=kind, option=cell.option, slot=cell.run.start, people=people)

    def giving_up(self, cell: StartOption, below: int) -> CandidateChange | None:
        """The least value to be given up at a cell, if it is less than `below`; nothing may be absent."""
        price, forced = self.board.price, cell.in_the_way
        base = sum(price[o] for o in forced)
        if cell.absent or base >= below:
            return None
        for cost, gone in self._enough(cell, base):
            if cost >= below:
                return None
            if not self.breaks.too_many(cell.option, cell.run.start, gone):
                return CandidateChange(
                    kind=RemedyKind.GIVE_UP,
                    option=cell.option,
                    slot=cell.run.start,
                    gone=gone,
                    cost=cost,
                )
        return None

    def _enough(self, cell: StartOption, base: int) -> Iterator[Way]:
        """Sets that are enough to give up, the cheapest first; a refused one grows where breaks refuse it."""
        price, start = self.board.price, cell.run.start
        heap = [(cost, sorted(gone)) for cost, gone in self._sets(cell, base)]
        seen = {tuple(gone) for _, gone in heap}
        heapify(heap)
        for _ in range(MOST_TRIES if self.breaks.has_limits else 1):
            if not heap:
                return
            cost, gone = heappop(heap)
            yield cost, frozenset(gone)
            for p in self.breaks.too_many(cell.option, start, gone):
                for o in self.board.meetings_of[p]:
                    more = sorted({*gone, o})
                    if price[o] < NEVER and tuple(more) not in seen:
                        seen.add(tuple(more))
                        heappush(heap, (sum(price[x] for x in more), more))

    def _sets(self, cell: StartOption, base: int) -> list[Way]:
        """Sets of held options that are enough to give up at a cell, the cheapest first."""
        price, forced = self.board.price, cell.in_the_way
        needs = [self._meetings_of(p, forced) for p in cell.full]
        if not self._has_place(cell, forced):
            needs.append(self._rid(self.board.places, int(self._place[cell.option]), cell))
        if not self._has_helper(cell, forced):
            needs.append(self._rid(self.board.interpreters, int(self._helper[cell.option]), cell))
        if not needs:
            return [(base, forced)]
        found = {
            forced.union(*choice) for choice in product(*_short(needs, 12 if self.breaks.has_limits else 1))
        }
        return sorted(((sum(price[o] for o in s), s) for s in found), key=_rank)

    def _meetings_of(self, person: int, forced: frozenset[int]) -> list[Way]:
        price = self.board.price
        mine = [o for o in self.board.meetings_of[person] if o not in forced and price[o] < NEVER]
        return sorted((price[o], frozenset([o])) for o in mine)

    def _rid(self, supply: Supply, kind: int, cell: StartOption) -> list[Way]:
        price, forced = self.board.price, cell.in_the_way
        ways = supply.in_the_way(kind, cell.run, price)
        shared = [w for _, w in ways if not forced.isdisjoint(w)]
        if not shared:
            return ways
        found = [way for way in ways if forced.isdisjoint(way[1])]  # there are many, and in order they are
        for w in shared:
            insort(found, (sum(price[o] for o in w - forced), w - forced), key=_rank)
        return found

    def _has_place(self, cell: StartOption, gone: frozenset[int]) -> bool:
        return self.board.places.serves(int(self._place[cell.option]), cell.run, gone)

    def _has_helper(self, cell: StartOption, gone: frozenset[int]) -> bool:
        kind = int(self._helper[cell.option])
        return kind < 0 or self.board.interpreters.serves(kind, cell.run, gone)


def _rank(way: Way) -> tuple[int, list[int]]:
    """What makes one way come before another."""
    return way[0], sorted(way[1])


def _short(needs: list[list[Way]], few: int) -> list[list[frozenset[int]]]:
    """The ways to meet each need that can matter: the cheapest, and those that meet another one too.

    A way that shares nothing with the ways of other needs is worth as much as it costs, so of
    these only the cheapest can be in a cheapest set, and a `few` more where breaks may refuse it.
    """
    short = []
    for at, ways in enumerate(needs):
        others: frozenset[int] = frozenset().union(
            *(w for k, rest in enumerate(needs) if k != at for _, w in rest)
        )
        if not others:
            short.append([w for _, w in ways[:few]])
            continue
        alone = [w for _, w in ways if not w & others]
        short.append(alone[:few] + [w for _, w in ways if w & others])
    return short
