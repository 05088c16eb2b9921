"""What the events floor must not take away: slots and places in which meetings are held."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.events.hooks.place_bookings import PlaceBooking
from handschlag.matching.models import Meeting


class MeetingBookings:
    """The meetings of an event's matching service."""

    def holds(self, event_id: int) -> Iterable[PlaceBooking]:
        rows = Meeting.objects.filter(service__event_id=event_id)
        for block, place, starts_at in rows.values_list("block_id", "place_id", "starts_at"):
            yield PlaceBooking(block=block, place=place, starts_at=starts_at)
