"""A formula, its solver, and the number of breaks above what cannot be avoided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability.breaks import count_breaks, demand_breaks
from treffen.solvers.satisfiability.formula import Formula, slots_in
from treffen.solvers.satisfiability.oracle import FIRST, Oracle
from treffen.solvers.satisfiability.propagation import Propagator

WIDTH = 12  # breaks above the bound that the counter can tell apart at first


class Counting:
    """Asks for timetables with so many breaks above `total`. Built when first asked.

    `least` are breaks that each person has at least (and that are not counted); `demanded` is
    enforced for everybody. `most` is more than which no timetable has. `is_zero`: only whether
    nobody need have any is to be asked. `first` conflicts of a question are tried in this process.
    """

    def __init__(
        self,
        known: Propagator,
        *,
        least: Sequence[int],
        demanded: int,
        stop: Stop,
        seed: int,
        is_zero: bool = False,
        first: int = FIRST,
    ) -> None:
        assert known.limits is not None
        self._known, self._least, self._demanded = known, least, demanded
        self._oracle = Oracle(stop=stop, seed=seed, tries_false=is_zero, first=first)
        self._formula: Formula | None = None
        self._literals: list[int] = []
        self._outputs: list[int] = []
        self.total = sum(least)
        self.most = sum(max(a, b) for a, b in zip(known.limits, least, strict=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory, end the process."""
        self._oracle.close()

    def ask(self, extra: int | None, *, is_last: bool = False) -> bool | None:
        """Whether `extra` breaks above the total suffice (None: any number); None if undecided."""
        assumptions = [] if extra is None else self._at_most(extra)
        formula = self._built()
        self._oracle.add(formula.clauses.take())
        return self._oracle.solve(assumptions, is_last=is_last)

    def slots(self) -> list[int]:
        """The slot of each task in the timetable just found."""
        return slots_in(self._built(), self._oracle.model())

    def _built(self) -> Formula:
        if self._formula is None:
            formula = Formula(self._known)
            assert self._known.limits is not None
            for p, (least, most) in enumerate(zip(self._least, self._known.limits, strict=True)):
                self._literals += count_breaks(formula, p, least=least, most=max(least, most))
                if self._demanded:
                    demand_breaks(formula, p, self._demanded)
            self._formula = formula
        return self._formula

    def _at_most(self, extra: int) -> list[int]:
        formula = self._built()
        if extra >= len(self._literals):
            return []
        if extra >= len(self._outputs):
            self._outputs = formula.clauses.count(self._literals, max(WIDTH, 2 * extra))
        return [-self._outputs[extra]]
