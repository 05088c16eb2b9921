"""The day has begun: what happened, what is left of the timetable, and the least change that mends it."""

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
from treffen.repair.mend import repair
from treffen.repair.outcome import Choice, ChoiceKind, Loss, Offer, Repaired, StandBy, Weights

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
