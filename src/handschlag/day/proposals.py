"""What could be done about an incident: computed by the engine, taken, and taken back."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.day.incidents import DayRefusal, account_id_of, incident_with, lock_incident, require_open
from handschlag.day.models import Incident, IncidentKind, IncidentState, Proposal, Repair, settings_of
from handschlag.day.online import OnlineRefusal, is_to_be_opened, steps_online
from handschlag.events.models import BlockPlace, Event, OnlineRooms, Place, PlaceKind
from handschlag.matching import hooks, repairs
from handschlag.matching.access import require_team
from handschlag.matching.engine.repairs import (
    EngineIncident,
    RepairProposal,
    RepairStep,
    Style,
    Unrepairable,
    number_of_steps,
    online_repair,
    propose_repairs,
    read_steps,
    reversed_steps,
    steps_too_late,
    stored_steps,
    told_people,
)
from handschlag.matching.engine_input import EngineInput, load_engine_input
from handschlag.matching.hooks import Absence, What, read_absences
from handschlag.matching.models import Meeting, Service
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.versions import (
    ChangeKind,
    PublishedMeeting,
    changes_between,
    current_meetings,
    latest_number,
)


def frozen_until(now: datetime, minutes: int) -> datetime:
    """Whatever begins before then stays.

    >>> from datetime import UTC
    >>> frozen_until(datetime(2027, 4, 20, 10, 57, tzinfo=UTC), 30).strftime("%H:%M")
    '11:27'
    """
    return now + timedelta(minutes=minutes)


def not_begun(now: datetime) -> datetime:
    """The first moment at which something that begins has not begun yet."""
    return now + timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCost:
    """What counts of a proposal: its position, other meetings moved, meetings dropped."""

    position: int
    others: int
    dropped: int


def is_taken_unasked(proposals: Sequence[ProposalCost], up_to: int | None) -> int | None:
    """The position of the repair that is taken unasked, or None.

    It moves few enough others, and drops no meeting that another proposal keeps.

    >>> is_taken_unasked(
    ...     [ProposalCost(position=1, others=0, dropped=1), ProposalCost(position=2, others=1, dropped=0)], 1
    ... )
    2
    >>> is_taken_unasked([ProposalCost(position=1, others=0, dropped=1)], None)
    """
    if up_to is None or not proposals:
        return None
    least = min(one.dropped for one in proposals)
    fitting = [one for one in proposals if one.dropped == least and one.others <= up_to]
    return min(fitting, key=lambda one: (one.others, one.position)).position if fitting else None


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


def absences_of(service_id: int) -> Iterator[Absence]:
    """Those of the first repair first; what was undone is left out."""
    rows = Repair.objects.filter(incident__service_id=service_id, undone_at=None).exclude(away=[])
    for away in rows.order_by("pk").values_list("away", flat=True):
        yield from read_absences(away)


_MOST_SEATS: Final = 50
_LAST: Final = 30_000  # behind all that the organisers have set up


def online_ways(
    incident: Incident, facts: EngineInput, before: Sequence[PublishedMeeting], *, now: datetime
) -> list[tuple[RepairProposal, tuple[RepairStep, ...]]]:
    """None, or one: where the event has rooms, and a place is lost at which people were to meet."""
    if not _has_rooms(incident.service.event):
        return []
    began = time.monotonic()
    lost = [one for one in happened_of(incident, now=now).absences if one.what is What.PLACE]
    steps = steps_online(before, lost, now=now)
    way = online_repair(facts, steps) if steps else None
    return [] if way is None else [(replace(way, seconds=round(time.monotonic() - began, 2)), steps)]


def _has_rooms(event: Event) -> bool:
    return event.online_rooms != OnlineRooms.LINKS and event.online_rooms in settings.ONLINE_PROVIDERS.names


def with_places(
    service: Service, steps: Sequence[RepairStep], *, by_id: int | None, now: datetime
) -> tuple[RepairStep, ...]:
    """The places that these steps only think of are there, open in the blocks of their meetings."""
    codes = {one.new.place: one.new.place_code for one in steps if one.new and is_to_be_opened(one.new)}
    if not codes:
        return tuple(steps)
    made = {
        number: _place_with(service.event_id, code, by_id=by_id, now=now) for number, code in codes.items()
    }
    _open(made, steps)
    return tuple(
        replace(one, new=replace(one.new, place=made[one.new.place].pk))
        if one.new is not None and one.new.place in made
        else one
        for one in steps
    )


def _place_with(event_id: int, code: str, *, by_id: int | None, now: datetime) -> Place:
    """The one of an earlier repair that was taken back, or a new one."""
    place, is_new = Place.objects.get_or_create(
        event_id=event_id,
        code=code,
        defaults={"kind": PlaceKind.LINK, "seats": _MOST_SEATS, "is_quiet": True, "position": _LAST},
    )
    if place.kind != PlaceKind.LINK or place.position != _LAST:  # the organisers' own, with its own meetings
        raise Refusal(OnlineRefusal.NO_ROOM)
    if is_new:
        audit.record(verb="place.added", target=place, by_id=by_id, now=now)
    return place


def _open(made: Mapping[int, Place], steps: Collection[RepairStep]) -> None:
    wanted = {(one.new.block, made[one.new.place].pk) for one in steps if one.new and one.new.place in made}
    there = set(BlockPlace.objects.filter(place__in=made.values()).values_list("block_id", "place_id"))
    BlockPlace.objects.bulk_create(
        BlockPlace(block_id=block, place_id=place) for block, place in sorted(wanted - there)
    )


NOTE = "day"


@transaction.atomic
def approve_proposal(*, incident_id: int, position: int, by: Subject, now: datetime) -> Repair:
    """The proposal becomes the timetable; those whom it concerns are told. Of two at once one is refused."""
    service, incident = lock_incident(incident_id, by)
    return _take(service, incident, position, by=by, now=now)


@transaction.atomic
def approve_unasked(*, incident_id: int, position: int, now: datetime) -> Repair:
    """The same by the platform, below the organisers' threshold."""
    service, incident = lock_incident(incident_id, None)
    return _take(service, incident, position, by=None, now=now)


def _take(
    service: Service, incident: Incident, position: int, *, by: Subject | None, now: datetime
) -> Repair:
    """The service is locked."""
    proposal, steps = _current(service, incident, position, now=now)
    steps = with_places(service, steps, by_id=account_id_of(by), now=now)
    repair = Repair.objects.create(
        incident=incident,
        style=proposal.style,
        others=proposal.others,
        changes=stored_steps(steps),
        away=hooks.stored_absences(happened_of(incident, now=now).absences),
        proof={**proposal.proof, "seconds": proposal.seconds},
        at=now,
        by_id=account_id_of(by),
        is_automatic=by is None,
    )
    try:
        version = repairs.apply_repair(service, steps, by_id=account_id_of(by), now=now, note=NOTE)
    except Refusal as no:
        if isinstance(no.reason, PlanRefusal):
            raise Refusal(DayRefusal.OUT_OF_DATE) from no
        raise
    repair.version = version
    repair.save(update_fields=["version"])
    Incident.objects.filter(pk=incident.pk).update(state=IncidentState.SOLVED, closed_at=now)
    changes = {"moved": [None, proposal.moved], "dropped": [None, proposal.dropped]}
    audit.record(verb="day.repaired", target=incident, by_id=account_id_of(by), now=now, changes=changes)
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
    steps = read_steps(proposal.changes)
    limit = frozen_until(now, settings_of(service).freeze_minutes)
    if proposal.revision != service.revision or steps_too_late(steps, now=now, frozen_until=limit):
        raise Refusal(DayRefusal.OUT_OF_DATE)
    return proposal, steps


@transaction.atomic
def undo_repair(*, repair_id: int, by: Subject, now: datetime) -> Incident:
    """Everything stands as before the repair, those concerned are told, and the incident is open again."""
    repair = Repair.objects.filter(pk=repair_id).first()
    if repair is None:
        raise Refusal(DayRefusal.NO_INCIDENT)
    service, incident = lock_incident(repair.incident_id, by)
    repair.refresh_from_db()
    _require_undoable(service, incident, repair, now=now)
    Repair.objects.filter(pk=repair.pk).update(undone_at=max(now, repair.at), undone_by=by.user_id)
    steps = reversed_steps(read_steps(repair.changes))
    try:
        repairs.apply_repair(service, steps, by_id=by.user_id, now=now, note=NOTE)
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
    for one in read_steps(repair.changes):
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
        for one in changes_between(planned, after)
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
    service, incident = lock_incident(incident_id, by)
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
        dropped = number_of_steps(steps, ChangeKind.DROPPED)
        if least is None or dropped < least:
            least = dropped
            yield way, steps
    yield from (one for one in ways if one[0].style is Style.ONLINE)


def _order(one: tuple[RepairProposal, tuple[RepairStep, ...]]) -> tuple[int, int]:
    _way, steps = one
    return number_of_steps(steps, *NOTICED, is_own=False), number_of_steps(steps, ChangeKind.DROPPED)


def _proposal_of(
    incident: Incident,
    position: int,
    way: RepairProposal,
    steps: tuple[RepairStep, ...],
    *,
    revision: int,
    now: datetime,
) -> Proposal:
    moved, dropped = number_of_steps(steps, ChangeKind.MOVED), number_of_steps(steps, ChangeKind.DROPPED)
    return Proposal(
        incident=incident,
        position=position,
        style=way.style,
        revision=revision,
        computed_at=now,
        seconds=way.seconds,
        kept=len(way.spots) - number_of_steps(steps, ChangeKind.MOVED, ChangeKind.NEW, ChangeKind.ELSEWHERE),
        moved=moved,
        others=number_of_steps(steps, *NOTICED, is_own=False),
        dropped=dropped,
        added=number_of_steps(steps, ChangeKind.NEW),
        people=len(told_people(steps)),
        changes=stored_steps(steps),
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
    position = is_taken_unasked(offered, up_to)
    if position is None:
        return
    try:
        approve_unasked(incident_id=incident.pk, position=position, now=now)
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
