"""The day has begun: what happened, what is left of the timetable, and the least change that mends it."""

from typing import TYPE_CHECKING, Any

from treffen.repair.disruptions import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
)
from treffen.repair.outcome import Loss, Offer, Repaired, RepairOption, RepairOptionKind, StandBy, Weights
from treffen.repair.presence import Smaller
from treffen.repair.residual import Displaced, ResidualProblem, residual_problem

if TYPE_CHECKING:
    from treffen.repair.least_change import repair


def __getattr__(name: str) -> Any:
    """`repair` loads the solvers, which whoever only names a disruption must not wait for."""
    if name == "repair":
        from treffen.repair.least_change import repair

        return repair
    raise AttributeError(name)


__all__ = [
    "Back",
    "Displaced",
    "Disruption",
    "Freeze",
    "Gone",
    "Late",
    "Loss",
    "NoShow",
    "Offer",
    "Overran",
    "PlaceAdded",
    "PlaceBack",
    "PlaceLost",
    "RepairOption",
    "RepairOptionKind",
    "Repaired",
    "ResidualProblem",
    "Smaller",
    "StandBy",
    "TalkMoved",
    "Urgent",
    "Weights",
    "Withdrawn",
    "repair",
    "residual_problem",
]
