"""The all-must world: exact minima of breaks and idle time, and contradictions with their cores."""

from treffen.solvers.satisfiability.conflict import find_conflict
from treffen.solvers.satisfiability.extension import Extension, Search
from treffen.solvers.satisfiability.instance import is_supported
from treffen.solvers.satisfiability.outcome import BreaksOutcome, CoreFinding
from treffen.solvers.satisfiability.refutation import Refutation, Unrefuted, refute
from treffen.solvers.satisfiability.solve import is_for_tiers, solve_breaks, solve_feasible, solve_tiers

__all__ = [
    "BreaksOutcome",
    "CoreFinding",
    "Extension",
    "Refutation",
    "Search",
    "Unrefuted",
    "find_conflict",
    "is_for_tiers",
    "is_supported",
    "refute",
    "solve_breaks",
    "solve_feasible",
    "solve_tiers",
]
