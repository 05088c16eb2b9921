"""A formula with everybody's waits (and breaks, where they count), and a smaller one where nobody waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability.breaks import count_breaks
from treffen.solvers.satisfiability.clauses import FALSE
from treffen.solvers.satisfiability.counting import Counting
from treffen.solvers.satisfiability.formula import Formula, slots_in
from treffen.solvers.satisfiability.idle import idle_levels
from treffen.solvers.satisfiability.instance import Instance
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.propagation import Conflict, Propagator

TRIED = 2_500  # conflicts before the larger formula is written, which costs as much again
Case = tuple[int, int | None]  # everybody waits at least so long, and so much longer at most


def cases_of(width: int, *, longest: int, last: int) -> list[Case]:
    """From how many idle slots on everybody may wait so much longer; `longest` somebody surely waits."""
    return [(least, width) for least in range(last + 1) if least + width >= longest]


class Waiting:
    """Asks for timetables in which nobody waits longer than so, and everybody at least so long.

    `fewest` breaks of each person and `extra` breaks above their sum bind where they are given;
    limits on breaks that `propagated` has bind always.
    """

    def __init__(
        self, propagated: Propagator, *, fewest: Sequence[int], extra: int | None, stop: Stop, seed: int
    ) -> None:
        self._formula = Formula(propagated)
        self._oracle = Oracle(stop=stop, seed=seed)
        self._stop = stop
        if propagated.limits is not None:
            literals: list[int] = []
            for p, (least, most) in enumerate(zip(fewest, propagated.limits, strict=True)):
                literals += count_breaks(self._formula, p, least=least, most=max(least, most))
            if extra is not None:
                self._formula.clauses.at_most(literals, extra)
        tasks = propagated.instance.tasks
        self.levels = {p: idle_levels(self._formula, p) for p, own in enumerate(tasks) if len(own) > 1}
        self._nobody: dict[int, int] = {}
        self._everybody: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._oracle.close()

    def nobody(self, k: int) -> int:
        """A literal: nobody waits k slots or more."""
        if k not in self._nobody:
            literal = self._nobody[k] = self._formula.clauses.variable()
            for levels in self.levels.values():
                if k < len(levels):
                    self._formula.clauses.add(-literal, -levels[k])
        return self._nobody[k]

    def everybody(self, k: int) -> int:
        """A literal: everybody waits k slots or more."""
        if k not in self._everybody:
            literal = self._everybody[k] = self._formula.clauses.variable()
            for levels in self.levels.values():
                self._formula.clauses.add(-literal, levels[k] if k < len(levels) else FALSE)
        return self._everybody[k]

    def waits_above(self, floor: Mapping[int, int], *, most: int | None) -> list[int]:
        """Literals "waits k slots or more" of each, above what is known, up to `most`."""
        ends = {p: len(levels) if most is None else most + 1 for p, levels in self.levels.items()}
        return [x for p, levels in self.levels.items() for x in levels[floor[p] + 1 : ends[p]]]

    def more_than(self, literals: Sequence[int], most: int) -> list[int]:
        """Literals "more than j of these" for j = 0 .. most, to be assumed false."""
        return self._formula.clauses.count(literals, most)

    def keep(self, literal: int) -> None:
        """From now on this holds."""
        self._formula.clauses.add(literal)

    def ask(self, assumptions: Sequence[int] = (), *, is_last: bool = False) -> bool | None:
        """Whether there is such a timetable; None if some conflicts, or the time, did not tell."""
        self._oracle.add(self._formula.clauses.take())
        return self._oracle.solve(assumptions, is_last=is_last)

    def decide(self, assumptions: Sequence[int] = (), *, turns: int | None = None) -> bool | None:
        """Whether there is such a timetable; None only if it is time to stop, or after so many turns."""
        n_asked = 0
        while not self._stop.is_reached() and n_asked != turns:
            answer = self.ask(assumptions, is_last=turns is None)
            if answer is not None:
                return answer
            n_asked += 1
        return None

    def slots(self) -> list[int]:
        """The slot of each task in the timetable just found."""
        return slots_in(self._formula, self._oracle.model())


class NoWait:
    """Whether nobody need wait at all: a smaller formula, decisive where it has an answer."""

    def __init__(self, instance: Instance, *, stop: Stop, seed: int) -> None:
        self._instance, self._stop, self._seed = instance, stop, seed
        self._counting: Counting | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory, end the process."""
        if self._counting is not None:
            self._counting.close()
            self._counting = None

    def ask(self, *, is_last: bool) -> bool | None:
        """The answer within some conflicts, or with `is_last`, where a timetable is known, at any cost."""
        if self._counting is None:
            nobody = [0] * self._instance.n_people
            known = Propagator(self._instance, limits=nobody)
            try:
                known.run()
            except Conflict:
                return False
            self._counting = Counting(
                known,
                least=nobody,
                demanded=0,
                stop=self._stop,
                seed=self._seed,
                is_zero=True,
                first=TRIED,
            )
        answer = self._counting.ask(0, is_last=is_last)
        while answer is None and is_last and not self._stop.is_reached():
            answer = self._counting.ask(0, is_last=True)
        return answer

    def slots(self) -> list[int]:
        """The slot of each task, where the answer is yes."""
        assert self._counting is not None
        return self._counting.slots()
