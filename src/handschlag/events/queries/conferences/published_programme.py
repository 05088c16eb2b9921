"""The published programme, decoded once for each version, with everything by which it is searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from handschlag.common.times import zone
from handschlag.events.models import ProgrammeVersion, SessionLanguage
from handschlag.events.queries.programme import NOTHING_YET, PublishedVersion, of_row
from handschlag.events.rules.days import day_of
from handschlag.events.rules.narrowing import Tag, folded
from handschlag.events.rules.programme import Item, Programme, ProgrammeRoom, ProgrammeSpeaker, ProgrammeTrack

KEPT = 24  # versions; one with 200 sessions takes about half a megabyte


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedSession:
    """A session with what is looked up for it."""

    item: Item
    day: date
    room: ProgrammeRoom | None
    track: ProgrammeTrack | None
    people: Sequence[ProgrammeSpeaker]
    text: str
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedProgramme:
    """A version as the public reads it; number 0 says that nothing has been published."""

    number: int
    published_at: datetime | None
    programme: Programme
    lines: Sequence[PublishedSession]  # in the order of their times
    by_id: Mapping[int, PublishedSession]
    days: Sequence[date]  # on which something happens
    people: Mapping[int, ProgrammeSpeaker]
    rooms: Mapping[int, ProgrammeRoom]
    tracks: Mapping[int, ProgrammeTrack]


def _reading_of(version: PublishedVersion) -> PublishedProgramme:
    programme = version.programme
    rooms = {room.id: room for room in programme.rooms}
    tracks = {track.id: track for track in programme.tracks}
    people = {person.id: person for person in programme.people}
    lines = [
        _line_of(
            item,
            day=day_of(item.starts_at, programme.days, zone=zone()),
            room=rooms.get(item.room or 0),
            track=tracks.get(item.track or 0),
            people=[people[one.speaker] for one in item.speakers if one.speaker in people],
        )
        for item in programme.items
    ]
    order = {room.id: place for place, room in enumerate(programme.rooms)}
    lines.sort(key=lambda line: (line.item.starts_at, order.get(line.item.room or 0, -1), line.item.id))
    return PublishedProgramme(
        number=version.number,
        published_at=version.published_at,
        programme=programme,
        lines=tuple(lines),
        by_id={line.item.id: line for line in lines},
        days=tuple(sorted({line.day for line in lines})),
        people=people,
        rooms=rooms,
        tracks=tracks,
    )


def _line_of(
    item: Item,
    *,
    day: date,
    room: ProgrammeRoom | None,
    track: ProgrammeTrack | None,
    people: Sequence[ProgrammeSpeaker],
) -> PublishedSession:
    languages = ("de", "en") if item.language == SessionLanguage.BOTH else (item.language,)
    tags = {("kind", item.kind), *(("language", language) for language in languages)}
    tags |= {("room", str(room.id))} if room else set()
    tags |= {("track", str(track.id))} if track else set()
    tags |= {("speaker", str(person.id)) for person in people}
    places = (room.name_de, room.name_en) if room else ()
    threads = (track.name_de, track.name_en) if track else ()
    names = [text for person in people for text in (person.name, person.organisation)]
    return PublishedSession(
        item=item,
        day=day,
        room=room,
        track=track,
        people=tuple(people),
        text=folded(
            *(item.title_de, item.title_en, item.abstract_de, item.abstract_en), *places, *threads, *names
        ),
        tags=frozenset(tags),
    )


NOTHING = _reading_of(NOTHING_YET)


def latest(event_id: int) -> PublishedProgramme:
    """What the public reads: the last version. One query; a second one where it is not known yet."""
    versions = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number")
    found = versions.values_list("pk", "published_at").first()
    return NOTHING if found is None else _version(*found)


@lru_cache(maxsize=KEPT)
def _version(version_id: int, published_at: datetime) -> PublishedProgramme:
    """Versions never change; the moment guards against an id that another database gave before."""
    del published_at
    return _reading_of(of_row(ProgrammeVersion.objects.get(pk=version_id)))


def forget() -> None:
    """For tests, whose databases give the same ids again."""
    _version.cache_clear()
