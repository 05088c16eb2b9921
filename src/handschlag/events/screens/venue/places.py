"""Which places to meet are open in a block."""

from __future__ import annotations

from itertools import groupby

from handschlag.events.models import Event, Place
from handschlag.events.queries.venue.meeting_grid import places_of


def places_by_zone(event: Event) -> list[tuple[str, list[Place]]]:
    """All places by their part of the house; those without one come first, under no name."""
    rows = sorted(places_of(event.pk), key=_zone_of)
    return [(zone, list(places)) for zone, places in groupby(rows, key=_zone_of)]


def _zone_of(row: Place) -> str:
    return row.zone.name if row.zone else ""
