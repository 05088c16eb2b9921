"""The all-must world: exact minima of breaks and idle time, and contradictions with their cores."""

from typing import TYPE_CHECKING

from treffen.late import late_names

if TYPE_CHECKING:
    from treffen.solvers.satisfiability.conflict import find_conflict
    from treffen.solvers.satisfiability.extension import Extension, Search
    from treffen.solvers.satisfiability.instance import is_quickly_built, is_supported
    from treffen.solvers.satisfiability.outcome import BreaksOutcome, CoreFinding
    from treffen.solvers.satisfiability.packing import Sets, pack
    from treffen.solvers.satisfiability.refutation import Refutation, Unrefuted, refute
    from treffen.solvers.satisfiability.search import BEGINNING
    from treffen.solvers.satisfiability.solve import is_for_tiers, solve_breaks, solve_feasible, solve_tiers

__all__ = [
    "BEGINNING",
    "BreaksOutcome",
    "CoreFinding",
    "Extension",
    "Refutation",
    "Search",
    "Sets",
    "Unrefuted",
    "find_conflict",
    "is_for_tiers",
    "is_quickly_built",
    "is_supported",
    "pack",
    "refute",
    "solve_breaks",
    "solve_feasible",
    "solve_tiers",
]
if not TYPE_CHECKING:  # to a type checker it would be a door for any name
    __getattr__ = late_names(
        __name__,
        {
            "conflict": ("find_conflict",),
            "extension": ("Extension", "Search"),
            "instance": ("is_quickly_built", "is_supported"),
            "outcome": ("BreaksOutcome", "CoreFinding"),
            "packing": ("Sets", "pack"),
            "refutation": ("Refutation", "Unrefuted", "refute"),
            "search": ("BEGINNING",),
            "solve": ("is_for_tiers", "solve_breaks", "solve_feasible", "solve_tiers"),
        },
    )
"""Where each name lives: an event in which nothing must be held loads none of it."""
