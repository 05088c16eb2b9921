"""Whose time has become free today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from handschlag.common.times import local_date
from handschlag.day.queries.signal_history import heard_in
from handschlag.day.rules.refilling import BEFORE_FIRST, LEAD, FreedTime
from handschlag.day.rules.signals import is_off
from handschlag.events.models import Block
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.matching.models import Meeting, Party, Seat, Service, TimetableVersion
from handschlag.matching.queries.moves import valid
from handschlag.matching.queries.versions import LIGHT
from handschlag.matching.rules.versions import PublishedMeeting

_DAY = timedelta(hours=16)


def services_today(*, now: datetime) -> tuple[int, ...]:
    """Those with a published timetable and slots to come within hours."""
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
    if not slots or now < min(slot.starts_at for _, slot in slots) - BEFORE_FIRST:
        return ()
    times = {(block, slot.starts_at) for block, slot in slots if slot.starts_at >= now + LEAD}
    off = tuple(_called_off(service, {at for _, at in times}))
    return (*off, *_lost(service, times, now=now))


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


def _lost(service: Service, times: Collection[tuple[int, datetime]], *, now: datetime) -> Iterator[FreedTime]:
    """What people were told of, on the eve or since, and have no more; nothing else has come there."""
    seats = Seat.objects.filter(meeting__service=service, starts_at__in={at for _, at in times})
    taken = set(seats.values_list("participant_id", "starts_at"))
    for (person, starts_at), told in _told(service, now=now).items():
        if (told.block, starts_at) in times and (person, starts_at) not in taken:
            yield FreedTime(person=person, block=told.block, starts_at=starts_at, ends_at=told.ends_at)


def _told(service: Service, *, now: datetime) -> dict[tuple[int, datetime], PublishedMeeting]:
    """By person and time: the version with which the day began, and that of now."""
    rows = TimetableVersion.objects.filter(service=service).defer(*LIGHT)
    versions = rows.order_by("number")
    first = min(at for at in (*_first_slots(service, now), now))
    eve = versions.filter(published_at__lt=first).last() or versions.first()
    return {
        (person, one.starts_at): one
        for version in (eve, versions.last())
        for one in valid(version)
        for person in one.people
    }


def _first_slots(service: Service, now: datetime) -> Iterator[datetime]:
    for starts_at in Block.objects.filter(event=service.event_id).values_list("starts_at", flat=True):
        if local_date(starts_at) == local_date(now):
            yield starts_at
