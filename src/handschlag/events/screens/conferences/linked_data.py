"""What the pages of events say to machines: schema.org Event as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from handschlag.common.language import pick
from handschlag.common.times import machine_time
from handschlag.design.components.linked_data import written
from handschlag.events.models import Event
from handschlag.events.queries.conferences.public_events import Host
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.rules.programme import ProgrammeRoom
from handschlag.events.screens.conferences import entries, place_texts

SCHEMA = "https://schema.org"


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def of_event(event: Event, hosts: Sequence[Host], *, parts: Sequence[dict[str, Any]] = ()) -> str:
    """Nothing of an invented event: machines do not see the mark on the page."""
    if event.is_demo:
        return ""
    return written(
        {
            "@context": SCHEMA,
            "@type": "BusinessEvent",
            "@id": entries.event_url(event),
            "name": pick(event.title_de, event.title_en),
            "description": pick(event.summary_de, event.summary_en),
            "url": entries.event_url(event),
            "startDate": event.first_day.isoformat(),
            "endDate": event.last_day.isoformat(),
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            "inLanguage": [
                code for code, spoken in (("de", event.in_german), ("en", event.in_english)) if spoken
            ],
            "location": _place(event),
            "organizer": [_organiser(host) for host in hosts],
            "maximumAttendeeCapacity": event.capacity,
            "subEvent": list(parts),
        }
    )


def _place(event: Event) -> dict[str, Any] | None:
    if not (event.venue or event.place):
        return None
    spot = place_texts.spot(event)
    return _known(
        {
            "@type": "Place",
            "name": event.venue or event.place,
            "address": _known(
                {
                    "@type": "PostalAddress",
                    "streetAddress": event.street,
                    "postalCode": event.postcode,
                    "addressLocality": event.place,
                    "addressRegion": event.land.name_de if event.land else "",
                    "addressCountry": "DE",
                }
            ),
            "geo": {"@type": "GeoCoordinates", "latitude": spot[0], "longitude": spot[1]} if spot else None,
        }
    )


def _room_of(event: Event, room: ProgrammeRoom) -> dict[str, Any]:
    """A room is found by the address of its house."""
    return {**(_place(event) or {"@type": "Place"}), "name": pick(room.name_de, room.name_en)}


def _organiser(host: Host) -> dict[str, str]:
    url = reverse("directory:network", args=[host.network.slug]) if host.network else ""
    return _known({"@type": "Organization", "name": host.name, "url": settings.BASE_URL + url if url else ""})


def linked_part(event: Event, line: PublishedSession) -> dict[str, Any]:
    """A session inside its event."""
    item, room = line.item, line.room
    state = "EventCancelled" if item.is_cancelled else "EventScheduled"
    return _known(
        {
            "@type": "Event",
            "@id": entries.session_url(event, item.id),
            "name": pick(item.title_de, item.title_en),
            "startDate": machine_time(item.starts_at),
            "endDate": machine_time(item.ends_at),
            "eventStatus": f"{SCHEMA}/{state}",
            "location": _room_of(event, room) if room else _place(event),
            "performer": [{"@type": "Person", "name": person.name} for person in line.people],
        }
    )


def of_session(event: Event, line: PublishedSession) -> str:
    """JSON-LD with the event around it; empty for an invented event."""
    if event.is_demo:
        return ""
    inside = {
        "@type": "BusinessEvent",
        "@id": entries.event_url(event),
        "name": pick(event.title_de, event.title_en),
        "startDate": event.first_day.isoformat(),
        "location": _place(event),
    }
    return written(
        {
            "@context": SCHEMA,
            **linked_part(event, line),
            "url": entries.session_url(event, line.item.id),
            "description": pick(line.item.abstract_de, line.item.abstract_en),
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            "superEvent": _known(inside),
        }
    )
