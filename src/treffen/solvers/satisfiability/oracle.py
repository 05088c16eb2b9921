"""CaDiCaL 1.9.5 (A. Biere and others), asked for a number of conflicts at a time.

The library cannot be interrupted, and its own handling of Ctrl-C leaves a handler behind that
jumps into a frame long gone. So it is called with that handling off. The first question of an
oracle is tried here; where some conflicts do not suffice, a process of its own takes over,
which begins anew, but can be ended at any moment and so may think for longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

import pysolvers  # without its package, which takes longer to load than many a question to answer

from treffen.solvers.base import Stop

if TYPE_CHECKING:
    from treffen.solvers.satisfiability.remote import Answer, Remote

SLICE = 5_000  # conflicts: about half a second where there are so many clauses:
USUAL_SIZE = 120_000
FIRST = 1_000  # of these are tried here: about as long as a process takes to begin, and to be told as much
SMALL = 40_000  # clauses: up to so many, a slice takes a tenth of a second, and all of it is tried here
UNLIMITED = 2**31 - 1
LONGEST = 16  # slices at once: each call begins the solver's restarts and phases anew, which harms


class Oracle:
    """One solver with its clauses. Use as a context manager, so that it ends for sure.

    A steady one restarts seldom; the usual mixture does better in hard cases. To try false first finds
    timetables sooner (of a request's slots all but one are false), but proves later that a sum is higher.
    `first` conflicts are tried here where there are many clauses.
    """

    _local: Any = None
    _remote: Remote | None = None

    def __init__(
        self,
        *,
        stop: Stop,
        seed: int = 0,
        is_steady: bool = True,
        tries_false: bool = False,
        first: int = FIRST,
    ) -> None:
        self._stop, self._first = stop, first
        phase = int(not tries_false)
        self._options = {"seed": seed % 2**31, "stabilizeonly": int(is_steady), "phase": phase}
        self._clauses: list[list[int]] = []
        self._n_here = self._n_there = 0  # of these, what the solver here has, and the one of the process
        self._n_undecided = 0
        self._found: list[int] = []
        self._is_alone = False
        self._local = pysolvers.cadical195_new()
        for name, value in self._options.items():
            pysolvers.cadical195_set(self._local, name, value)

    def __del__(self) -> None:
        self.close()  # where nobody could, as when whoever made it failed; twice does no harm

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory, end the process."""
        if self._local is not None:
            pysolvers.cadical195_del(self._local, None)
            self._local = None
        if self._remote is not None:
            self._remote.close()
            self._remote = None

    def add(self, clauses: Iterable[list[int]]) -> None:
        """More clauses."""
        self._clauses.extend(clauses)

    def solve(
        self,
        assumptions: Sequence[int] = (),
        *,
        is_last: bool = False,
        slices: int | None = None,
        conflicts: int | None = None,
    ) -> bool | None:
        """Whether the clauses can be satisfied, or None if some conflicts, or the time, did not tell.

        `is_last`: nothing else is to be asked meanwhile, so that the second call may think on; otherwise it
        may do so for `slices`, or twice as long as the last. `conflicts`: for so many from the first call on.
        """
        size = len(self._clauses) + 1
        slice_ = min(SLICE, max(SLICE // 20, SLICE * USUAL_SIZE // size))
        here = slice_ if self._is_alone or size <= SMALL else min(slice_, self._first)
        if (self._n_undecided or (conflicts or 0) > here) and not self._is_alone:
            most = conflicts or slice_ * (slices or min(LONGEST, 2**self._n_undecided))
            found = self._ask_remote(assumptions, UNLIMITED if is_last else most)
        else:
            found = self._ask_local(assumptions, here)
        answer, self._found = found
        self._n_undecided += not answer
        return None if answer == 0 else answer > 0

    def model(self) -> list[int]:
        """The last satisfying assignment: literal of variable v at index v - 1."""
        return self._found

    def core(self) -> list[int]:
        """Those of the last assumptions that contradict the clauses."""
        return self._found

    def _ask_local(self, assumptions: Sequence[int], conflicts: int) -> Answer:
        handle = self._local
        for clause in self._clauses[self._n_here :]:
            pysolvers.cadical195_add_cl(handle, clause)
        self._n_here = len(self._clauses)
        pysolvers.cadical195_cbudget(handle, conflicts)
        answer = pysolvers.cadical195_solve_lim(handle, list(assumptions), 0)
        found = pysolvers.cadical195_model(handle) if answer > 0 else None  # None without variables, too
        if answer < 0:
            found = pysolvers.cadical195_core(handle, list(assumptions))
        return answer, list(found or [])

    def _ask_remote(self, assumptions: Sequence[int], conflicts: int) -> Answer:
        if self._remote is None:
            from treffen.solvers.satisfiability.remote import Remote  # few questions are so hard

            try:
                self._remote = Remote(self._options)
            except OSError:
                self._is_alone = True
                return self._ask_local(assumptions, min(conflicts, SLICE))  # nobody could end it here
            self._n_there = 0
        new, self._n_there = self._clauses[self._n_there :], len(self._clauses)
        answer = self._remote.ask(new, assumptions, conflicts=conflicts, stop=self._stop)
        if answer is None:
            self._remote.close()
            self._remote = None
            self._is_alone = not self._stop.is_reached()
            return 0, []
        return answer
