"""Smaller cores of what a search refuted: fewer requests to name in a sentence."""

from __future__ import annotations

from pysat.solvers import Glucose4

from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.conflict import refute
from treffen.solvers.satisfiability.formula import Formula
from treffen.solvers.satisfiability.instance import Instance, bits
from treffen.solvers.satisfiability.propagation import Propagator

NARROWING = 3_000  # conflicts spent on a smaller core


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


def narrowed(view: Instance) -> tuple[int, int]:
    """A core by assumptions, then without what propagation does not need; and the conflicts it took."""
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
    core = deleted(view, core) if refute(view, core) is not None else core
    return core, spent


def deleted(view: Instance, core: int) -> int:
    """Leave out tasks as long as propagation still refutes the rest."""
    core = refute(view, core) or core
    for m in list(bits(core)):
        if core >> m & 1 and core.bit_count() > 1:
            smaller = refute(view, core & ~(1 << m))
            if smaller is not None:
                core = smaller
    return core
