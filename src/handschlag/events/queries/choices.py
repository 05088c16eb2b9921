"""What can be chosen in the forms of one event."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.events.models import Event, Room, Session, Speaker, Track


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


def next_session(event: Event, after: int) -> Session:
    """What a new one begins with: the room and the length of the one entered before, and right after it."""
    before = Session.objects.filter(event=event, pk=after).first()
    if before is None:
        return Session(event=event)
    made = Session(event=event, kind=before.kind, language=before.language)
    made.room_id, made.track_id = before.room_id, before.track_id
    if before.starts_at and before.ends_at:
        made.starts_at = before.ends_at
        made.ends_at = before.ends_at + (before.ends_at - before.starts_at)
    return made
