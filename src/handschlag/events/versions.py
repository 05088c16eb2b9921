"""A programme as a value: the draft, and each version that was published of it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

from handschlag.events.models import (
    EventDay,
    Material,
    ProgrammeVersion,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDay:
    """From when to when the house is open; it may close after midnight."""

    day: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRoom:
    """A room, in the order of the house."""

    id: int
    name_de: str
    name_en: str = ""
    zone_de: str = ""
    zone_en: str = ""
    seats: int | None = None
    is_step_free: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTrack:
    """A track."""

    id: int
    name_de: str
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSpeaker:
    """A speaker; `actor` and `network` are ids of the directory."""

    id: int
    name: str
    role_de: str = ""
    role_en: str = ""
    organisation: str = ""
    actor: int | None = None
    network: int | None = None
    about_de: str = ""
    about_en: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRole:
    """A speaker's part in a session: speaker, moderator or panellist."""

    speaker: int
    part: str = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePaper:
    """Slides or a paper, elsewhere on the web."""

    url: str
    title_de: str
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One session at its time. What was published once stays, if only as cancelled."""

    id: int
    uid: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    title_de: str
    title_en: str = ""
    abstract_de: str = ""
    abstract_en: str = ""
    language: str = "de"
    room: int | None = None
    track: int | None = None
    seats: int | None = None
    is_time_invented: bool = False
    is_cancelled: bool = False
    speakers: tuple[SpeakerRole, ...] = ()
    papers: tuple[ProgrammePaper, ...] = ()
    # iCalendar's SEQUENCE and LAST-MODIFIED: set when it is published.
    sequence: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Items in the order of their times; rooms and tracks in the order the organisers gave them."""

    days: tuple[ProgrammeDay, ...] = ()
    rooms: tuple[ProgrammeRoom, ...] = ()
    tracks: tuple[ProgrammeTrack, ...] = ()
    people: tuple[ProgrammeSpeaker, ...] = ()
    items: tuple[Item, ...] = ()

    def room(self, room_id: int | None) -> ProgrammeRoom | None:
        return next((one for one in self.rooms if one.id == room_id), None)

    def track(self, track_id: int | None) -> ProgrammeTrack | None:
        return next((one for one in self.tracks if one.id == track_id), None)

    def person(self, speaker_id: int) -> ProgrammeSpeaker | None:
        return next((one for one in self.people if one.id == speaker_id), None)

    def item(self, session_id: int) -> Item | None:
        return next((one for one in self.items if one.id == session_id), None)


PARTS = {
    shape.__name__: shape
    for shape in (
        ProgrammeDay,
        Item,
        ProgrammePaper,
        ProgrammeSpeaker,
        Programme,
        SpeakerRole,
        ProgrammeTrack,
        ProgrammeRoom,
    )
}
Change = Callable[[Any], Any]
DEFAULTS: dict[type[Any], tuple[tuple[str, Any], ...]] = {}
READERS: dict[type[Any], dict[str, Change]] = {}


def encode(programme: Programme) -> dict[str, Any]:
    """An object that JSON can write; dates become ISO text, what has its default is left out."""
    return _as_object(programme)


def decode(data: Mapping[str, Any]) -> Programme:
    """The programme that `encode` wrote, also one from an older version."""
    made: Programme = _from_object(Programme, data)
    return made


def _as_object(part: Any) -> dict[str, Any]:
    found = {}
    for name, default in _defaults(type(part)):
        value = getattr(part, name)
        if value != default:
            found[name] = _as_plain(value)
    return found


def _as_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_object(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _defaults(shape: type[Any]) -> tuple[tuple[str, Any], ...]:
    """What its facts are where nothing is said; looked up once for each shape."""
    if shape not in DEFAULTS:
        DEFAULTS[shape] = tuple((field.name, field.default) for field in fields(shape))
    return DEFAULTS[shape]


def _from_object(shape: type[Any], data: Mapping[str, Any]) -> Any:
    changes = _readers(shape)
    return shape(**{name: changes[name](value) if name in changes else value for name, value in data.items()})


def _readers(shape: type[Any]) -> dict[str, Change]:
    """How the facts are read that JSON cannot say; looked up once for each shape."""
    if shape not in READERS:
        found = {name: _reader_of(hint) for name, hint in get_type_hints(shape).items()}
        READERS[shape] = {name: reader for name, reader in found.items() if reader is not None}
    return READERS[shape]


def _reader_of(hint: Any) -> Change | None:
    if hint is datetime or datetime in get_args(hint):
        return lambda value: datetime.fromisoformat(value) if value is not None else None
    if hint is date:
        return date.fromisoformat
    parts = [one for one in get_args(hint) if one in PARTS.values()]
    if not parts:
        return None
    return lambda values: tuple(_from_object(parts[0], one) for one in values)


def is_moved(before: Item, after: Item) -> bool:
    """Another time, another room, cancelled or taken back: what iCalendar counts."""
    names = ("starts_at", "ends_at", "room", "is_cancelled")
    return any(getattr(before, name) != getattr(after, name) for name in names)


def continued(before: Programme, draft: Programme, *, now: datetime) -> Programme:
    """The draft as it is published after `before`: sequences go on, and what has gone stays as cancelled.

    Rooms, tracks and speakers of a session that has gone stay, too.
    """
    old = {item.id: item for item in before.items}
    kept = [_item_after(old.get(item.id), item, now=now) for item in draft.items]
    ids = {item.id for item in draft.items}
    gone = [_cancelled(item, now=now) for item in before.items if item.id not in ids]
    items = tuple(sorted((*kept, *gone), key=lambda item: (item.starts_at, item.id)))
    return replace(
        draft,
        items=items,
        rooms=draft.rooms
        + tuple(
            one
            for one in before.rooms
            if draft.room(one.id) is None and any(item.room == one.id for item in gone)
        ),
        tracks=draft.tracks
        + tuple(
            one
            for one in before.tracks
            if draft.track(one.id) is None and any(item.track == one.id for item in gone)
        ),
        people=draft.people
        + tuple(
            one
            for one in before.people
            if draft.person(one.id) is None
            and any(speaking.speaker == one.id for item in gone for speaking in item.speakers)
        ),
    )


def _item_after(before: Item | None, item: Item, *, now: datetime) -> Item:
    if before is None:
        return replace(item, sequence=0, changed_at=now)
    same = replace(item, sequence=before.sequence, changed_at=before.changed_at)
    if same == before:
        return before
    return replace(item, sequence=before.sequence + is_moved(before, item), changed_at=now)


def _cancelled(item: Item, *, now: datetime) -> Item:
    if item.is_cancelled:
        return item
    return replace(item, is_cancelled=True, sequence=item.sequence + 1, changed_at=now)


def etag_of(programme: Programme) -> str:
    """A short mark of what a programme says: two marks are equal when nobody changed anything."""
    text = json.dumps(encode(programme), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A version of a programme; number 0 is the empty programme before the first one."""

    number: int
    programme: Programme
    published_at: datetime | None
    published_by: int | None = None
    note: str = ""


NOTHING_YET = PublishedVersion(number=0, programme=Programme(), published_at=None)


def published(event_id: int) -> PublishedVersion:
    """What the public reads: the last version. One query."""
    row = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number").first()
    return NOTHING_YET if row is None else of_row(row)


def online_rooms_of(event_id: int) -> frozenset[int]:
    """The rooms whose sessions can be followed from afar, by their ids."""
    return frozenset(Room.objects.filter(event_id=event_id, is_online=True).values_list("pk", flat=True))


def version(event_id: int, number: int) -> PublishedVersion | None:
    """An earlier version; 0 is the empty one."""
    if number == 0:
        return NOTHING_YET
    row = ProgrammeVersion.objects.filter(event_id=event_id, number=number).first()
    return None if row is None else of_row(row)


def of_row(row: ProgrammeVersion) -> PublishedVersion:
    """The stored version with its programme decoded; without any query."""
    return PublishedVersion(
        number=row.number,
        programme=decode(row.content),
        published_at=row.published_at,
        published_by=row.published_by_id,
        note=row.note,
    )


def drafted(event_id: int) -> Programme:
    """The organisers' rows as a programme; sessions without a time wait and are not in it. Seven queries."""
    return Programme(
        days=tuple(
            ProgrammeDay(day=row.day, opens_at=row.opens_at, closes_at=row.closes_at)
            for row in EventDay.objects.filter(event_id=event_id)
        ),
        rooms=tuple(_venue(row) for row in Room.objects.filter(event_id=event_id).select_related("zone")),
        tracks=tuple(
            ProgrammeTrack(id=row.pk, name_de=row.name_de, name_en=row.name_en)
            for row in Track.objects.filter(event_id=event_id)
        ),
        people=_people(event_id),
        items=_items(event_id),
    )


def _venue(row: Room) -> ProgrammeRoom:
    return ProgrammeRoom(
        id=row.pk,
        name_de=row.name_de,
        name_en=row.name_en,
        zone_de=row.zone.name_de if row.zone else "",
        zone_en=row.zone.name_en if row.zone else "",
        seats=row.seats,
        is_step_free=row.is_step_free,
    )


def _people(event_id: int) -> tuple[ProgrammeSpeaker, ...]:
    columns = ("pk", "name", "role_de", "role_en", "organisation", "actor_id", "network_id")
    rows = Speaker.objects.filter(event_id=event_id)
    return tuple(
        ProgrammeSpeaker(
            id=row[0],
            name=row[1],
            role_de=row[2],
            role_en=row[3],
            organisation=row[4],
            actor=row[5],
            network=row[6],
            about_de=row[7],
            about_en=row[8],
            is_demo=row[9],
        )
        for row in rows.values_list(*columns, "about_de", "about_en", "is_demo")
    )


COLUMNS = (
    "pk",
    "uid",
    "kind",
    "starts_at",
    "ends_at",
    "title_de",
    "title_en",
    "abstract_de",
    "abstract_en",
    "language",
    "room_id",
    "track_id",
    "seats",
    "is_time_invented",
    "is_cancelled",
)


def _items(event_id: int) -> tuple[Item, ...]:
    """Plain columns instead of rows: a large programme is read for every page that edits it."""
    speaking: dict[int, list[SpeakerRole]] = defaultdict(list)
    links = SessionSpeaker.objects.filter(session__event_id=event_id)
    for pk, speaker, part in links.values_list("session_id", "speaker_id", "part"):
        speaking[pk].append(SpeakerRole(speaker=speaker, part=part))
    papers: dict[int, list[ProgrammePaper]] = defaultdict(list)
    materials = Material.objects.filter(session__event_id=event_id)
    for pk, url, title_de, title_en in materials.values_list("session_id", "url", "title_de", "title_en"):
        papers[pk].append(ProgrammePaper(url=url, title_de=title_de, title_en=title_en))
    rows = Session.objects.filter(event_id=event_id, starts_at__isnull=False).order_by("starts_at", "pk")
    return tuple(
        _item(row, tuple(speaking.get(row[0], ())), tuple(papers.get(row[0], ())))
        for row in rows.values_list(*COLUMNS)
    )


def _item(
    row: tuple[Any, ...], speakers: tuple[SpeakerRole, ...], papers: tuple[ProgrammePaper, ...]
) -> Item:
    """From the columns in their order."""
    return Item(
        id=row[0],
        uid=str(row[1]),
        kind=row[2],
        starts_at=row[3],
        ends_at=row[4],
        title_de=row[5],
        title_en=row[6],
        abstract_de=row[7],
        abstract_en=row[8],
        language=row[9],
        room=row[10],
        track=row[11],
        seats=row[12],
        is_time_invented=row[13],
        is_cancelled=row[14],
        speakers=speakers,
        papers=papers,
    )


def was_published(event_id: int, session_id: int) -> bool:
    """Whether the public has seen this session: then it can be cancelled, not removed."""
    return published(event_id).programme.item(session_id) is not None
