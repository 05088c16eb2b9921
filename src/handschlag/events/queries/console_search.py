"""Where an event has a word: sessions, speakers, exhibits and stands; one query each."""

from __future__ import annotations

from django.db.models import Q

from handschlag.events.models import Exhibit, Session, Speaker, Stand

MOST = 12


def sessions_with(event_id: int, text: str) -> list[Session]:
    """At most twelve with the text in a title, German or English, by time."""
    said = Q(title_de__icontains=text) | Q(title_en__icontains=text)
    rows = Session.objects.filter(said, event_id=event_id).select_related("room")
    return list(rows.order_by("starts_at", "pk")[:MOST])


def speakers_with(event_id: int, text: str) -> list[Speaker]:
    """At most twelve with the text in name or organisation, by name."""
    said = Q(name__icontains=text) | Q(organisation__icontains=text)
    return list(Speaker.objects.filter(said, event_id=event_id).order_by("name", "pk")[:MOST])


def exhibits_with(event_id: int, text: str) -> list[Exhibit]:
    """At most twelve with the text in a title or in the project, by title."""
    said = Q(title_de__icontains=text) | Q(title_en__icontains=text) | Q(project__icontains=text)
    rows = Exhibit.objects.filter(said, event_id=event_id).select_related("stand")
    return list(rows.order_by("title_de", "pk")[:MOST])


def stands_with(event_id: int, text: str) -> list[Stand]:
    """At most twelve with the text in their code, by code."""
    rows = Stand.objects.filter(event_id=event_id, code__icontains=text).select_related("zone")
    return list(rows.order_by("code")[:MOST])
