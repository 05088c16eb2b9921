"""One request more, all held ones kept: yes with new slots, no with a core, or not decided.

The search looks at a growing set of requests. Twice a round it asks for slots for the set: once with
all others standing still (an answer is a timetable), once as if the others were not there (no answer
is a proof, for a part that cannot be held cannot be held with more). In between, the requests that the
second answer runs into join the set (counterexample-guided abstraction: E. Clarke and others, JACM 50,
2003). Budgets are conflicts of the solver, so that the same question gets the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pysat.solvers import Glucose4

from treffen.solvers.base import Model
from treffen.solvers.base.model import Small
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.extension_problem import ExtensionProblem
from treffen.solvers.satisfiability.formula import Formula, slots_in
from treffen.solvers.satisfiability.instance import Instance, bits
from treffen.solvers.satisfiability.minimal_change import with_fewest_moves
from treffen.solvers.satisfiability.narrowing import deleted, narrowed
from treffen.solvers.satisfiability.propagation import Conflict, Propagator

WIDE = 150  # requests from which on everybody's other meetings join, too
COUNTED = 4  # meetings of a person from which on the formula counts them
MOST_COUNTED = 1_000_000  # requests times places, over all slots: what counting them takes in a formula


@dataclass(slots=True)
class _Effort:
    """Conflicts left to spend."""

    conflicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """`slots`: new slots by option, the new one's included; `core`: options that cannot be held together.

    Both None: not decided. `is_too_large`: nor will it be with more conflicts, or more requests.
    """

    slots: dict[int, int] | None = None
    core: tuple[int, ...] | None = None
    is_too_large: bool = False


class Search:
    """Whether one option more can be held beside all options that are. It can be continued.

    `state` is slots [O], occupied [P, T] and load [C, T], read as they are: a search is worth nothing
    once they have changed. Exact where every option is one slot long, the only one of its request, and
    places follow from the capacity rows; otherwise only a core is an answer.
    """

    def __init__(self, model: Model, state: tuple[Small, Small, Small], option: int) -> None:
        slot, occupied, load = state
        near = {int(o) for p in model.attendees(option) for o in occupied[p] if o >= 0}
        self._question = ExtensionProblem(model, slot, occupied, load, [option, *sorted(near)])
        self._spent = 0

    def run(self, *, conflicts: int, largest: int, is_for_proof: bool = False) -> Extension:
        """Go on until an answer, until so many conflicts were met in all, or with so many requests.

        What did not suffice is asked again by the next call, with what is left of its conflicts: two
        calls find what the second alone would have found. `is_for_proof`: slots were looked for in vain
        by other means, and those that the search for a core comes upon are all that it tells of.
        """
        while True:
            effort = _Effort(conflicts - self._spent)
            found = self._round(effort, is_for_proof)
            if isinstance(found, Extension):
                return found
            if len(self._question.chosen) + len(found) > largest:
                return Extension()
            self._spent = conflicts - effort.conflicts
            self._question.grow(found)
            if len(self._question.chosen) > WIDE:
                self._question.grow(self._question.around()[: len(self._question.chosen)])

    def _round(self, effort: _Effort, is_for_proof: bool) -> Extension | list[int]:
        """An answer for the requests looked at so far (both None: given up), or whom they run into."""
        question, view = self._question, self._question.view()
        slot = question.slot
        if not view.is_relaxed and not is_for_proof:
            answer = _slots(question.standing(view), effort, phases=slot)
            if answer is not None:
                return Extension(slots=dict(zip(question.chosen, answer, strict=True)))
        known = Propagator(view)
        try:
            known.run()
        except Conflict as conflict:
            return Extension(core=_named(question, deleted(view, conflict.tasks)))
        if _is_too_large(known):
            return Extension(is_too_large=True)
        counted = view.n_tasks + 1 if is_for_proof else COUNTED
        relaxed = _searched(known, effort, phases=slot, counted=counted)
        if relaxed is False:
            return Extension(core=_named(question, _smaller(view, effort)))
        if not isinstance(relaxed, list) or view.is_relaxed:
            return Extension()
        if question.are_free(view, relaxed):
            return Extension(slots=dict(zip(question.chosen, relaxed, strict=True)))
        return question.run_into(relaxed) or Extension()


def _smaller(view: Instance, effort: _Effort) -> int:
    core, spent = narrowed(view)
    effort.conflicts -= spent
    return core


def _named(question: ExtensionProblem, core: int) -> tuple[int, ...]:
    return tuple(question.chosen[m] for m in bits(core))


def _slots(view: Instance, effort: _Effort, *, phases: Small) -> list[int] | None:
    known = Propagator(view)
    try:
        known.run()
    except Conflict:
        return None
    if _is_too_large(known):
        return None
    answer = _searched(known, effort, phases=phases, counted=COUNTED, is_calm=True)
    return answer if isinstance(answer, list) else None


def _searched(
    propagator: Propagator, effort: _Effort, *, phases: Small, counted: int, is_calm: bool = False
) -> list[int] | Literal[False] | None:
    """Slots of all tasks; False where there are none; None where the effort did not suffice.

    The propagator has run. With `is_calm`, slots that move as few tasks as can be found within a budget.
    """
    view = propagator.instance
    formula = Formula(propagator, counted=counted)
    with Glucose4(bootstrap_with=formula.clauses.take()) as solver:
        solver.set_phases(_likes(formula, phases))
        before = solver.accum_stats()["conflicts"]
        solver.conf_budget(max(effort.conflicts, 1))
        answer = solver.solve_limited()
        effort.conflicts -= solver.accum_stats()["conflicts"] - before
        if answer is None or effort.conflicts <= 0:
            return None
        if not answer:
            return False
        slots = slots_in(formula, solver.get_model())
        return (
            with_fewest_moves(solver, formula, slots, [int(phases[o]) for o in view.option])
            if is_calm
            else slots
        )


def _is_too_large(known: Propagator) -> bool:
    """Whether counters of full rows would be too large to write: conflicts do not measure that."""
    view, total = known.instance, 0
    for members, capacity in zip(view.rows, view.capacity, strict=True):
        for t, room in enumerate(capacity if len(members) > min(capacity) else ()):
            here = sum(known.domain[m] >> t & 1 for m in members)
            total += here * (room + 1) if here > room else 0
    return total > MOST_COUNTED


def _likes(formula: Formula, slot: Small) -> list[int]:
    """Literals a solver should try first: everybody stays where they are."""
    likes = []
    for m, o in enumerate(formula.instance.option):
        for t, x in enumerate(formula.x[m]):
            if abs(x) != TRUE:
                likes.append(x if slot[o] == t else -x)
    return likes
