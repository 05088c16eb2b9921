"""A proposal is taken, or what was taken is taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.actions.going_online import with_places
from handschlag.day.actions.incident_locks import locked, number_of, require_open
from handschlag.day.models import Incident, IncidentKind, IncidentState, Proposal, Repair
from handschlag.day.queries.incident_input import happened_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.rules.freezing import frozen_until
from handschlag.day.rules.refusals import DayRefusal
from handschlag.matching.actions import repairing
from handschlag.matching.models import Service
from handschlag.matching.queries.versions import latest_number
from handschlag.matching.rules import absences
from handschlag.matching.rules.refusals import PlanRefusal
from handschlag.matching.rules.repairs import RepairStep, read, reverse, stored, too_late

NOTE = "day"


@transaction.atomic
def approve(*, incident_id: int, position: int, by: Subject, now: datetime) -> Repair:
    """The proposal becomes the timetable; those whom it concerns are told. Of two at once one is refused."""
    service, incident = locked(incident_id, by)
    return _take(service, incident, position, by=by, now=now)


@transaction.atomic
def approve_unasked(*, incident_id: int, position: int, now: datetime) -> Repair:
    """The same by the platform, below the organisers' threshold."""
    service, incident = locked(incident_id, None)
    return _take(service, incident, position, by=None, now=now)


def _take(
    service: Service, incident: Incident, position: int, *, by: Subject | None, now: datetime
) -> Repair:
    """The service is locked."""
    proposal, steps = _current(service, incident, position, now=now)
    steps = with_places(service, steps, by_id=number_of(by), now=now)
    repair = Repair.objects.create(
        incident=incident,
        style=proposal.style,
        others=proposal.others,
        changes=stored(steps),
        away=absences.stored(happened_of(incident, now=now).absences),
        proof={**proposal.proof, "seconds": proposal.seconds},
        at=now,
        by_id=number_of(by),
        is_automatic=by is None,
    )
    try:
        version = repairing.apply(service, steps, by_id=number_of(by), now=now, note=NOTE)
    except Refusal as no:
        if isinstance(no.reason, PlanRefusal):
            raise Refusal(DayRefusal.OUT_OF_DATE) from no
        raise
    repair.version = version
    repair.save(update_fields=["version"])
    Incident.objects.filter(pk=incident.pk).update(state=IncidentState.SOLVED, closed_at=now)
    changes = {"moved": [None, proposal.moved], "dropped": [None, proposal.dropped]}
    audit.record(verb="day.repaired", target=incident, by_id=number_of(by), now=now, changes=changes)
    return repair


def _current(
    service: Service, incident: Incident, position: int, *, now: datetime
) -> tuple[Proposal, tuple[RepairStep, ...]]:
    """The proposal, if it still is one: of the present timetable, and for a time that is not frozen."""
    require_open(incident)
    if incident.kind == IncidentKind.WHAT_IF:
        raise Refusal(DayRefusal.SUPPOSED)
    if not latest_number(service):
        raise Refusal(DayRefusal.NOT_PUBLISHED)
    proposal = incident.proposals.filter(position=position).first()
    if proposal is None:
        raise Refusal(DayRefusal.NO_PROPOSAL)
    steps = read(proposal.changes)
    limit = frozen_until(now, settings_of(service).freeze_minutes)
    if proposal.revision != service.revision or too_late(steps, now=now, frozen_until=limit):
        raise Refusal(DayRefusal.OUT_OF_DATE)
    return proposal, steps


@transaction.atomic
def undo(*, repair_id: int, by: Subject, now: datetime) -> Incident:
    """Everything stands as before the repair, those concerned are told, and the incident is open again."""
    repair = Repair.objects.filter(pk=repair_id).first()
    if repair is None:
        raise Refusal(DayRefusal.NO_INCIDENT)
    service, incident = locked(repair.incident_id, by)
    repair.refresh_from_db()
    _require_undoable(service, incident, repair, now=now)
    Repair.objects.filter(pk=repair.pk).update(undone_at=max(now, repair.at), undone_by=by.user_id)
    steps = reverse(read(repair.changes))
    try:
        repairing.apply(service, steps, by_id=by.user_id, now=now, note=NOTE)
    except Refusal as no:
        raise Refusal(DayRefusal.DEPENDS) from no
    incident.proposals.all().delete()
    Incident.objects.filter(pk=incident.pk).update(state=IncidentState.OPEN, closed_at=None)
    audit.record(verb="day.undone", target=incident, by_id=by.user_id, now=now)
    incident.refresh_from_db()
    return incident


def _require_undoable(service: Service, incident: Incident, repair: Repair, *, now: datetime) -> None:
    if repair.undone_at is not None:
        raise Refusal(DayRefusal.UNDONE)
    limit = frozen_until(now, settings_of(service).freeze_minutes)
    for one in read(repair.changes):
        times = [told.starts_at for told in (one.old, one.new) if told is not None]
        if min(times) <= now or (not one.is_own and min(times) < limit):
            raise Refusal(DayRefusal.BEGUN)
    same = Incident.objects.filter(
        service=service,
        kind=incident.kind,
        subject=incident.subject,
        from_at=incident.from_at,
        state=IncidentState.OPEN,
    )
    if same.exists():
        raise Refusal(DayRefusal.ALREADY_OPEN)
