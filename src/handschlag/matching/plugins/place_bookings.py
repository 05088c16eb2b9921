"""Slots and places that the organisers must not take away: meetings are held there."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.events.hooks.place_bookings import PlaceBooking
from handschlag.matching.models import Meeting


def meeting_bookings(event_id: int) -> Iterable[PlaceBooking]:
    """The meetings of an event's matching service."""
    rows = Meeting.objects.filter(service__event_id=event_id)
    for block, place, starts_at in rows.values_list("block_id", "place_id", "starts_at"):
        yield PlaceBooking(block=block, place=place, starts_at=starts_at)
