"""Rows of matching: locked, and written with their revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet

from handschlag.common.advisory_locks import take_turn
from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.common.database.prepared_rows import PreparedRows
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching.actions.meeting_events import notify_listeners
from handschlag.matching.engine.admission_cache import CachedController, store_controller
from handschlag.matching.engine.answers import MeetingSpot
from handschlag.matching.hooks.meeting_events import MeetingEventKind
from handschlag.matching.models import Meeting, Participant, Party, Request, Seat, Service
from handschlag.matching.queries.timing import dates_of, phase_of
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.registration.models import RegistrationState

__all__ = [
    "cache_after_commit",
    "dates_of",
    "drop_meeting",
    "increase_revision",
    "lock_service",
    "participant_now",
    "phase_of",
    "require_present",
    "service_id_of",
    "write_spots",
]

_READ: Final = "version_of_event"
_MEETINGS: Final = PreparedRows(Meeting)
_SEATS: Final = PreparedRows(Seat)
_SERVICES: Final = PreparedRows(Service)


def _held(rows: QuerySet[Service]) -> QuerySet[Any, Service]:
    """Each row, held from now on, with the version of its event."""
    versioned = rows.annotate(**{_READ: F("event__version")})
    return versioned.select_for_update(of=("self",), no_key=True).order_by()


_SERVICE: Final = PreparedQuery(lambda service: _held(Service.objects.filter(pk=service)))
_SERVICE_WITH_EVENT: Final = PreparedQuery(
    lambda service: _held(Service.objects.select_related("event").filter(pk=service))
)


def lock_service(service_id: int, *, event: Event | None = None) -> Service:
    """The service, held until the transaction ends: whoever answers, plans or publishes takes turns here.

    Its event is read along, unless it was read just before, while nobody had to wait, and is the same still.
    """
    take_turn(service_id)
    ask = _SERVICE_WITH_EVENT if event is None else _SERVICE
    for service in ask.rows(service=service_id):
        if event is not None and event.version == getattr(service, _READ):
            service.event = event
        return service
    raise Refusal(MatchingRefusal.NOT_OFFERED)


def service_id_of(participant_id: int) -> int:
    """Which row has to be locked before anything about this person counts."""
    found = Participant.objects.filter(pk=participant_id).order_by().values_list("service_id", flat=True)
    for service_id in found:
        return int(service_id)
    raise Refusal(MatchingRefusal.LEFT)


def participant_now(participant_id: int) -> Participant:
    """Somebody who takes part now: joined, not left, and the registration stands."""
    rows = Participant.objects.select_related("registration").order_by()
    for found in rows.filter(pk=participant_id):
        return require_present(found)
    raise Refusal(MatchingRefusal.LEFT)


def require_present(participant: Participant) -> Participant:
    """The person as just read, if they take part now."""
    if participant.left_at is not None or participant.registration.erased_at is not None:
        raise Refusal(MatchingRefusal.LEFT)
    if participant.registration.state != RegistrationState.CONFIRMED:
        raise Refusal(MatchingRefusal.NOT_CONFIRMED)
    return participant


def increase_revision(service: Service, *, structure: bool = False) -> None:
    """The event has a new revision; the row is locked, so nobody else counts at the same time."""
    service.revision += 1
    service.structure += structure
    _SERVICES.add(service.pk, revision=1, structure=int(structure))


def increase_structure(service: Service) -> None:
    """What may move has changed, and nothing else: desks read everything anew. The service is locked."""
    service.structure += 1
    _SERVICES.add(service.pk, structure=1)


def write_spots(service: Service, spots: Iterable[MeetingSpot], *, new: int | None = None) -> None:
    """These requests are held there now. All old rows go first, so that two may change places.

    `new` is one that was not held before and has its revision already: nothing is asked about it.
    """
    rows = list(spots)
    ids = [one.request for one in rows]
    older = [one for one in ids if one != new]
    before = {one.request_id: one for one in Meeting.objects.filter(request_id__in=older)} if older else {}
    if before:
        Meeting.objects.filter(request_id__in=before).delete()
    made = _MEETINGS.insert(*(_meeting(service, one, before.get(one.request)) for one in rows))
    _SEATS.insert(*_seats({one.request_id: one for one in made}))
    moved = [one.request for one in rows if one.request in before]
    if moved:
        Request.objects.filter(pk__in=moved).update(sequence=F("sequence") + 1)
    if older:
        Request.objects.filter(pk__in=older).update(revision=service.revision)
    held = [one.request for one in rows if one.request not in before]
    notify_listeners(MeetingEventKind.CONFIRMED, service_id=service.pk, requests=held)
    notify_listeners(MeetingEventKind.MOVED, service_id=service.pk, requests=moved)


def _seats(meetings: Mapping[int, Meeting]) -> list[Seat]:
    """By request, whose meeting it is. Who misses a table that moves may be elsewhere at its new time."""
    rows = _PEOPLE.rows(requests=meetings)
    seats = [_seat(meetings[request], person) for request, person, table in rows if not table]
    at_tables = [_seat(meetings[request], person) for request, person, table in rows if table]
    if at_tables:
        people = {one.participant_id for one in at_tables}
        taken = set(
            Seat.objects.filter(participant__in=people).values_list("participant_id", "starts_at")
        ) | {(one.participant_id, one.starts_at) for one in seats}
        seats += [one for one in at_tables if (one.participant_id, one.starts_at) not in taken]
    return seats


_PEOPLE: Final = PreparedQuery(
    lambda requests: (
        Party.objects.filter(request_id__in=requests)
        .order_by("pk")
        .values_list("request_id", "participant_id", "request__table")
    )
)


def _seat(meeting: Meeting, participant_id: int) -> Seat:
    return Seat(meeting=meeting, participant_id=participant_id, starts_at=meeting.starts_at)


def _meeting(service: Service, spot: MeetingSpot, before: Meeting | None) -> Meeting:
    return Meeting(
        service=service,
        request_id=spot.request,
        block_id=spot.block,
        starts_at=spot.starts_at,
        ends_at=spot.ends_at,
        place_id=spot.place,
        interpreter_id=spot.interpreter,
        is_time_locked=before is not None and before.is_time_locked,
        is_place_pinned=before is not None and before.is_place_pinned,
    )


def drop_meeting(service: Service, request: Request) -> None:
    """The request is held no longer."""
    Meeting.objects.filter(request=request).delete()
    Request.objects.filter(pk=request.pk).update(revision=service.revision, sequence=F("sequence") + 1)
    notify_listeners(MeetingEventKind.WITHDRAWN, service_id=service.pk, requests=[request.pk])


def cache_after_commit(service: Service, kept: CachedController) -> None:
    """The desk is up to date as soon as the change is committed, and only then."""
    transaction.on_commit(lambda: store_controller(service, kept))
