"""The day has begun: what happened, what is left of the timetable, and the least change that mends it."""

from typing import TYPE_CHECKING, Any

from treffen.repair.aftermath import Displaced, Disrupted, disrupted
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
from treffen.repair.outcome import Choice, ChoiceKind, Loss, Offer, Repaired, StandBy, Weights

if TYPE_CHECKING:
    from treffen.repair.mend import repair


def __getattr__(name: str) -> Any:
    """`repair` loads the solvers, which whoever only names a disruption must not wait for."""
    if name == "repair":
        from treffen.repair.mend import repair

        return repair
    raise AttributeError(name)


__all__ = [
    "Back",
    "Choice",
    "ChoiceKind",
    "Displaced",
    "Disrupted",
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
    "Repaired",
    "StandBy",
    "TalkMoved",
    "Urgent",
    "Weights",
    "Withdrawn",
    "disrupted",
    "repair",
]
