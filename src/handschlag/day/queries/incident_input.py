"""An incident as the engine's door wants it: who and what is away, and which meeting was missed."""

from __future__ import annotations

from datetime import datetime

from handschlag.day.models import Incident, IncidentKind
from handschlag.day.rules.freezing import not_begun
from handschlag.events.models import Place
from handschlag.matching.engine.incidents import EngineIncident
from handschlag.matching.models import Meeting
from handschlag.matching.rules.absences import Absence, What

PEOPLE = (IncidentKind.LATE, IncidentKind.CANCELLED)


def kind_of(incident: Incident) -> IncidentKind:
    """What happened, or is supposed to happen."""
    return IncidentKind(incident.supposed or incident.kind)


def happened_of(incident: Incident, *, now: datetime) -> EngineIncident:
    """Seen from now: what has begun is a fact, whatever the incident says of it."""
    kind = kind_of(incident)
    if kind is IncidentKind.NO_SHOW:
        return EngineIncident(missed=_missed_of(incident))
    from_at = max(incident.from_at, not_begun(now))
    if incident.until_at is not None and incident.until_at <= from_at:
        return EngineIncident()
    what = What.PERSON if kind in PEOPLE else What.TALK if kind is IncidentKind.OVERRUN else What.PLACE
    return EngineIncident(
        absences=tuple(
            Absence(what=what, id=pk, from_at=from_at, until_at=incident.until_at)
            for pk in _subjects_of(incident, kind)
        )
    )


def _missed_of(incident: Incident) -> tuple[int, int] | None:
    """The meeting, as long as it stands in the timetable."""
    request, person = incident.request_id, incident.participant_id
    if request is None or person is None or not Meeting.objects.filter(request_id=request).exists():
        return None
    return request, person


def _subjects_of(incident: Incident, kind: IncidentKind) -> tuple[int, ...]:
    if kind is IncidentKind.ROOM_LOST:
        places = Place.objects.filter(room_id=incident.room_id or 0).order_by("pk")
        return tuple(places.values_list("pk", flat=True))
    own = {
        IncidentKind.PLACE_LOST: incident.place_id,
        IncidentKind.OVERRUN: incident.session_id,
    }.get(kind, incident.participant_id)
    return () if own is None else (own,)
