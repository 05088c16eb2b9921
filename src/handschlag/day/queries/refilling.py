"""Whose time has become free today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from handschlag.common.times import local, local_date
from handschlag.day.queries.signal_history import heard_in
from handschlag.day.rules.refilling import BEFORE_FIRST, EVE_FROM, EVE_UNTIL, LEAD, FreedTime
from handschlag.day.rules.signals import is_off
from handschlag.events.models import Block
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.events.rules.blocks.slots import Slot
from handschlag.matching.models import Meeting, Party, Seat, Service, TimetableVersion
from handschlag.matching.queries.engine_input import living
from handschlag.matching.queries.moves import valid
from handschlag.matching.queries.versions import LIGHT

_DAY = timedelta(hours=34)  # from the morning of the day before


def services_today(*, now: datetime) -> tuple[int, ...]:
    """Those with a published timetable and slots to come today or tomorrow."""
    soon = Block.objects.filter(ends_at__gt=now, starts_at__lt=now + _DAY)
    rows = Service.objects.filter(event__in=soon.values("event"), versions__isnull=False)
    return tuple(rows.order_by("pk").values_list("pk", flat=True).distinct())


def freed_times(service: Service, *, now: datetime) -> tuple[FreedTime, ...]:
    """Of today, soon enough to be used and late enough to be answered; nobody is asked in the night."""
    slots = [
        (run.id, slot)
        for run in meeting_grid_of(service.event_id).runs
        for slot in run.slots
        if local_date(slot.starts_at) == local_date(now)
    ]
    begins_at = min((slot.starts_at for _, slot in slots), default=None)
    if begins_at is None or now < begins_at - BEFORE_FIRST:
        return ()
    later = [(block, slot) for block, slot in slots if slot.starts_at >= now + LEAD]
    told = _told(service, {slot.starts_at for _, slot in slots}, before=begins_at)
    off = _called_off(service, {slot.starts_at for _, slot in later})
    return (*off, *_lost(service, later, told))


def open_times(service: Service, *, now: datetime) -> tuple[FreedTime, ...]:
    """The day before: times of tomorrow, for those who come and have fewer meetings than everybody should."""
    if not EVE_FROM <= local(now).hour < EVE_UNTIL:
        return ()
    tomorrow = local_date(now) + timedelta(days=1)
    slots = [
        (run.id, slot)
        for run in meeting_grid_of(service.event_id).runs
        for slot in run.slots
        if local_date(slot.starts_at) == tomorrow
    ]
    has: dict[int, set[datetime]] = {pk: set() for pk in coming(service)} if slots else {}
    for person, at in Seat.objects.filter(meeting__service=service).values_list(
        "participant_id", "starts_at"
    ):
        if person in has:
            has[person].add(at)
    return tuple(
        FreedTime(person=person, block=block, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for person, several in has.items()
        if len(several) < service.wanted
        for block, slot in slots
        if slot.starts_at not in several
    )


def coming(service: Service) -> frozenset[int]:
    """Who has said that they come."""
    return frozenset(living(service).filter(comes_at__isnull=False).values_list("pk", flat=True))


def _called_off(service: Service, times: Collection[datetime]) -> Iterator[FreedTime]:
    """Meetings that still stand, and to which the other side has said not to come."""
    meetings = {one.request_id: one for one in Meeting.objects.filter(service=service, starts_at__in=times)}
    people: dict[int, list[int]] = defaultdict(list)
    rows = Party.objects.filter(request__in=meetings).order_by("pk")
    for request, person in rows.values_list("request_id", "participant_id"):
        people[request].append(person)
    heard = heard_in(service.pk, people)
    for request, several in people.items():
        gone = [pk for pk in several if is_off(heard[request], person=pk, others=())]
        if len(several) != 2 or len(gone) != 1:
            continue
        meeting = meetings[request]
        yield FreedTime(
            person=next(pk for pk in several if pk not in gone),
            block=meeting.block_id,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            instead_of=request,
            place=meeting.place_id,
        )


def _lost(
    service: Service, later: Collection[tuple[int, Slot]], planned: Mapping[int, set[datetime]]
) -> Iterator[FreedTime]:
    """Whoever has fewer meetings of today than they were told of: all times to come without one."""
    has: dict[int, set[datetime]] = defaultdict(set)
    today = {at for several in planned.values() for at in several} | {slot.starts_at for _, slot in later}
    seats = Seat.objects.filter(meeting__service=service, starts_at__in=today)
    for person, at in seats.values_list("participant_id", "starts_at"):
        has[person].add(at)
    for person, several in planned.items():
        if len(several) > len(has[person]):
            for block, slot in later:
                if slot.starts_at not in has[person]:
                    yield FreedTime(
                        person=person, block=block, starts_at=slot.starts_at, ends_at=slot.ends_at
                    )


def _told(service: Service, today: Collection[datetime], *, before: datetime) -> Mapping[int, set[datetime]]:
    """By person: the times of their meetings in the version with which the day began."""
    versions = TimetableVersion.objects.filter(service=service).defer(*LIGHT).order_by("number")
    version = versions.filter(published_at__lt=before).last() or versions.first()
    found: dict[int, set[datetime]] = defaultdict(set)
    for one in valid(version):
        if one.starts_at in today:
            for person in one.people:
                found[person].add(one.starts_at)
    return found
