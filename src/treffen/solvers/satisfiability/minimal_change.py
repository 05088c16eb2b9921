"""From any answer to one that moves little: whoever can stay where they are, stays.

The tasks that stay are assumed to; further ones are added in portions as long as the solver still finds
an answer (growing a satisfiable set: J. Marques-Silva and others, IJCAI 2013). In the end nobody more
could stay without somebody else moving, unless the budget ran out before.
"""

from __future__ import annotations

from collections.abc import Sequence

from pysat.solvers import Glucose4

from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.formula import Formula, slots_in

ROUNDS = 80  # questions to the solver, at most
WORK = 60_000  # tasks in all of them
CONFLICTS = 200  # spent on each


def with_fewest_moves(solver: Glucose4, formula: Formula, slots: list[int], was: Sequence[int]) -> list[int]:
    """Slots in which more tasks stay where they were (`was`, -1: nowhere). Counted, not timed."""
    movers = [m for m, (a, b) in enumerate(zip(slots, was, strict=True)) if a != b and b >= 0]
    size = max(1, len(movers) // 2)
    for _ in range(min(ROUNDS, WORK // len(slots) + 1)):
        movers = [m for m in movers if slots[m] != was[m]]
        if not movers:
            break
        portion = movers[:size]
        stay = [formula.x[m][t] for m, t in enumerate(was) if t >= 0 and (slots[m] == t or m in portion)]
        better = _ask(solver, formula, [x for x in stay if x != TRUE])
        if better is not None:
            slots = better
        elif size > 1:
            size = (size + 1) // 2
        else:
            movers = movers[1:]
        size = max(1, min(size, len(movers)))
    return slots


def _ask(solver: Glucose4, formula: Formula, stay: list[int]) -> list[int] | None:
    if -TRUE in stay:
        return None
    solver.conf_budget(CONFLICTS)
    answer = solver.solve_limited(assumptions=stay)
    return slots_in(formula, solver.get_model()) if answer else None
