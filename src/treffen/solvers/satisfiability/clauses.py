"""A growing set of clauses with constants folded, and the usual encodings of counting.

Literals are non-zero integers; variable 1 is the constant TRUE, so FALSE is -1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

TRUE, FALSE = 1, -1
FEW = 5  # up to so many literals, pairs are shorter than auxiliary variables


class Clauses:
    """Clauses not yet taken by a solver, and the number of variables."""

    def __init__(self) -> None:
        self.n_variables = 1
        self.fresh: list[list[int]] = [[TRUE]]

    def variable(self) -> int:
        """A new variable."""
        self.n_variables += 1
        return self.n_variables

    def add(self, *literals: int) -> None:
        """One clause; true ones vanish, false literals are dropped."""
        if TRUE in literals:
            return
        if FALSE in literals:
            self.fresh.append([x for x in literals if x != FALSE])
        else:
            self.fresh.append(list(literals))

    def take(self) -> list[list[int]]:
        """The clauses added since the last call."""
        fresh, self.fresh = self.fresh, []
        return fresh

    # --- counting -----------------------------------------------------------------------------

    def at_most_one(self, literals: Iterable[int]) -> None:
        """Pairwise exclusion for few literals; a chain of fours for many."""
        rest = [x for x in literals if x != FALSE]
        while len(rest) > FEW + 1:
            head, tail = rest[: FEW - 1], rest[FEW - 1 :]
            link = self.variable()
            for x in head:
                self.add(-x, link)
            self._pairs(head)
            rest = [link, *tail]
        self._pairs(rest)

    def _pairs(self, literals: Sequence[int]) -> None:
        for a, b in combinations(literals, 2):
            self.add(-a, -b)

    def count(self, literals: Sequence[int], at_most: int) -> list[int]:
        """Outputs o[0..]: o[j] is true where more than j of the literals are, up to `at_most` + 1 of
        them. Only that direction: outputs may be assumed false (totalizer: Bailleux and Boufkhad,
        CP 2003)."""
        sure = sum(1 for x in literals if x == TRUE)
        nodes = [[x] for x in literals if abs(x) != TRUE]
        while len(nodes) > 1:
            nodes = [
                self._merge(nodes[i], nodes[i + 1], at_most + 1) if i + 1 < len(nodes) else nodes[i]
                for i in range(0, len(nodes), 2)
            ]
        return ([TRUE] * sure + (nodes[0] if nodes else []))[: at_most + 1]

    def _merge(self, one: list[int], other: list[int], longest: int) -> list[int]:
        """The outputs of two nodes together, none of them constant, up to a number."""
        one, other = one[:longest], other[:longest]
        size = min(longest, len(one) + len(other))
        out = [self.variable() for _ in range(size)]
        for i in range(len(one) + 1):
            low = [-one[i - 1]] if i else []
            for j in range(0 if i else 1, len(other) + 1):
                if i + j > size + 1:
                    break
                self.fresh.append([*low, *([-other[j - 1]] if j else []), out[min(i + j, size) - 1]])
        return out

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """At most so many of the literals."""
        if most < len(literals):
            outputs = self.count(literals, most)
            if most < len(outputs):
                self.add(-outputs[most])
