"""Literals that sum up others: steps of a ladder, and sums of ladders.

Sums are totalizers (O. Bailleux and Y. Boufkhad, CP 2003), as wide as they have to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from treffen.solvers.satisfiability.clauses import FALSE, TRUE, Clauses


def numbered(clauses: Iterable[Sequence[int]]) -> list[list[int]]:
    """Clauses numbered from 1 without the constant TRUE, which stands in none of them."""
    return [[x - 1 if x > 0 else x + 1 for x in clause] for clause in clauses]


class ClaimClauses(Clauses):
    """Clauses in the order that docs/background/refutations.md states; the constant goes at the end."""

    summed: tuple[list[int], int] | None = None  # the ladder of the last sum, and how high it may be

    def stated(self) -> list[list[int]]:
        """All clauses, numbered."""
        return numbered(self.fresh[1:])

    def either(self, left: int, right: int) -> int:
        """Literal "one of the two": a new variable only where both are open."""
        if left == TRUE or right == TRUE:
            return TRUE
        if left == FALSE or right == FALSE:
            return left if right == FALSE else right
        sum_ = self.variable()
        self.fresh += [[-left, sum_], [-right, sum_], [-sum_, left, right]]
        return sum_

    def exclusive(self, literals: Sequence[int]) -> list[int]:
        """At most one holds; literals "one of those before" for each of them, and for the end."""
        before = [FALSE]
        for x in literals:
            self.add(-x, -before[-1])
            before.append(self.either(before[-1], x))
        return before

    def bound_sum(
        self, ladders: Sequence[Sequence[int]], most: int, *, is_growing: bool = False
    ) -> list[list[int]]:
        """The heights of the ladders (their leading true literals) add up to at most so much.

        A growing sum takes in one after the other, not pair after pair: what it returns then are the sums
        of the first, of the first two, and so on. They are of those ladders that are not empty.
        """
        self.summed = None
        open_: list[list[int]] = []
        for ladder in ladders:
            most -= sum(x == TRUE for x in ladder)
            rungs = [x for x in ladder if x not in (TRUE, FALSE)]
            open_ += [rungs] if rungs else []
        if most < 0:
            self.fresh.append([])
            return []
        if sum(len(rungs) for rungs in open_) <= most:
            return []
        sums: list[list[int]] = []
        for rungs in open_ if is_growing else ():
            sums.append(self.grown(sums[-1] if sums else [], rungs, most + 1))
        open_ = sums[-1:] or open_
        while len(open_) > 1:
            pairs = zip_longest(open_[::2], open_[1::2])
            open_ = [one if other is None else self._merge(one, other, most + 1) for one, other in pairs]
        self.add(-open_[0][most])
        self.summed = open_[0], most
        return sums

    def grown(self, sum_: Sequence[int], rungs: Sequence[int], longest: int) -> list[int]:
        """A sum that takes in another ladder, up to so much."""
        return self._merge(list(sum_), list(rungs), longest) if sum_ else list(rungs)
