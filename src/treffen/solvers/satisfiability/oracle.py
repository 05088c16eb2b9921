"""CaDiCaL 1.9.5 (A. Biere and others) in slices of conflicts.

The library cannot be interrupted, and its own handling of Ctrl-C leaves a handler behind that
jumps into a frame long gone. So it is called with that handling off, and for a limited number of
conflicts at a time; learned clauses survive from slice to slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import pysolvers
from pysat.solvers import Cadical195

SLICE = 5_000  # conflicts: about half a second where there are so many clauses:
USUAL_SIZE = 120_000


class Oracle:
    """One solver with its clauses. Use as a context manager, so that its memory is freed."""

    def __init__(self, *, seed: int = 0, is_stable: bool = True) -> None:
        self._solver = Cadical195()
        options = {"seed": seed}
        if is_stable:
            options["stabilizeonly"] = 1
        self._solver.configure(options)
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def add(self, clauses: Iterable[list[int]]) -> None:
        """More clauses."""
        handle, add = self._solver.cadical, pysolvers.cadical195_add_cl
        for clause in clauses:
            add(handle, clause)
            self._size += 1

    def solve(self, assumptions: Sequence[int] = ()) -> bool | None:
        """Whether the clauses can be satisfied, or None if a slice of conflicts did not tell.

        Much shorter slices would harm: each call begins the solver's cycle of phases anew.
        """
        handle = self._solver.cadical
        conflicts = min(SLICE, max(SLICE // 20, SLICE * USUAL_SIZE // (self._size + 1)))
        pysolvers.cadical195_cbudget(handle, conflicts)
        answer = pysolvers.cadical195_solve_lim(handle, list(assumptions), 0)
        self._solver.status = None if answer == 0 else answer > 0
        self._solver.prev_assumps = list(assumptions)
        return self._solver.status  # type: ignore[no-any-return]

    def model(self) -> list[int]:
        """The last satisfying assignment: literal of variable v at index v - 1."""
        return list(self._solver.get_model())
