"""Agreed meetings, with their revision: none is lost without a word, and what becomes free is offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from handschlag.common import audit
from handschlag.common.database import take_turn
from handschlag.common.jobs import enqueue
from handschlag.common.language import pick
from handschlag.common.prepared_queries import PreparedQuery, PreparedRows
from handschlag.common.refusals import Refusal
from handschlag.directory.emails import Letter
from handschlag.events.models import Event
from handschlag.matching.engine import admission
from handschlag.matching.engine.admission import (
    CachedController,
    MeetingSpot,
    controller_for,
    store_controller,
)
from handschlag.matching.hooks import MeetingEventKind, hand_on, notify_listeners
from handschlag.matching.models import (
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Seat,
    Service,
    TableWish,
)
from handschlag.matching.refusals import MatchingRefusal
from handschlag.registration.emails import greeting, own_address, post_to
from handschlag.registration.models import Registration, RegistrationState

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


class Ending(StrEnum):
    WATCHED = "watched"  # does not fit any more; tried again as soon as something becomes free
    LEFT = "left"  # the other one takes part no longer


def tell_lost(people: Iterable[Participant], *, ending: Ending, now: datetime) -> None:
    """To everybody of the meeting who still takes part; each reads of the others by name."""
    here = list(people)
    for one in here:
        registration = one.registration
        if registration.state == RegistrationState.CONFIRMED and one.left_at is None:
            others = [other.registration for other in here if other.pk != one.pk]
            names = ", ".join(other.name for other in others)
            hand_on(service_id=one.service_id, registrations=[registration.pk], at=now)
            post_lost(registration, names, ending=ending, named=others, now=now)


def post_lost(
    registration: Registration, names: str, *, ending: Ending, named: Iterable[Registration], now: datetime
) -> None:
    """To one person; `names` are the others."""
    post_to(
        registration,
        lambda: _letter(registration, names, ending),
        kind=f"matching.{ending.value}",
        now=now,
        named=named,
    )


def _letter(registration: Registration, others: str, ending: Ending) -> Letter:
    event = registration.event
    names = {"who": others or _("someone"), "event": pick(event.title_de, event.title_en)}
    if ending is Ending.LEFT:
        said = _("%(who)s has left the matchmaking for “%(event)s”. Your meeting is cancelled.")
        then = _("This time is free again. See your page for other people to meet.")
    else:
        said = _(
            "Times at “%(event)s” have changed. Your meeting with %(who)s can no longer take place "
            "at its old time."
        )
        then = _("It is on the waiting list. As soon as a time becomes free, it takes place after all.")
    return Letter(
        subject=_("Your meeting with %(who)s has to change") % names,
        paragraphs=(greeting(registration), said % names, then),
        values={"names": names["who"]},
        url=own_address("matching:invitation", registration),
        link=_("Your page"),
    )


def apply_outside_changes(service: Service, kept: CachedController, *, now: datetime) -> tuple[int, ...]:
    """What does not fit any more is on the watch list, what moved stands elsewhere, and all are told.

    The service is locked; the requests whose meetings are held no longer.
    """
    lost, moved = kept.lost, kept.shifted
    if not (lost or moved):
        return ()
    increase_revision(service)
    people = _parties_of(lost)
    for request in Request.objects.filter(pk__in=lost):
        _give_up(service, request, people[request.pk], kept, now=now)
    write_spots(service, [admission.spot_of(kept, one) for one in moved])
    kept.lost, kept.shifted = (), ()
    cache_after_commit(service, kept)
    return lost


def _parties_of(requests: tuple[int, ...]) -> dict[int, list[Participant]]:
    rows = Party.objects.filter(request_id__in=requests).select_related("participant__registration__event")
    found: dict[int, list[Participant]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(row.participant)
    return found


def _give_up(
    service: Service, request: Request, people: list[Participant], kept: CachedController, *, now: datetime
) -> None:
    """The meeting is held no longer; where all still take part, the request waits for the next chance."""
    drop_meeting(service, request)
    if all(is_here(one) for one in people):
        refusal = admission.admit(kept, request.pk).refusal if kept.knows(request.pk) else None
        values = {"state": RequestState.WATCHED, "refusal": refusal, "tried_at": now}
        ending = Ending.WATCHED
    else:
        values, ending = {"state": RequestState.WITHDRAWN, "ended_at": now}, Ending.LEFT
    Request.objects.filter(pk=request.pk).update(**values)
    tell_lost(people, ending=ending, now=now)
    audit.record(verb="matching.lost", target=request, by_id=None, now=now)


def is_here(one: Participant) -> bool:
    """Whether somebody still takes part: has not left, and the registration is confirmed."""
    return one.left_at is None and one.registration.state == RegistrationState.CONFIRMED


WATCH = "matching.watch"


def release(service: Service, request: Request, *, now: datetime) -> None:
    """The request ends. The service is locked."""
    was_held = request.state == RequestState.ACCEPTED
    if was_held:
        with controller_for(service) as kept:
            apply_outside_changes(service, kept, now=now)
            increase_revision(service)
            drop_meeting(service, request)
            admission.withdraw(kept, request.pk)
            cache_after_commit(service, kept)
    Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN, ended_at=now)
    if was_held:
        look_again(service, now=now)
    request.refresh_from_db()


def look_again(service: Service, *, now: datetime) -> None:
    """Whoever waits on the watch list is tried again, in the background."""
    waiting = TableWish.objects.filter(table__service=service, table__ended_at=None)
    if Request.objects.filter(service=service, state=RequestState.WATCHED).exists() or waiting.exists():
        enqueue(kind=WATCH, payload={"service_id": service.pk}, owner_id=None, now=now)
