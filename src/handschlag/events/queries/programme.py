"""The programme of an event: as the organisers have it now, and as the public reads it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from handschlag.events.rules.programme import (
    Item,
    Programme,
    ProgrammeDay,
    ProgrammePaper,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    SpeakerRole,
    decode,
)


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
