"""An incident that needs no repair is closed; what was supposed comes true."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.actions.incident_locks import locked, require_open
from handschlag.day.actions.incident_opening import IncidentSubject, create_incident
from handschlag.day.models import DaySettings, Incident, IncidentKind, IncidentSource, IncidentState, Signal
from handschlag.day.rules.refusals import DayRefusal
from handschlag.day.rules.signals import ENDING
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service

MOST_MINUTES, MOST_MOVED = 240, 20


@transaction.atomic
def dismiss(*, incident_id: int, by: Subject, now: datetime) -> Incident:
    """Nothing is done about it; the timetable stays."""
    _service, incident = locked(incident_id, by)
    require_open(incident)
    _close(incident, IncidentState.DISMISSED, now=now)
    audit.record(verb="day.dismissed", target=incident, by_id=by.user_id, now=now)
    return incident


def _close(incident: Incident, state: IncidentState, *, now: datetime) -> None:
    Incident.objects.filter(pk=incident.pk).update(state=state, closed_at=now)
    incident.refresh_from_db()


@transaction.atomic
def close_undone(*, signal_id: int, now: datetime) -> int:
    """Who is there after all, or undoes a report, leaves no open incident of it; how many were closed."""
    signal = Signal.objects.filter(pk=signal_id, kind__in=ENDING).first()
    if signal is None:
        return 0
    lock_service(signal.service_id)
    rows = Incident.objects.filter(
        service_id=signal.service_id,
        state=IncidentState.OPEN,
        signal__participant_id=signal.participant_id,
        signal__request=signal.request,
        signal__said_at__lte=signal.said_at,
    )
    found = list(rows)
    for incident in found:
        _close(incident, IncidentState.DISMISSED, now=now)
        audit.record(verb="day.dismissed", target=incident, by_id=None, now=now)
    return len(found)


@transaction.atomic
def make_real(*, incident_id: int, by: Subject, now: datetime) -> Incident:
    """What was only supposed has happened: an incident of its own, which can be repaired."""
    service, incident = locked(incident_id, by)
    require_open(incident)
    if incident.kind != IncidentKind.WHAT_IF:
        raise Refusal(DayRefusal.CLOSED)
    made = create_incident(
        service,
        kind=IncidentKind(incident.supposed),
        about=IncidentSubject(
            participant_id=incident.participant_id,
            place_id=incident.place_id,
            room_id=incident.room_id,
            session_id=incident.session_id,
            request_id=incident.request_id,
        ),
        from_at=incident.from_at,
        until_at=incident.until_at,
        source=IncidentSource.ORGANISER,
        by=by,
        now=now,
    )
    _close(incident, IncidentState.DISMISSED, now=now)
    audit.record(verb="day.came_true", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def set_rules(
    *,
    service_id: int,
    freeze_minutes: int,
    automatic_up_to: int | None,
    offers_freed_times: bool = True,
    by: Subject,
    now: datetime,
) -> DaySettings:
    """How long a meeting stays before it begins, which repairs are taken unasked, and what is offered."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    most = automatic_up_to or 0
    if not (0 <= freeze_minutes <= MOST_MINUTES and 0 <= most <= MOST_MOVED):
        raise Refusal(DayRefusal.BAD_SETTING)
    values = {
        "freeze_minutes": freeze_minutes,
        "automatic_up_to": automatic_up_to,
        "offers_freed_times": offers_freed_times,
        "changed_at": now,
    }
    row, _is_new = DaySettings.objects.update_or_create(service=service, defaults=values)
    changes = {"freeze": [None, freeze_minutes], "unasked": [None, automatic_up_to]}
    changes["offers"] = [None, offers_freed_times]
    audit.record(verb="day.set", target=row, by_id=by.user_id, now=now, changes=changes)
    return row
