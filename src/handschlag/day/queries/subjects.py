"""Whom and what an incident can be about."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.day.models import IncidentKind
from handschlag.events.models import Place, Room, Session
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import living


def subjects_for(service: Service, kind: IncidentKind) -> list[tuple[int, str]]:
    """Keys and names, in the order in which somebody looks for them; one query."""
    event_id = service.event_id
    if kind is IncidentKind.PLACE_LOST:
        return list(Place.objects.filter(event_id=event_id).values_list("pk", "code"))
    if kind is IncidentKind.ROOM_LOST:
        rooms = Room.objects.filter(event_id=event_id)
        return [(row.pk, pick(row.name_de, row.name_en)) for row in rooms]
    if kind is IncidentKind.OVERRUN:
        talks = Session.objects.filter(event_id=event_id, starts_at__isnull=False, is_cancelled=False)
        return [(row.pk, pick(row.title_de, row.title_en)) for row in talks]
    people = living(service).order_by("registration__name", "pk")
    rows = people.values_list("pk", "registration__name", "registration__organisation")
    return [(pk, f"{name}, {organisation}" if organisation else name) for pk, name, organisation in rows]
