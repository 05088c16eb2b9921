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

__all__ = [
    "Back",
    "Displaced",
    "Disrupted",
    "Disruption",
    "Freeze",
    "Gone",
    "Late",
    "NoShow",
    "Overran",
    "PlaceAdded",
    "PlaceBack",
    "PlaceLost",
    "TalkMoved",
    "Urgent",
    "Withdrawn",
    "disrupted",
]
