"""What could be done about an incident: computed, and kept until the timetable has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.day.actions import proposal_approval
from handschlag.day.actions.going_online import online_ways
from handschlag.day.actions.incident_locks import incident_with, locked
from handschlag.day.models import Incident, IncidentKind, IncidentState, Proposal
from handschlag.day.queries.incident_input import happened_of
from handschlag.day.queries.settings import settings_of
from handschlag.day.rules.freezing import frozen_until
from handschlag.day.rules.refusals import DayRefusal
from handschlag.day.rules.thresholds import ProposalCost, unasked
from handschlag.matching.actions.access import require_team
from handschlag.matching.engine.repairing import RepairProposal, Unrepairable, propose_repairs
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.timetables import current_meetings
from handschlag.matching.rules.changes import ChangeKind, changes
from handschlag.matching.rules.repairs import RepairStep, Style, number_of, stored, told_people
from handschlag.matching.rules.versions import PublishedMeeting

logger = logging.getLogger(__name__)
PROPOSE: Final = "day.propose"
ATTEMPTS: Final = 3
NOTICED: Final = (ChangeKind.MOVED, ChangeKind.DROPPED)


def propose(*, incident_id: int, by: Subject | None, now: datetime) -> list[Proposal]:
    """Up to three ways out of an open incident, for the timetable as it stands. Nothing else is changed.

    Where the threshold of the organisers allows it, the best is taken at once.
    """
    incident = incident_with(incident_id)
    if by is not None:
        require_team(by, incident.service.event_id)
    for _attempt in range(ATTEMPTS):
        revision, found = computed(incident, now=now)
        kept = _keep(incident.pk, revision, found, by=by, now=now)
        if kept is not None:
            _take_unasked(incident, kept, now=now)
            return kept
    raise Refusal(DayRefusal.OUT_OF_DATE)


def computed(
    incident: Incident, *, now: datetime
) -> tuple[int, list[tuple[RepairProposal, tuple[RepairStep, ...]]]]:
    """No lock is held meanwhile: whoever changes the timetable does not wait, and the result is not kept."""
    service = Service.objects.select_related("event").get(pk=incident.service_id)
    before, facts = current_meetings(service), load_engine_input(service)
    minutes = settings_of(service).freeze_minutes
    try:
        found = propose_repairs(
            facts, happened_of(incident, now=now), now=now, frozen_until=frozen_until(now, minutes)
        )
    except Unrepairable:
        logger.warning("no repair for incident %s", incident.pk, exc_info=True)
        raise Refusal(DayRefusal.UNREPAIRABLE) from None
    codes = {row.pk: row.code for row in facts.places}
    people = {one.id: one.parties for one in facts.asked}
    ways = [(way, _steps_of(way, before, codes, people)) for way in found]
    return service.revision, [*ways, *online_ways(incident, facts, before, now=now)]


def _steps_of(
    way: RepairProposal,
    before: Sequence[PublishedMeeting],
    codes: Mapping[int, str],
    people: Mapping[int, tuple[int, ...]],
) -> tuple[RepairStep, ...]:
    """From the timetable as it stands to the one of the repair."""
    was = {one.request: one for one in before}
    after = [
        PublishedMeeting(
            request=spot.request,
            uid=was[spot.request].uid if spot.request in was else "",
            people=was[spot.request].people if spot.request in was else people[spot.request],
            block=spot.block,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=spot.place,
            place_code=codes[spot.place],
            interpreter=spot.interpreter,
        )
        for spot in way.spots
    ]
    planned = [one for one in before if one.request in way.held]
    return tuple(
        RepairStep(
            kind=one.kind,
            request=one.request,
            people=one.people,
            old=one.old,
            new=one.new,
            is_own=one.request in way.displaced,
        )
        for one in changes(planned, after)
    )


@transaction.atomic
def _keep(
    incident_id: int,
    revision: int,
    found: Iterable[tuple[RepairProposal, tuple[RepairStep, ...]]],
    *,
    by: Subject | None,
    now: datetime,
) -> list[Proposal] | None:
    """In the order of people moved; None where the timetable has changed meanwhile."""
    service, incident = locked(incident_id, by)
    if incident.state != IncidentState.OPEN:
        raise Refusal(DayRefusal.CLOSED)
    if service.revision != revision:
        return None
    incident.proposals.all().delete()
    rows = [
        _proposal_of(incident, position, way, steps, revision=revision, now=now)
        for position, (way, steps) in enumerate(worthwhile(found), start=1)
    ]
    return Proposal.objects.bulk_create(rows)


def worthwhile(
    found: Iterable[tuple[RepairProposal, tuple[RepairStep, ...]]],
) -> Iterator[tuple[RepairProposal, tuple[RepairStep, ...]]]:
    """In the order of others touched; whoever moves more of them has to lose fewer meetings for it.

    To go online is another matter, for people to decide: it comes last, and spares no other way.
    """
    least: int | None = None
    ways = sorted(found, key=_order)
    for way, steps in [one for one in ways if one[0].style is not Style.ONLINE]:
        dropped = number_of(steps, ChangeKind.DROPPED)
        if least is None or dropped < least:
            least = dropped
            yield way, steps
    yield from (one for one in ways if one[0].style is Style.ONLINE)


def _order(one: tuple[RepairProposal, tuple[RepairStep, ...]]) -> tuple[int, int]:
    _way, steps = one
    return number_of(steps, *NOTICED, is_own=False), number_of(steps, ChangeKind.DROPPED)


def _proposal_of(
    incident: Incident,
    position: int,
    way: RepairProposal,
    steps: tuple[RepairStep, ...],
    *,
    revision: int,
    now: datetime,
) -> Proposal:
    moved, dropped = number_of(steps, ChangeKind.MOVED), number_of(steps, ChangeKind.DROPPED)
    return Proposal(
        incident=incident,
        position=position,
        style=way.style,
        revision=revision,
        computed_at=now,
        seconds=way.seconds,
        kept=len(way.spots) - number_of(steps, ChangeKind.MOVED, ChangeKind.NEW, ChangeKind.ELSEWHERE),
        moved=moved,
        others=number_of(steps, *NOTICED, is_own=False),
        dropped=dropped,
        added=number_of(steps, ChangeKind.NEW),
        people=len(told_people(steps)),
        changes=stored(steps),
        proof=way.proof,
    )


def _take_unasked(incident: Incident, proposals: Iterable[Proposal], *, now: datetime) -> None:
    """Below the threshold nobody is asked; a supposed incident is never taken."""
    if incident.kind == IncidentKind.WHAT_IF:
        return
    up_to = settings_of(incident.service).automatic_up_to
    offered = [
        ProposalCost(position=one.position, others=one.others, dropped=one.dropped)
        for one in proposals
        if one.style != Style.ONLINE
    ]
    position = unasked(offered, up_to)
    if position is None:
        return
    try:
        proposal_approval.approve_unasked(incident_id=incident.pk, position=position, now=now)
    except Refusal as no:
        logger.info("incident %s is not repaired unasked: %s", incident.pk, no.reason)


def propose_soon(service_id: int, *, now: datetime) -> None:
    """Open incidents of a service get proposals for the timetable as it is now, by a worker."""
    enqueue(kind=PROPOSE, payload={"service_id": service_id}, owner_id=None, now=now)


def propose_all(*, service_id: int, now: datetime) -> int:
    """Every open incident whose proposals are not of the present timetable; how many were computed."""
    service = Service.objects.get(pk=service_id)
    rows = Incident.objects.filter(service=service, state=IncidentState.OPEN)
    stale = rows.exclude(proposals__revision=service.revision).order_by("from_at", "pk").distinct()
    done = 0
    for pk in list(stale.values_list("pk", flat=True)):
        try:
            propose(incident_id=pk, by=None, now=now)
            done += 1
        except Refusal as no:
            logger.info("no proposal for incident %s: %s", pk, no.reason)
    return done
