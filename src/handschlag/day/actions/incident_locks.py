"""Rows of the day, found or refused."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.day.models import Incident, IncidentState
from handschlag.day.rules.refusals import DayRefusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import Service


def incident_with(incident_id: int) -> Incident:
    """The incident with its event, not locked; raises `Refusal` where there is none."""
    found = Incident.objects.select_related("service__event").filter(pk=incident_id).first()
    if found is None:
        raise Refusal(DayRefusal.NO_INCIDENT)
    return found


def locked(incident_id: int, by: Subject | None) -> tuple[Service, Incident]:
    """The incident with its locked service, for the team; None is the platform itself."""
    incident = incident_with(incident_id)
    service = lock_service(incident.service_id)
    if by is not None:
        require_team(by, service.event_id)
    incident.refresh_from_db()
    return service, incident


def require_open(incident: Incident) -> None:
    """Raises `Refusal` where the incident has been solved or dismissed."""
    if incident.state != IncidentState.OPEN:
        raise Refusal(DayRefusal.CLOSED)


def number_of(by: Subject | None) -> int | None:
    """The id of the person's account; None for the platform itself and for who has no account."""
    return None if by is None else by.user_id
