"""One request more, all held ones kept: yes with new slots, no with a core, or not decided.

The search looks at a growing set of requests. Twice a round it asks for slots for the set: once with
all others standing still (an answer is a timetable), once as if the others were not there (no answer
is a proof, for a part that cannot be held cannot be held with more). In between, the requests that the
second answer runs into join the set (counterexample-guided abstraction: E. Clarke and others, JACM 50,
2003). Budgets are conflicts of the solver, so that the same question gets the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from pysat.solvers import Glucose4

from treffen.solvers.base import Model
from treffen.solvers.base.model import Small
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.conflict import refute
from treffen.solvers.satisfiability.formula import Formula, slots_in
from treffen.solvers.satisfiability.instance import Instance, bits, mask_of
from treffen.solvers.satisfiability.propagation import Conflict, Propagator

LARGEST = 1_500  # requests looked at together
CONFLICTS = 30_000
NARROWING = 3_000  # conflicts spent on a smaller core


@dataclass(slots=True)
class Effort:
    """Conflicts left to spend."""

    conflicts: int = CONFLICTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """`slots`: new slots by option, the new one's included; `core`: options that cannot be held together.

    Both None: not decided.
    """

    slots: dict[int, int] | None = None
    core: tuple[int, ...] | None = None


@dataclass(slots=True)
class _Question:
    """A set of options that may move, among others that are held."""

    model: Model
    slot: Small
    occupied: Small
    load: Small
    chosen: list[int]
    member: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.member = set(self.chosen)

    def grow(self, options: Sequence[int]) -> None:
        """More options may move."""
        new = [o for o in dict.fromkeys(options) if o not in self.member]
        self.chosen += new
        self.member.update(new)

    def view(self) -> Instance:
        """The chosen options as if the others were not there."""
        model = self.model
        people = sorted({int(p) for o in self.chosen for p in model.attendees(o)})
        number = {p: i for i, p in enumerate(people)}
        attends = [tuple(sorted(number[int(p)] for p in model.attendees(o))) for o in self.chosen]
        tasks: list[list[int]] = [[] for _ in people]
        for m, who in enumerate(attends):
            for p in who:
                tasks[p].append(m)
        return Instance(
            n_slots=model.n_slots,
            option=tuple(self.chosen),
            domain=tuple(mask_of(model.start_ok[o]) for o in self.chosen),
            people=tuple(attends),
            tasks=tuple(map(tuple, tasks)),
            maximum=tuple(model.maximum[people].tolist()),
            most_breaks=(model.n_slots,) * len(people),
            talk=(0,) * len(people),
            block_ends=1 << (model.n_slots - 1),
            rows=self._rows(),
            capacity=tuple(map(tuple, model.capacity.tolist())),
            before=self._before(),
            rivals=(),
            spread=None,
            has_breaks=False,
            is_relaxed=bool((model.length[self.chosen] > 1).any()),
        )

    def _rows(self) -> tuple[tuple[int, ...], ...]:
        members: list[list[int]] = [[] for _ in range(self.model.capacity.shape[0])]
        for m, o in enumerate(self.chosen):
            for row in self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]].tolist():
                members[row].append(m)
        return tuple(map(tuple, members))

    def _before(self) -> tuple[tuple[int, int], ...]:
        if not len(self.model.before):
            return ()
        task = {int(self.model.option_request[o]): m for m, o in enumerate(self.chosen)}
        return tuple((task[a], task[b]) for a, b in self.model.before.tolist() if a in task and b in task)

    def standing(self, view: Instance) -> Instance:
        """The same, with all others standing still."""
        model, taken = self.model, self.load.copy()
        for o in self.chosen:
            if self.slot[o] >= 0:
                taken[model.rows[model.row_ptr[o] : model.row_ptr[o + 1]], self.slot[o]] -= 1
        room = np.maximum(model.capacity - taken, 0)
        domain = tuple(view.domain[m] & ~self._busy(o) for m, o in enumerate(self.chosen))
        return replace(view, domain=domain, capacity=tuple(map(tuple, room.tolist())))

    def _busy(self, option: int) -> int:
        """Slots in which others keep attendees of an option busy, or forbid it by their order."""
        mask = 0
        for p in self.model.attendees(option):
            for t, other in enumerate(self.occupied[p].tolist()):
                if other >= 0 and other not in self.member:
                    mask |= 1 << t
        return mask | self._out_of_order(option)

    def _out_of_order(self, option: int) -> int:
        mask, request = 0, int(self.model.option_request[option])
        for a, b in self.model.before.tolist():
            if request not in (a, b):
                continue
            other = self._held(b if request == a else a)
            if other is not None and other not in self.member:
                at = int(self.slot[other])
                mask |= (1 << (at + 1)) - 1 if request == b else -1 << at
        return mask

    def _held(self, request: int) -> int | None:
        options = np.flatnonzero((self.model.option_request == request) & (self.slot >= 0))
        return int(options[0]) if len(options) else None

    def run_into(self, slots: Sequence[int]) -> list[int]:
        """Options not chosen that stand in the way of these slots of the chosen."""
        found: list[int] = []
        load = self.standing_load()
        for o, t in zip(self.chosen, slots, strict=True):
            found += [int(x) for p in self.model.attendees(o) if (x := self.occupied[p, t]) >= 0]
            rows = self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]]
            load[rows, t] += 1
        found = [o for o in found if o not in self.member]
        return found or self._in_full_rows(load)

    def standing_load(self) -> Small:
        """[C, T] load of the options not chosen."""
        load = self.load.copy()
        for o in self.chosen:
            if self.slot[o] >= 0:
                load[self.model.rows[self.model.row_ptr[o] : self.model.row_ptr[o + 1]], self.slot[o]] -= 1
        return load

    def _in_full_rows(self, load: Small) -> list[int]:
        model = self.model
        found = [
            o
            for row, t in np.argwhere(load > model.capacity).tolist()
            for o in np.flatnonzero(self.slot == t).tolist()
            if o not in self.member and row in model.rows[model.row_ptr[o] : model.row_ptr[o + 1]]
        ]
        return found or [o for o in np.flatnonzero(self.slot >= 0).tolist() if o not in self.member]


def extend(model: Model, state: tuple[Small, Small, Small], *, option: int, effort: Effort) -> Extension:
    """Whether `option` can be held beside all options that are.

    `state` is slots [O], occupied [P, T] and load [C, T]. Exact where every option is one slot long,
    the only one of its request, and places follow from the capacity rows; otherwise only a core is
    an answer.
    """
    slot, occupied, load = state
    near = {int(o) for p in model.attendees(option) for o in occupied[p] if o >= 0}
    question = _Question(model, slot, occupied, load, [option, *sorted(near)])
    while True:
        view = question.view()
        if not view.is_relaxed:
            answer = _slots(question.standing(view), effort, phases=slot)
            if answer is not None:
                return Extension(slots=dict(zip(question.chosen, answer, strict=True)))
        core = refute(view, (1 << view.n_tasks) - 1)
        if core is not None:
            return Extension(core=_named(question, _deleted(view, core)))
        relaxed = _solve(view, effort, phases=slot)
        if relaxed is False:
            return Extension(core=_named(question, _narrowed(view, effort)))
        if not isinstance(relaxed, list) or view.is_relaxed:
            return Extension()
        others = question.run_into(relaxed)
        if not others or len(question.chosen) + len(others) > LARGEST:
            return Extension()
        question.grow(others)


def _named(question: _Question, core: int) -> tuple[int, ...]:
    return tuple(question.chosen[m] for m in bits(core))


def _slots(view: Instance, effort: Effort, *, phases: Small) -> list[int] | None:
    answer = _solve(view, effort, phases=phases) if all(view.domain) else False
    return answer if isinstance(answer, list) else None


def _solve(view: Instance, effort: Effort, *, phases: Small) -> list[int] | Literal[False] | None:
    """Slots of all tasks; False where there are none; None where the effort did not suffice."""
    known = Propagator(view)
    try:
        known.run()
    except Conflict:
        return False
    formula = Formula(known)
    with Glucose4(bootstrap_with=formula.clauses.take()) as solver:
        solver.set_phases(_likes(formula, phases))
        before = solver.accum_stats()["conflicts"]
        solver.conf_budget(max(effort.conflicts, 1))
        answer = solver.solve_limited()
        effort.conflicts -= solver.accum_stats()["conflicts"] - before
        if answer is None or effort.conflicts <= 0:
            return None
        return slots_in(formula, solver.get_model()) if answer else False


def _likes(formula: Formula, slot: Small) -> list[int]:
    """Literals a solver should try first: everybody stays where they are."""
    likes = []
    for m, o in enumerate(formula.instance.option):
        for t, x in enumerate(formula.x[m]):
            if abs(x) != TRUE:
                likes.append(x if slot[o] == t else -x)
    return likes


# --- smaller cores ----------------------------------------------------------------------------


class _Optional(Formula):
    """Clauses in which each task is held only if its selector says so."""

    def _slots_of(self, m: int) -> list[int]:
        domain = self.known.domain[m]
        new = self.clauses.variable
        literals = [new() if domain >> t & 1 else -TRUE for t in range(self.instance.n_slots)]
        self.clauses.at_most_one(literals)
        return literals

    def _counter(self, p: int) -> list[list[int]]:
        """Nothing: what counts a person's meetings would hold them all."""
        del p
        return []


def _narrowed(view: Instance, effort: Effort) -> int:
    """A core by assumptions, then without what propagation does not need."""
    formula = _Optional(Propagator(view))
    selectors = [formula.clauses.variable() for _ in range(view.n_tasks)]
    for m, selector in enumerate(selectors):
        formula.clauses.add(-selector, *formula.x[m])
    task = {selector: m for m, selector in enumerate(selectors)}
    core, spent = (1 << view.n_tasks) - 1, 0
    with Glucose4(bootstrap_with=formula.clauses.take()) as solver:
        trial = list(selectors)
        for _ in range(view.n_tasks + 1):
            before = solver.accum_stats()["conflicts"]
            solver.conf_budget(max(NARROWING - spent, 1))
            answer = solver.solve_limited(assumptions=trial)
            spent += solver.accum_stats()["conflicts"] - before
            if answer is not False or spent >= NARROWING:
                break
            smaller = sum(1 << task[x] for x in solver.get_core())
            if smaller.bit_count() >= core.bit_count():
                break
            core = smaller
            trial = [selectors[m] for m in bits(core)]
    effort.conflicts -= spent
    return _deleted(view, core) if refute(view, core) is not None else core


def _deleted(view: Instance, core: int) -> int:
    """Leave out tasks as long as propagation still refutes the rest."""
    core = refute(view, core) or core
    for m in list(bits(core)):
        if core >> m & 1 and core.bit_count() > 1:
            smaller = refute(view, core & ~(1 << m))
            if smaller is not None:
                core = smaller
    return core
