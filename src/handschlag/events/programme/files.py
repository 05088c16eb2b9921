"""The programme for other programs: calendars, and schedule.xml and schedule.json (frab, C3VOC)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.times import local
from handschlag.events import public_events, published_programme
from handschlag.events.calendar_files import Feed, plain_text
from handschlag.events.models import Event, SessionLanguage
from handschlag.events.narrowing import narrowed
from handschlag.events.public_events import (
    calendar_response,
    choice_of,
    file_response,
    shown_event,
    shown_line,
)
from handschlag.events.published_programme import FACETS, PublishedProgramme, PublishedSession, latest


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabSpeaker:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabPaper:
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabTalk:
    """`starts_at` is aware; its offset is the one of the place."""

    id: int
    guid: str
    starts_at: datetime
    length: timedelta
    room: str
    title: str
    kind: str
    slug: str
    url: str
    subtitle: str = ""
    track: str = ""
    language: str = ""
    abstract: str = ""
    people: tuple[FrabSpeaker, ...] = ()
    papers: tuple[FrabPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabRoom:
    name: str
    guid: str
    seats: int | None
    talks: tuple[FrabTalk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabDay:
    """`begins_at` and `ends_at`: everything of the day lies between, after midnight, too."""

    index: int
    day: date
    begins_at: datetime
    ends_at: datetime
    rooms: tuple[FrabRoom, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrabConference:
    title: str
    acronym: str
    url: str
    base_url: str
    version: str
    first_day: date
    last_day: date
    rooms: tuple[FrabRoom, ...]
    tracks: tuple[str, ...]
    days: tuple[FrabDay, ...]
    generator: str = "Handschlag"
    zone: str = "Europe/Berlin"
    step: timedelta = timedelta(minutes=5)


def clock(length: timedelta) -> str:
    """00:40; a day and more is counted in hours."""
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


SCHEMA: Final = "https://c3voc.de/schedule/schema.json"


def in_json(conference: FrabConference) -> bytes:
    """The conference as schedule.json, in UTF-8."""
    return json.dumps(
        {
            "$schema": SCHEMA,
            "generator": {"name": conference.generator, "version": "1"},
            "schedule": {
                "version": conference.version,
                "base_url": conference.base_url,
                "conference": {
                    "acronym": conference.acronym,
                    "title": conference.title,
                    "url": conference.url,
                    "start": conference.first_day.isoformat(),
                    "end": conference.last_day.isoformat(),
                    "daysCount": len(conference.days),
                    "timeslot_duration": clock(conference.step),
                    "time_zone_name": conference.zone,
                    "rooms": [
                        {"name": room.name, "guid": room.guid, "capacity": room.seats}
                        for room in conference.rooms
                    ],
                    "tracks": [{"name": track} for track in conference.tracks],
                    "days": [_json_day(day) for day in conference.days],
                },
            },
        },
        ensure_ascii=False,
    ).encode()


def _json_day(day: FrabDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.day.isoformat(),
        "day_start": day.begins_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {room.name: [_json_talk(talk) for talk in room.talks] for room in day.rooms},
    }


def _json_talk(talk: FrabTalk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "guid": talk.guid,
        "date": talk.starts_at.isoformat(),
        "start": f"{talk.starts_at:%H:%M}",
        "duration": clock(talk.length),
        "room": talk.room,
        "slug": talk.slug,
        "url": talk.url,
        "title": talk.title,
        "subtitle": talk.subtitle,
        "track": talk.track or None,
        "type": talk.kind,
        "language": talk.language,
        "abstract": talk.abstract,
        "description": "",
        "persons": [{"id": person.id, "public_name": person.name} for person in talk.people],
        "links": [{"url": paper.url, "title": paper.title} for paper in talk.papers],
        "attachments": [],
    }


def in_xml(conference: FrabConference) -> bytes:
    """The conference as schedule.xml, in UTF-8, indented and with an XML declaration."""
    schedule = Element("schedule")
    SubElement(schedule, "generator", name=conference.generator, version="1")
    _said(schedule, "version", conference.version)
    about = SubElement(schedule, "conference")
    for name, text in (
        ("title", conference.title),
        ("acronym", conference.acronym),
        ("start", conference.first_day.isoformat()),
        ("end", conference.last_day.isoformat()),
        ("days", str(len(conference.days))),
        ("timeslot_duration", clock(conference.step)),
        ("base_url", conference.base_url),
        ("time_zone_name", conference.zone),
    ):
        _said(about, name, text)
    for day in conference.days:
        _xml_day(schedule, day)
    indent(schedule)
    written: bytes = tostring(schedule, encoding="utf-8", xml_declaration=True)
    return written


def _xml_day(schedule: Element, day: FrabDay) -> None:
    element = SubElement(
        schedule,
        "day",
        index=str(day.index),
        date=day.day.isoformat(),
        start=day.begins_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for room in day.rooms:
        inside = SubElement(element, "room", name=plain_text(room.name))
        for talk in room.talks:
            _xml_talk(inside, talk)


def _xml_talk(room: Element, talk: FrabTalk) -> None:
    event = SubElement(room, "event", id=str(talk.id), guid=talk.guid)
    for name, text in (
        ("date", talk.starts_at.isoformat()),
        ("start", f"{talk.starts_at:%H:%M}"),
        ("duration", clock(talk.length)),
        ("room", talk.room),
        ("slug", talk.slug),
        ("url", talk.url),
        ("title", talk.title),
        ("subtitle", talk.subtitle),
        ("track", talk.track),
        ("type", talk.kind),
        ("language", talk.language),
        ("abstract", talk.abstract),
        ("description", ""),
    ):
        _said(event, name, text)
    persons = SubElement(event, "persons")
    for person in talk.people:
        _said(persons, "person", person.name).set("id", str(person.id))
    links = SubElement(event, "links")
    for paper in talk.papers:
        _said(links, "link", paper.title).set("href", plain_text(paper.url))


def _said(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = plain_text(text)
    return element


def frab_conference(event: Event, reading: PublishedProgramme) -> FrabConference:
    """Pauses and what was called off are no talks; a talk without a room is elsewhere."""
    lines = [
        line
        for line in reading.lines
        if line.item.kind not in published_programme.PAUSES and not line.item.is_cancelled
    ]
    return FrabConference(
        title=pick(event.title_de, event.title_en),
        acronym=_acronym(event),
        url=public_events.event_url(event),
        base_url=settings.BASE_URL,
        version=str(reading.number),
        first_day=event.first_day,
        last_day=event.last_day,
        rooms=tuple(_room(name, event, reading) for name in _room_names(reading, lines)),
        tracks=tuple(pick(track.name_de, track.name_en) for track in reading.programme.tracks),
        days=_days(event, reading, lines),
    )


def _acronym(event: Event) -> str:
    """What the format takes: small letters, digits and low lines, four at least."""
    return event.slug.replace("-", "_").ljust(4, "_")


def _days(
    event: Event, reading: PublishedProgramme, lines: Sequence[PublishedSession]
) -> tuple[FrabDay, ...]:
    found = sorted({line.day for line in lines}) or [event.first_day]
    return tuple(
        _day_of(event, reading, [line for line in lines if line.day == day], day=day, index=index)
        for index, day in enumerate(found, start=1)
    )


def _day_of(
    event: Event, reading: PublishedProgramme, lines: Sequence[PublishedSession], *, day: date, index: int
) -> FrabDay:
    midnight = datetime.combine(day, time(), tzinfo=get_current_timezone())
    opening = next((one for one in reading.programme.days if one.day == day), None)
    begins = [line.item.starts_at for line in lines] + ([opening.opens_at] if opening else [])
    ends = [line.item.ends_at for line in lines] + ([opening.closes_at] if opening else [])
    return FrabDay(
        index=index,
        day=day,
        begins_at=local(min(begins, default=midnight)),
        ends_at=local(max(ends, default=midnight)),
        rooms=tuple(
            _room(name, event, reading, lines=[line for line in lines if _name_of(line) == name])
            for name in _room_names(reading, lines)
        ),
    )


def _room_names(reading: PublishedProgramme, lines: Sequence[PublishedSession]) -> tuple[str, ...]:
    """The rooms in which something happens, in the order of the house."""
    used = {_name_of(line) for line in lines}
    known = [pick(room.name_de, room.name_en) for room in reading.programme.rooms]
    return (*(name for name in known if name in used), *sorted(used - set(known)))


def _name_of(line: PublishedSession) -> str:
    return published_programme.room_of(line) or _("Elsewhere")


def _room(
    name: str, event: Event, reading: PublishedProgramme, *, lines: Sequence[PublishedSession] = ()
) -> FrabRoom:
    found = next((one for one in reading.programme.rooms if pick(one.name_de, one.name_en) == name), None)
    key = f"{settings.BASE_URL}/events/{event.pk}/rooms/{found.id if found else 0}"
    return FrabRoom(
        name=name,
        guid=str(uuid.uuid5(uuid.NAMESPACE_URL, key)),
        seats=found.seats if found else None,
        talks=tuple(_talk(event, line) for line in lines),
    )


def _talk(event: Event, line: PublishedSession) -> FrabTalk:
    item = line.item
    return FrabTalk(
        id=item.id,
        guid=item.uid,
        starts_at=local(item.starts_at),
        length=item.ends_at - item.starts_at,
        room=_name_of(line),
        title=pick(line.item.title_de, line.item.title_en),
        subtitle=_("The time is a placeholder.") if item.is_time_invented else "",
        kind=item.kind,
        slug=f"{event.slug}-{item.id}",
        url=public_events.session_url(event, item.id),
        track=pick(line.track.name_de, line.track.name_en) if line.track else "",
        language="de" if item.language == SessionLanguage.BOTH else item.language,
        abstract=pick(item.abstract_de, item.abstract_en),
        people=tuple(FrabSpeaker(id=person.id, name=person.name) for person in line.people),
        papers=tuple(FrabPaper(url=one.url, title=pick(one.title_de, one.title_en)) for one in item.papers),
    )


@require_safe
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session, or those of a choice; what was called off stays, so that it leaves the calendars."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    lines = narrowed(reading.lines, choice_of(request, FACETS))
    feed = Feed(
        name=pick(event.title_de, event.title_en),
        description=_("Programme, as of version %(n)s") % {"n": reading.number},
        entries=public_events.session_entries(event, lines),
        url=settings.BASE_URL + reverse("events:programme", args=[slug]),
        source=request.build_absolute_uri(),
        refresh_minutes=60,
    )
    changed = reading.published_at or event.changed_at
    return calendar_response(request, feed, name=f"{slug}-programme.ics", changed_at=changed)


@require_safe
def session_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published session as an entry for the visitor's calendar."""
    shown, reading, line = shown_line(request, slug, number)
    entry = public_events.session_entry(shown.event, line)
    changed = reading.published_at or shown.event.changed_at
    feed = Feed(name=entry.title, entries=(entry,))
    return calendar_response(request, feed, name=f"{slug}-{number}.ics", changed_at=changed)


@require_safe
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme as XML, for apps that show schedules."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    body = in_xml(frab_conference(event, reading))
    return file_response(
        request, body, kind="application/xml; charset=utf-8", changed_at=reading.published_at
    )


@require_safe
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme as JSON, for apps that show schedules."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    body = in_json(frab_conference(event, reading))
    return file_response(request, body, kind="application/json", changed_at=reading.published_at)
