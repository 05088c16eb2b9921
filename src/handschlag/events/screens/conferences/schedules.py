"""The published programme as schedule apps read it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time

from django.conf import settings
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import local
from handschlag.events.models import Event, SessionLanguage
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.schedule import (
    FrabConference,
    FrabDay,
    FrabPaper,
    FrabRoom,
    FrabSpeaker,
    FrabTalk,
)
from handschlag.events.screens.conferences import entries, language_labels, session_lines


def conference(event: Event, reading: PublishedProgramme) -> FrabConference:
    """Pauses and what was called off are no talks; a talk without a room is elsewhere."""
    lines = [
        line
        for line in reading.lines
        if line.item.kind not in language_labels.PAUSES and not line.item.is_cancelled
    ]
    return FrabConference(
        title=pick(event.title_de, event.title_en),
        acronym=_acronym(event),
        url=entries.event_url(event),
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
    return session_lines.room_of(line) or _("Elsewhere")


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
        url=entries.session_url(event, item.id),
        track=pick(line.track.name_de, line.track.name_en) if line.track else "",
        language="de" if item.language == SessionLanguage.BOTH else item.language,
        abstract=pick(item.abstract_de, item.abstract_en),
        people=tuple(FrabSpeaker(id=person.id, name=person.name) for person in line.people),
        papers=tuple(FrabPaper(url=one.url, title=pick(one.title_de, one.title_en)) for one in item.papers),
    )
