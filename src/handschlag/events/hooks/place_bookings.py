"""Which places and slots are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBooking:
    """A place that is taken in a slot of a block: it cannot go, and neither can the slot."""

    block: int
    place: int
    starts_at: datetime


# Called with the event's id.
place_bookings: Final = Hook[Callable[[int], Iterable[PlaceBooking]]]("events.place_bookings")
