"""An event is the template of another: all moves by as many days, at the same times of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.events.actions.events import new_slug, take_over
from handschlag.events.actions.venue_copy import copies, copy_venue
from handschlag.events.hooks.event_copies import event_copies
from handschlag.events.models import (
    EmailWording,
    Event,
    EventDay,
    EventHost,
    EventStatus,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)
from handschlag.events.queries.organising import organises
from handschlag.events.rules.date_shift import DateShift
from handschlag.events.rules.refusals import EventRefusal

COPIED = (
    "summary_de",
    "summary_en",
    "description_de",
    "description_en",
    "place",
    "land_id",
    "district_id",
    "latitude",
    "longitude",
    "venue",
    "street",
    "postcode",
    "directions_de",
    "directions_en",
    "time_zone",
    "plan_width",
    "plan_depth",
    "online_rooms",
    "contact_name",
    "contact_email",
    "contact_phone",
    "in_german",
    "in_english",
    "capacity",
    "is_open",
    "needs_approval",
    "has_waiting_list",
    "terms_de",
    "terms_en",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The new event; `odd` counts times that fell into a night in which the clocks change."""

    event: Event
    days: int
    odd: int


@transaction.atomic
def copy_event(
    *,
    event_id: int,
    title_de: str,
    title_en: str,
    first_day: date,
    with_speakers: bool,
    by: Subject,
    now: datetime,
) -> Copied:
    """A draft like that event; registrations, exhibits, materials, versions and the team stay behind."""
    source = Event.objects.filter(pk=event_id).first()
    if source is None:
        raise Refusal(EventRefusal.GONE)
    require(by, Action.CREATE_EVENT)
    require(by, Action.EDIT_EVENT, owns=organises(by, source.pk))
    shift = DateShift((first_day - source.first_day).days, zone=ZoneInfo(source.time_zone))
    event = Event.objects.create(
        **{name: getattr(source, name) for name in COPIED},
        slug=new_slug(title_de),
        title_de=title_de,
        title_en=title_en,
        status=EventStatus.DRAFT,
        is_demo=source.is_demo and not source.is_tryout,
        first_day=first_day,
        last_day=source.last_day + timedelta(days=shift.days),
        registration_opens_at=shift.maybe(source.registration_opens_at),
        registration_closes_at=shift.maybe(source.registration_closes_at),
        created_at=now,
        changed_at=now,
    )
    _copy_days(source, event, shift)
    copies(EmailWording, source, event)
    _copy_sessions(source, event, shift, with_speakers=with_speakers, now=now)
    for copy_along in reversed(tuple(event_copies)):  # lower apps first: those above refer to their rows
        copy_along(source, event, shift)
    take_over(event, by=by, now=now, verb="event.copied")
    return Copied(event=event, days=shift.days, odd=shift.odd)


def _copy_days(source: Event, event: Event, shift: DateShift) -> None:
    days = []
    for row in EventDay.objects.filter(event=source):
        opens, closes = shift.span(row.opens_at, row.closes_at)
        day = row.day + timedelta(days=shift.days)
        days.append(EventDay(event=event, day=day, opens_at=opens, closes_at=closes))
    EventDay.objects.bulk_create(days)
    EventHost.objects.bulk_create(
        EventHost(event=event, network_id=row.network_id, name=row.name, position=row.position)
        for row in EventHost.objects.filter(event=source)
    )


def _copy_sessions(
    source: Event, event: Event, shift: DateShift, *, with_speakers: bool, now: datetime
) -> None:
    rooms = copy_venue(source, event, shift)
    tracks = copies(Track, source, event)
    made: dict[int, Session] = {}
    for row in Session.objects.filter(event=source, is_cancelled=False):
        starts, ends = None, None
        if row.starts_at is not None and row.ends_at is not None:
            starts, ends = shift.span(row.starts_at, row.ends_at)
        made[row.pk] = Session(
            event=event,
            kind=row.kind,
            track=tracks.get(row.track_id or 0),
            room=rooms.get(row.room_id or 0),
            starts_at=starts,
            ends_at=ends,
            is_time_invented=row.is_time_invented,
            title_de=row.title_de,
            title_en=row.title_en,
            abstract_de=row.abstract_de,
            abstract_en=row.abstract_en,
            language=row.language,
            seats=row.seats,
            created_at=now,
            changed_at=now,
        )
    Session.objects.bulk_create(made.values())
    if with_speakers:
        _copy_speakers(source, event, made)


def _copy_speakers(source: Event, event: Event, sessions: dict[int, Session]) -> None:
    people = copies(Speaker, source, event)
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(
            session=sessions[row.session_id],
            speaker=people[row.speaker_id],
            part=row.part,
            position=row.position,
        )
        for row in SessionSpeaker.objects.filter(session__event=source)
        if row.session_id in sessions
    )
