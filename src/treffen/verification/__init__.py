"""Is a plan right, and how good is it? Everything is recomputed; nothing is shared with a solver."""

from treffen.verification.core import CoreVerdict
from treffen.verification.goals import measure, measure_all
from treffen.verification.incremental import IncrementalVerifier
from treffen.verification.report import BoundVerdict, GoalCheck, Objection, Report, verify
from treffen.verification.rules import find_violations
from treffen.verification.violation import Violation, ViolationKind

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
