"""Who holds a place or a block: higher floors know, and hang a keeper here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBooking:
    """A place that is taken in a slot of a block: it cannot go, and neither can the slot."""

    block: int
    place: int
    starts_at: datetime


class _Keeper(Protocol):
    """Knows what is held: the matching service, say."""

    def holds(self, event_id: int) -> Iterable[PlaceBooking]:
        """Everything that is held at this event."""


_keepers: list[_Keeper] = []


def register(keeper: _Keeper) -> None:
    """Once, while the platform starts."""
    _keepers.append(keeper)


def bookings_of(event_id: int) -> tuple[PlaceBooking, ...]:
    return tuple(one for keeper in _keepers for one in keeper.holds(event_id))


def bookings_at(event_id: int, *, places: Collection[int] = (), blocks: Collection[int] = ()) -> int:
    """How many meetings would be lost with these places or blocks."""
    return sum(one.place in places or one.block in blocks for one in bookings_of(event_id))


def bookings_outside(event_id: int, block: int, starts: Collection[datetime]) -> int:
    """How many meetings of a block begin at none of these moments."""
    return sum(one.block == block and one.starts_at not in starts for one in bookings_of(event_id))
