"""Is a plan right, and how good is it? Everything is recomputed; nothing is shared with a solver."""

from treffen.verification.goals import measure
from treffen.verification.rules import find_violations
from treffen.verification.violation import Violation, ViolationKind

__all__ = ["Violation", "ViolationKind", "find_violations", "measure"]
