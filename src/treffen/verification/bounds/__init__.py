"""Bounds, checked in exact integers and without a solver.

`docs/background/certificates.md` states every inequality used here, and why it holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from treffen.problem import Goal
from treffen.timetable import AssignmentCertificate, Certificate
from treffen.verification.bounds import assignment, selection
from treffen.verification.bounds.problem_index import BoundIndex, UnsoundCertificate
from treffen.verification.bounds.trivial import least_places, trivial_bound

NO_VALUES: Mapping[Goal, int] = {}


def proved_bound(
    frame: BoundIndex, certificate: Certificate, *, values: Mapping[Goal, int] = NO_VALUES
) -> int:
    """The bound that a certificate proves for its goal, among all timetables that reach `values`
    in the goals before. Raises UnsoundCertificate where it speaks of something that does not hold.
    """
    if isinstance(certificate, AssignmentCertificate):
        return assignment.bound(frame, certificate)
    return selection.bound(frame, certificate, values)


def is_as_strong(goal: Goal, bound: int, *, other: int) -> bool:
    """Whether a bound says at least as much as the other."""
    return bound <= other if goal is Goal.VALUE else bound >= other


__all__ = [
    "BoundIndex",
    "UnsoundCertificate",
    "is_as_strong",
    "least_places",
    "proved_bound",
    "trivial_bound",
]
