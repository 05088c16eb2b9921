"""A core: requests that must all be held and cannot be. Confirmed by a search of the verifier's own.

Only what more meetings cannot mend is used. Requests outside the core might fill holes in somebody's
day, so they are taken to run wherever they could. So what is confirmed holds for the whole problem.
"""

from __future__ import annotations

from enum import StrEnum

from treffen.timetable import Core
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.core.budget import Budget, BudgetSpent
from treffen.verification.core.index import CoreIndex
from treffen.verification.core.search import can_be_held

STEPS = 300_000
LARGEST = 200


class CoreVerdict(StrEnum):
    """What the verifier found: the core stands; its requests can be held together; or it is too large
    to be searched, which includes that it hangs on what requests outside the core can fill."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    TOO_LARGE = "too_large"


def check_core(frame: BoundIndex, core: Core, *, steps: int = STEPS) -> CoreVerdict:
    """Whether the requests of a core cannot be held together, within so many steps of search."""
    known = frame.ground.requests
    if not core.requests or any(id not in known for id in core.requests):
        return CoreVerdict.REFUTED
    if not all(frame.ground.must_hold(known[id]) for id in core.requests):
        return CoreVerdict.REFUTED
    numbers = sorted({frame.number[id] for id in core.requests})
    budget, may_branch = Budget(steps), len(numbers) <= LARGEST
    crowd = CoreIndex(frame, numbers)
    try:
        if not can_be_held(crowd, budget, may_branch=may_branch):
            return CoreVerdict.CONFIRMED
        if crowd.is_limited and any(crowd.filling.values()):
            alone = CoreIndex(frame, numbers, may_fill=False)
            is_refuted = can_be_held(alone, budget, may_branch=may_branch)
        else:
            is_refuted = True
    except (BudgetSpent, RecursionError):  # deeper than the stack is too large as well
        return CoreVerdict.TOO_LARGE
    return CoreVerdict.REFUTED if is_refuted else CoreVerdict.TOO_LARGE


__all__ = ["CoreVerdict", "check_core"]
