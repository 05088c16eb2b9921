"""Where an event is, in words and as an address."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.directory.screens import texts
from handschlag.events.models import Event


def town(event: Event) -> str:
    """Berlin; Kassel, Hessen."""
    land = pick(event.land.name_de, event.land.name_en) if event.land else ""
    return texts.seat(event.place, land)


def whole(event: Event) -> str:
    """Everything that leads there, in one line."""
    place = " ".join(part for part in (event.postcode, event.place) if part)
    return ", ".join(part for part in (event.venue, event.street, place) if part)


def spot(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to six places; None unless both are known."""
    if event.latitude is None or event.longitude is None:
        return None
    return round(event.latitude, 6), round(event.longitude, 6)
