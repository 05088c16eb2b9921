"""What the engine raises: one class per thing a caller can do something about."""

from __future__ import annotations

from collections.abc import Sequence


class TreffenError(Exception):
    """The root of everything the engine raises on purpose."""


class InvalidProblem(TreffenError):
    """The input has faults; nothing was tried. `faults` names all of them."""

    def __init__(self, faults: Sequence[object]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the problem")
        self.faults = tuple(faults)


class RefusedPlan(TreffenError):
    """The verifier refused a plan that a solver made: a defect of the engine, never of the input."""

    def __init__(self, violations: Sequence[object]) -> None:
        super().__init__(f"the verifier refused the plan: {violations[0] if violations else '?'}")
        self.violations = tuple(violations)


class RefusedTimetable(TreffenError):
    """The timetable that was given is none of the problem; `violations` says which rules it breaks."""

    def __init__(self, violations: Sequence[object]) -> None:
        super().__init__(f"no timetable of the problem: {violations[0] if violations else '?'}")
        self.violations = tuple(violations)


class SolverFailure(TreffenError):
    """A solver library ended in a state it must not end in (named in the message)."""
