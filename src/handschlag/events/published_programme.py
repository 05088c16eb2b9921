"""The published programme, decoded once for each version: narrowed, and its sessions as lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from handschlag.common.language import pick
from handschlag.common.times import (
    format_day_and_month,
    format_span,
    format_time,
    local,
    local_date,
    weekday_name,
    zone,
)
from handschlag.directory.labels import Word
from handschlag.directory.models import Actor, Network
from handschlag.directory.public import public_actors, public_networks
from handschlag.events.models import Event, ProgrammeVersion, SessionKind, SessionLanguage
from handschlag.events.moments import day_of
from handschlag.events.narrowing import FilterCriteria, Tag, counts, folded, narrowed
from handschlag.events.versions import (
    NOTHING_YET,
    Item,
    Programme,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    PublishedVersion,
    of_row,
)

LANGUAGES: Final[dict[str, Word]] = {
    SessionLanguage.GERMAN: gettext_lazy("in German"),
    SessionLanguage.ENGLISH: gettext_lazy("in English"),
    SessionLanguage.BOTH: gettext_lazy("in German and English"),
}
PAUSES: Final = frozenset({SessionKind.BREAK.value})


def spoken(event: Event) -> str:
    """In which languages an event is held."""
    if event.in_german and event.in_english:
        return _("in German and English")
    return _("in English") if event.in_english else _("in German")


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


FACETS = ("track", "kind", "room", "language", "speaker")
ALL_DAYS = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage:
    reading: PublishedProgramme
    choice: FilterCriteria
    day: date | None  # None: all days
    lines: Sequence[PublishedSession]
    counts: Counter[Tag]
    per_day: Mapping[date, int]  # how many the choice shows on each day
    total: int  # on all days together


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Entries of the directory to which speakers belong, as far as they are public."""

    networks: Mapping[int, Network]
    actors: Mapping[int, Actor]


def page_of_programme(
    reading: PublishedProgramme, choice: FilterCriteria, *, day: str, today: date
) -> ProgrammePage:
    """`day` is an ISO date; an empty or unknown one leads to the day that suits the choice."""
    found = narrowed(reading.lines, choice)
    shown = _day_shown(reading, choice, day, today=today)
    per_day = Counter(line.day for line in found)
    of_the_day = [line for line in reading.lines if shown is None or line.day == shown]
    return ProgrammePage(
        reading=reading,
        choice=choice,
        day=shown,
        lines=[line for line in found if shown is None or line.day == shown],
        counts=counts(of_the_day, choice),
        per_day={one: per_day[one] for one in reading.days},
        total=len(found),
    )


def _day_shown(reading: PublishedProgramme, choice: FilterCriteria, day: str, *, today: date) -> date | None:
    """The day that is asked for; else today, or the first one. Whoever searches searches all days."""
    asked = next((one for one in reading.days if one.isoformat() == day), None)
    if asked is not None:
        return asked
    if not reading.days or day == ALL_DAYS or (choice and not day):
        return reading.days[0] if len(reading.days) == 1 else None
    return today if today in reading.days else reading.days[0]


def alongside(reading: PublishedProgramme, line: PublishedSession) -> Sequence[PublishedSession]:
    """What else runs while this runs."""
    item = line.item
    return [
        other
        for other in reading.lines
        if other is not line
        and not other.item.is_cancelled
        and other.item.starts_at < item.ends_at
        and item.starts_at < other.item.ends_at
    ]


def behind(people: Iterable[ProgrammeSpeaker]) -> Behind:
    """Two queries, however many people."""
    every = tuple(people)
    networks = {person.network for person in every if person.network}
    actors = {person.actor for person in every if person.actor}
    return Behind(
        networks=public_networks().in_bulk(networks) if networks else {},
        actors=public_actors().in_bulk(actors) if actors else {},
    )


def of_speaker(reading: PublishedProgramme, number: int) -> Sequence[PublishedSession]:
    """The sessions in which the speaker with this number takes part; empty where there are none."""
    return [line for line in reading.lines if any(person.id == number for person in line.people)]


NOON, EVENING = 12, 18
type PartOfDay = tuple[str, str, list[PublishedSession]]  # its name, from when to when, and its sessions


def room_of(line: PublishedSession) -> str:
    """The name in the language of the page; empty where the session has no room."""
    return pick(line.room.name_de, line.room.name_en) if line.room else ""


def who_and_where(line: PublishedSession) -> str:
    """Ole Martens, Nadja Kielhorn. Saal 1"""
    who = ", ".join(person.name for person in line.people)
    return ". ".join(part for part in (who, room_of(line)) if part)


def until(begin: datetime, end: datetime) -> str:
    """bis 10:00; with its day where that is another one."""
    clock, day = format_time(end), local_date(end)
    if day != local_date(begin):
        clock = f"{clock} ({format_day_and_month(day)})"
    return _("until %(time)s") % {"time": clock}


def named_day(day: date) -> str:
    """Dienstag, 20. April"""
    return f"{weekday_name(day)}, {format_day_and_month(day)}"


def parts_of_days(lines: Iterable[PublishedSession], *, names_day: bool) -> list[PartOfDay]:
    """Morning, afternoon and evening of each day; what begins after midnight belongs to the evening."""
    groups: dict[tuple[date, int], list[PublishedSession]] = {}
    for line in lines:
        groups.setdefault((line.day, _part_of(line)), []).append(line)
    return [
        (_name_of(day, part, names_day=names_day), _hours_of(group), group)
        for (day, part), group in groups.items()
    ]


def _hours_of(lines: list[PublishedSession]) -> str:
    return format_span(min(line.item.starts_at for line in lines), max(line.item.ends_at for line in lines))


def _part_of(line: PublishedSession) -> int:
    begin = local(line.item.starts_at)
    if begin.date() != line.day or begin.hour >= EVENING:
        return 2
    return 1 if begin.hour >= NOON else 0


def _name_of(day: date, part: int, *, names_day: bool) -> str:
    names = (
        pgettext("part of a day", "Morning"),
        pgettext("part of a day", "Afternoon"),
        pgettext("part of a day", "Evening"),
    )
    if not names_day:
        return names[part]
    return _("%(weekday)s, %(day)s, %(part)s") % {
        "weekday": weekday_name(day),
        "day": format_day_and_month(day),
        "part": names[part],
    }
