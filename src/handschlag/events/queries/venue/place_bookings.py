"""How many meetings would be lost with places, blocks or slots."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from handschlag.events.hooks.place_bookings import PlaceBooking, place_bookings


def _bookings_of(event_id: int) -> tuple[PlaceBooking, ...]:
    return tuple(booking for plugin in place_bookings for booking in plugin(event_id))


def bookings_at(event_id: int, *, places: Collection[int] = (), blocks: Collection[int] = ()) -> int:
    """With these places or blocks."""
    return sum(one.place in places or one.block in blocks for one in _bookings_of(event_id))


def bookings_in_block(event_id: int, block: int, *, places: Collection[int]) -> int:
    """With these places as far as they are taken in the block."""
    return sum(one.block == block and one.place in places for one in _bookings_of(event_id))


def bookings_outside(event_id: int, block: int, starts: Collection[datetime]) -> int:
    """Of the block, when slots begin at these moments only."""
    return sum(one.block == block and one.starts_at not in starts for one in _bookings_of(event_id))
