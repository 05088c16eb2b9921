"""What an event consists of, as the organisers' lists show it: a constant number of queries each."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet

from handschlag.events.models import Removal, Room, Session, SessionSpeaker, Speaker, Track
from handschlag.events.rules.components import EventComponent


def rooms_with_sessions(event_id: int) -> QuerySet[Room]:
    """Rooms in the order of the house, with the number of their sessions."""
    rows = Room.objects.filter(event_id=event_id).select_related("zone")
    return rows.annotate(session_count=Count("sessions"))


def tracks_with_sessions(event_id: int) -> QuerySet[Track]:
    """Tracks with the number of their sessions."""
    return Track.objects.filter(event_id=event_id).annotate(session_count=Count("sessions"))


def speakers_of(event_id: int, text: str = "") -> QuerySet[Speaker]:
    """Speakers by name, with the number of their sessions."""
    rows = Speaker.objects.filter(event_id=event_id).select_related("network")
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(organisation__icontains=text)
    return rows.annotate(sessions=Count("speaking")).order_by("name", "pk")


def removed_lately(event_id: int, parts: tuple[EventComponent, ...], since: datetime) -> list[Removal]:
    """What can still be brought back with one click."""
    rows = Removal.objects.filter(
        event_id=event_id, part__in=[part.value for part in parts], undone_at=None, removed_at__gte=since
    )
    return list(rows.select_related("removed_by")[:5])


def sessions_with(part: EventComponent, pk: int) -> list[Session]:
    """The sessions that lose this part when it goes."""
    if part is EventComponent.ROOM:
        return list(Session.objects.filter(room_id=pk))
    if part is EventComponent.TRACK:
        return list(Session.objects.filter(track_id=pk))
    if part is EventComponent.SPEAKER:
        ids = SessionSpeaker.objects.filter(speaker_id=pk).values_list("session_id", flat=True)
        return list(Session.objects.filter(pk__in=list(ids)))
    return []
