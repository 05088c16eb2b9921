"""What can be chosen in the forms of one event."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.events.models import Room, Speaker, Track


def rooms_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, in the language of the page, in the order of the house."""
    return [(row.pk, pick(row.name_de, row.name_en)) for row in Room.objects.filter(event_id=event_id)]


def tracks_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, in the language of the page, in the order of the organisers."""
    return [(row.pk, pick(row.name_de, row.name_en)) for row in Track.objects.filter(event_id=event_id)]


def people_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, by name, with the organisation in brackets where there is one."""
    rows = Speaker.objects.filter(event_id=event_id).values_list("pk", "name", "organisation")
    return [(pk, f"{name} ({where})" if where else name) for pk, name, where in rows]
