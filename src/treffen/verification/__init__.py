"""Is a plan right, and how good is it? Everything is recomputed; nothing is shared with a solver."""

from typing import TYPE_CHECKING

from treffen.late import late_names
from treffen.verification.goals import measure, measure_all
from treffen.verification.report import BoundVerdict, GoalCheck, Objection, Report, verify
from treffen.verification.rules import find_violations
from treffen.verification.violation import Violation, ViolationKind

if TYPE_CHECKING:
    from treffen.verification.core import CoreVerdict
    from treffen.verification.incremental import IncrementalVerifier

__all__ = [
    "BoundVerdict",
    "CoreVerdict",
    "GoalCheck",
    "IncrementalVerifier",
    "Objection",
    "Report",
    "Violation",
    "ViolationKind",
    "find_violations",
    "measure",
    "measure_all",
    "verify",
]
if not TYPE_CHECKING:  # to a type checker it would be a door for any name
    __getattr__ = late_names(__name__, {"core": ("CoreVerdict",), "incremental": ("IncrementalVerifier",)})
"""Most plans have a timetable, and are looked at once."""
