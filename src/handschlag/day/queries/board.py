"""The hall at a moment: the slots of the day, what runs, who is missing, which tables are closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handschlag.common.times import local_date
from handschlag.day.models import Incident, IncidentKind, IncidentState, Mark, Repair, Signal
from handschlag.day.queries.absences import absences_of
from handschlag.day.queries.signs import signs_of
from handschlag.day.rules.signals import SignalState, latest_arrival, missing_since
from handschlag.events.models import Block, BlockPlace, Place
from handschlag.events.rules.blocks.slots import cut
from handschlag.matching.models import Meeting, Participant, Party, Service
from handschlag.matching.queries.engine_input import living
from handschlag.matching.rules.absences import What
from handschlag.registration.queries.arrivals import here_since


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotNow:
    """A slot of the day, with the places that are open in it."""

    block: int
    starts_at: datetime
    ends_at: datetime
    places: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A meeting of the slot that runs."""

    request: int
    place: int
    starts_at: datetime
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A meeting whose time is over; whether it took place is another question."""

    request: int
    people: tuple[int, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """Somebody whom the partner misses, since when."""

    request: int
    person: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HallBoard:
    slots: tuple[SlotNow, ...]
    now_open: frozenset[int]  # places of the slot that began last
    places: tuple[Place, ...]
    running: tuple[Running, ...]
    missing: tuple[_Missing, ...]
    closed: dict[int, datetime]  # since when, or from when on this day
    ended: int
    held: int  # of those that ended: somebody has seen it
    unknown: int  # of those that ended: nobody says anything
    here: int
    people: int
    others_moved: tuple[int, ...]  # of each repair that stands


def hall_board_of(service: Service, *, now: datetime) -> HallBoard:
    """In a constant number of queries, however large the event is."""
    slots = _slots_of(service.event_id, now=now)
    running = running_of(service, now=now)
    here = here_since(service.event_id)
    people = list(living(service).values_list("registration_id", flat=True))
    ended = ended_of(service, now=now)
    seen, missed = signs_of(service, ended), _missed_in(service, now=now)
    return HallBoard(
        slots=slots,
        now_open=_open_at(slots, now),
        places=tuple(Place.objects.filter(event_id=service.event_id).select_related("zone", "room")),
        running=running,
        missing=missing_of(service, running, now=now),
        closed=closed_today(service, now=now),
        ended=len(ended),
        held=len(seen),
        unknown=sum(one.request not in seen and one.request not in missed for one in ended),
        here=sum(pk in here for pk in people),
        people=len(people),
        others_moved=tuple(
            Repair.objects.filter(incident__service=service, undone_at=None).values_list("others", flat=True)
        ),
    )


def ended_of(service: Service, *, now: datetime) -> tuple[_Ended, ...]:
    """In two queries."""
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request__service=service, request__meeting__ends_at__lte=now)
    for request, participant in parties.values_list("request_id", "participant_id"):
        people[request].append(participant)
    rows = Meeting.objects.filter(service=service, ends_at__lte=now).order_by("pk")
    return tuple(
        _Ended(request=request, people=tuple(people[request]), ends_at=ends_at)
        for request, ends_at in rows.values_list("request_id", "ends_at")
    )


def _missed_in(service: Service, *, now: datetime) -> frozenset[int]:
    """Where nobody came: said on the day, or afterwards and not denied; so the report counts, too."""
    told = Incident.objects.filter(
        service=service, kind=IncidentKind.NO_SHOW, state__in=(IncidentState.OPEN, IncidentState.SOLVED)
    ).values_list("request_id", flat=True)
    over = Meeting.objects.filter(service=service, ends_at__lte=now).values("request_id")
    marks = Mark.objects.filter(request_id__in=over)
    denied = marks.filter(took_place=False, objected_at=None).exclude(
        request_id__in=marks.filter(took_place=True).values("request_id")
    )
    both: list[int | None] = [*told, *denied.values_list("request_id", flat=True)]
    return frozenset(request for request in both if request is not None)


def _open_at(slots: Sequence[SlotNow], now: datetime) -> frozenset[int]:
    """None before the first slot of the day."""
    last = max((one.starts_at for one in slots if one.starts_at <= now), default=None)
    return frozenset(pk for one in slots if one.starts_at == last for pk in one.places)


def _slots_of(event_id: int, *, now: datetime) -> tuple[SlotNow, ...]:
    """Of today; of the first day to come, or of the last one, where there are none today."""
    places: dict[int, set[int]] = defaultdict(set)
    for block, place in BlockPlace.objects.filter(block__event_id=event_id).values_list(
        "block_id", "place_id"
    ):
        places[block].add(place)
    found = [
        SlotNow(
            block=row.pk, starts_at=slot.starts_at, ends_at=slot.ends_at, places=frozenset(places[row.pk])
        )
        for row in Block.objects.filter(event_id=event_id)
        for slot in cut(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            meeting_minutes=row.meeting_minutes,
            change_minutes=row.change_minutes,
        ).slots
    ]
    found.sort(key=lambda one: one.starts_at)
    days = sorted({local_date(one.starts_at) for one in found})
    wanted = next((day for day in days if day >= local_date(now)), days[-1] if days else None)
    return tuple(one for one in found if local_date(one.starts_at) == wanted)


def running_of(service: Service, *, now: datetime) -> tuple[Running, ...]:
    """The meetings that are held at `now`, by table; whoever asked for the meeting comes first."""
    rows = list(
        Meeting.objects.filter(service=service, starts_at__lte=now, ends_at__gt=now)
        .order_by("place__position", "pk")
        .values_list("request_id", "place_id", "starts_at")
    )
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(
        request__meeting__service=service,
        request__meeting__starts_at__lte=now,
        request__meeting__ends_at__gt=now,
    )
    for request, person in parties.order_by("-is_sender", "pk").values_list("request_id", "participant_id"):
        people[request].append(person)
    return tuple(
        Running(request=request, place=place, starts_at=at, people=tuple(people[request]))
        for request, place, at in rows
    )


def missing_of(service: Service, running: Collection[Running], *, now: datetime) -> tuple[_Missing, ...]:
    """Whom the partner has called missing at a meeting that runs, and who has not come since."""
    by_request = {one.request: one for one in running}
    said = _signals_since(service, now - timedelta(hours=2))
    found: dict[tuple[int, int], _Missing] = {}
    for meeting in running:
        heard = [
            one for about, one in said if about in {None, meeting.request} and one.by in set(meeting.people)
        ]
        for person in meeting.people:
            is_due = latest_arrival(heard, but=person, starts_at=meeting.starts_at) <= now
            if is_due and missing_since(heard, person) is not None:
                found |= {
                    (meeting.request, other): _Missing(
                        request=meeting.request, person=other, since=meeting.starts_at
                    )
                    for other in meeting.people
                    if other != person
                }
    for request, person, at in Incident.objects.filter(
        service=service, kind=IncidentKind.NO_SHOW, state=IncidentState.OPEN, request__in=list(by_request)
    ).values_list("request_id", "participant_id", "from_at"):
        if person is not None:
            found[request, person] = _Missing(request=request, person=person, since=at)
    return tuple(found.values())


def _signals_since(service: Service, since: datetime) -> list[tuple[int | None, SignalState]]:
    """What was said, each with the request that it is about; None: the rest of the day."""
    rows = Signal.objects.filter(service=service, heard_at__gt=since).order_by("said_at", "pk")
    return [
        (about, SignalState(by=by, kind=kind, at=at, minutes=minutes or 0, is_rest=about is None))
        for by, kind, at, minutes, about in rows.values_list(
            "participant_id", "kind", "said_at", "minutes", "request_id"
        )
    ]


def closed_today(service: Service, *, now: datetime) -> dict[int, datetime]:
    """Places that cannot be used now or later today, since when: told of, or counted out by a repair."""
    today = local_date(now)
    found = [
        (one.id, one.from_at)
        for one in absences_of(service.pk)
        if one.what is What.PLACE
        and local_date(one.from_at) <= today
        and (one.until_at is None or one.until_at > now)
    ]
    lost = Incident.objects.filter(
        service=service,
        kind__in=(IncidentKind.PLACE_LOST, IncidentKind.ROOM_LOST),
        state__in=(IncidentState.OPEN, IncidentState.SOLVED),
    ).exclude(until_at__lte=now)
    rows = lost.values_list("place_id", "room_id", "from_at")
    since = [one for one in rows if local_date(one[2]) <= today]
    rooms = [(room, at) for _place, room, at in since if room]
    inside = Place.objects.filter(room__in=[room for room, _at in rooms]).values_list("pk", "room_id")
    found += [(place, at) for place, room in inside for lost_room, at in rooms if room == lost_room]
    found += [(place, at) for place, _room, at in since if place]
    return dict(sorted(found, reverse=True))  # the earliest of each stays


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Names by id of the participant; unknown ids are left out."""
    rows = Participant.objects.filter(pk__in=set(ids))
    return dict(rows.values_list("pk", "registration__name"))
