"""Depth-first search for slots, smallest choice first, pruned by matchings and fewest breaks."""

from __future__ import annotations

from treffen.problem import Participant
from treffen.verification.bounds.days import fewest_breaks
from treffen.verification.core.budget import Budget, BudgetSpent
from treffen.verification.core.index import CoreIndex
from treffen.verification.core.matching import bits, can_match
from treffen.verification.core.seating import can_be_seated
from treffen.verification.days import count_breaks


def can_be_held(crowd: CoreIndex, budget: Budget, *, may_branch: bool) -> bool:
    """Whether all requests of a crowd can be held together. BudgetSpent when that stays open."""
    if crowd.is_too_many():
        return False
    search = _Search(crowd, budget)
    starts = list(crowd.starts)
    if not search.is_open(starts):
        return False
    if not may_branch:
        raise BudgetSpent("too many requests for a search")
    return search.branch(starts, frozenset())


class _Search:
    def __init__(self, crowd: CoreIndex, budget: Budget) -> None:
        self.crowd = crowd
        self.budget = budget
        ground = crowd.ground
        open_ = {p: ground.open_slots[p] for places in crowd.suitable for p in places}
        n = len(crowd.frame.problem.slots)
        self.room = {t: sum(mask >> t & 1 for mask in open_.values()) for t in range(n)}
        helped = dict(crowd.frame.helped)
        number = crowd.frame.number
        self.helped = [i for i, r in enumerate(crowd.requests) if number[r.id] in helped]
        self.help = {t: sum(mask >> t & 1 for mask in ground.helping.values()) for t in range(n)}
        self.is_limited = crowd.is_limited

    def branch(self, starts: list[int], placed: frozenset[int]) -> bool:
        """Whether some choice of starts can be seated."""
        self.budget.spend(len(starts))
        left = [i for i in range(len(starts)) if i not in placed]
        if not left:
            return self._is_even(starts) and can_be_seated(self.crowd, starts, self.budget)
        one = min(left, key=lambda i: starts[i].bit_count())
        for t in bits(starts[one]):
            tried = list(starts)
            tried[one] = 1 << t
            self._exclude(one, tried)
            if self.is_open(tried) and self.branch(tried, placed | {one}):
                return True
        return False

    def _exclude(self, one: int, starts: list[int]) -> None:
        """Take from the rivals of a placed request the starts at which they would clash."""
        run = self.crowd.run(one, starts[one])
        for other in self.crowd.rivals[one]:
            for k in range(self.crowd.requests[other].length):
                starts[other] &= ~(run >> k)

    def is_open(self, starts: list[int]) -> bool:
        """False only if no choice among these starts can be held."""
        if not self._order(starts):
            return False
        windows = [self.crowd.run(i, s) for i, s in enumerate(starts)]
        if any(not self._fits(theirs, windows, None) for theirs in self.crowd.naming.values()):
            return False
        if not self._fits(range(len(starts)), windows, self.room):
            return False
        if not self._fits(self.helped, windows, self.help):
            return False
        people = self.crowd.frame.problem.participants
        return not self.is_limited or all(self._may_rest(p, starts, windows) for p in people)

    def _order(self, starts: list[int]) -> bool:
        """Narrow starts by precedences until nothing changes; False where nothing is left."""
        has_changed = True
        while has_changed and all(starts):
            has_changed = False
            for a, b in self.crowd.before:
                length = self.crowd.requests[a].length
                first = (starts[a] & -starts[a]).bit_length() - 1 + length
                later = starts[b] >> first << first
                last = later.bit_length() - length
                earlier = starts[a] & ((1 << last) - 1) if last > 0 else 0
                has_changed |= later != starts[b] or earlier != starts[a]
                starts[a], starts[b] = earlier, later
                if not earlier or not later:
                    return False
        return all(starts)

    def _fits(self, some: list[int] | range, windows: list[int], capacity: dict[int, int] | None) -> bool:
        """Whether the slots of some requests can be told apart (or shared, up to a capacity)."""
        requests = self.crowd.requests
        wanted = [windows[i] for i in some for _ in range(requests[i].length)]
        return can_match(wanted, self.budget, capacity=capacity)

    def _may_rest(self, person: Participant, starts: list[int], windows: list[int]) -> bool:
        """Whether somebody's day can still keep within the breaks allowed."""
        theirs = self.crowd.naming.get(person.id, [])
        if person.organisation in self.crowd.frame.asking or not theirs:
            return True
        usable, forced, need = 0, 0, sum(self.crowd.requests[i].length for i in theirs)
        for i in theirs:
            usable |= windows[i]
            if starts[i].bit_count() == 1:
                forced |= windows[i]
        if forced.bit_count() == need:
            return self.crowd.may_rest(person, forced)
        self.budget.spend(len(self.crowd.frame.problem.slots))
        usable |= self.crowd.filling[person.id]
        fewest = fewest_breaks(self.crowd.ground, person, usable=usable, need=need, forced=forced)
        return fewest <= self.crowd.most_breaks[person.id]

    def _is_even(self, starts: list[int]) -> bool:
        """Whether the breaks of those who are in no meeting with delegates keep the spread."""
        crowd, spread = self.crowd, self.crowd.frame.problem.break_spread
        if spread is None:
            return True
        counts = []
        for p in crowd.covered:
            if p.organisation not in crowd.frame.asking:
                busy = 0
                for i in crowd.naming.get(p.id, []):
                    busy |= crowd.run(i, starts[i])
                counts.append(count_breaks(crowd.ground, p, busy))
        return not counts or max(counts) - min(counts) <= spread
