"""A core: requests that must all be held and cannot be. Confirmed by a search of the verifier's own.

Only rules that more meetings cannot mend are used, and limits of breaks only for people all of
whose requests belong to the core. So what is confirmed holds for the whole problem.
"""

from __future__ import annotations

from enum import StrEnum

from treffen.timetable import Core
from treffen.verification.bounds.frame import Frame
from treffen.verification.core.budget import Budget, BudgetSpent
from treffen.verification.core.crowd import Crowd
from treffen.verification.core.search import can_be_held

STEPS = 300_000
LARGEST = 200


class CoreVerdict(StrEnum):
    """What the verifier found: the core stands; it does not; or it is too large to be searched."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    TOO_LARGE = "too_large"


def check_core(frame: Frame, core: Core, *, steps: int = STEPS) -> CoreVerdict:
    """Whether the requests of a core cannot be held together, within so many steps of search."""
    known = frame.ground.requests
    if not core.requests or any(id not in known for id in core.requests):
        return CoreVerdict.REFUTED
    if not all(frame.ground.must_hold(known[id]) for id in core.requests):
        return CoreVerdict.REFUTED
    crowd = Crowd(frame, sorted({frame.number[id] for id in core.requests}))
    try:
        may_be = can_be_held(crowd, Budget(steps), may_branch=len(crowd.requests) <= LARGEST)
    except (BudgetSpent, RecursionError):  # deeper than the stack is too large as well
        return CoreVerdict.TOO_LARGE
    return CoreVerdict.REFUTED if may_be else CoreVerdict.CONFIRMED


__all__ = ["CoreVerdict", "check_core"]
