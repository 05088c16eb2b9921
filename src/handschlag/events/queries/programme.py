"""The programme of an event: as the organisers have it now, and as the public reads it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

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
    Day,
    Item,
    Paper,
    Person,
    Programme,
    Speaking,
    Thread,
    Venue,
    decode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version of a programme; number 0 is the empty programme before the first one."""

    number: int
    programme: Programme
    published_at: datetime | None
    published_by: int | None = None
    note: str = ""


NOTHING_YET = Published(number=0, programme=Programme(), published_at=None)


def published(event_id: int) -> Published:
    """What the public reads: the last version. One query."""
    row = ProgrammeVersion.objects.filter(event_id=event_id).order_by("-number").first()
    return NOTHING_YET if row is None else of_row(row)


def version(event_id: int, number: int) -> Published | None:
    """An earlier version; 0 is the empty one."""
    if number == 0:
        return NOTHING_YET
    row = ProgrammeVersion.objects.filter(event_id=event_id, number=number).first()
    return None if row is None else of_row(row)


def of_row(row: ProgrammeVersion) -> Published:
    return Published(
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
            Day(day=row.day, opens_at=row.opens_at, closes_at=row.closes_at)
            for row in EventDay.objects.filter(event_id=event_id)
        ),
        rooms=tuple(venue(row) for row in Room.objects.filter(event_id=event_id).select_related("zone")),
        tracks=tuple(
            Thread(id=row.pk, name_de=row.name_de, name_en=row.name_en)
            for row in Track.objects.filter(event_id=event_id)
        ),
        people=tuple(person(row) for row in Speaker.objects.filter(event_id=event_id)),
        items=items(event_id),
    )


def venue(row: Room) -> Venue:
    return Venue(
        id=row.pk,
        name_de=row.name_de,
        name_en=row.name_en,
        zone_de=row.zone.name_de if row.zone else "",
        zone_en=row.zone.name_en if row.zone else "",
        seats=row.seats,
        is_step_free=row.is_step_free,
    )


def person(row: Speaker) -> Person:
    return Person(
        id=row.pk,
        name=row.name,
        role_de=row.role_de,
        role_en=row.role_en,
        organisation=row.organisation,
        actor=row.actor_id,
        network=row.network_id,
        about_de=row.about_de,
        about_en=row.about_en,
        is_demo=row.is_demo,
    )


def items(event_id: int) -> tuple[Item, ...]:
    speaking: dict[int, list[Speaking]] = defaultdict(list)
    for link in SessionSpeaker.objects.filter(session__event_id=event_id):
        speaking[link.session_id].append(Speaking(speaker=link.speaker_id, part=link.part))
    papers: dict[int, list[Paper]] = defaultdict(list)
    for one in Material.objects.filter(session__event_id=event_id):
        papers[one.session_id].append(Paper(url=one.url, title_de=one.title_de, title_en=one.title_en))
    rows = Session.objects.filter(event_id=event_id, starts_at__isnull=False).order_by("starts_at", "pk")
    return tuple(item(row, tuple(speaking[row.pk]), tuple(papers[row.pk])) for row in rows)


def item(row: Session, speakers: tuple[Speaking, ...], papers: tuple[Paper, ...]) -> Item:
    assert row.starts_at is not None
    assert row.ends_at is not None
    return Item(
        id=row.pk,
        uid=str(row.uid),
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title_de=row.title_de,
        title_en=row.title_en,
        abstract_de=row.abstract_de,
        abstract_en=row.abstract_en,
        language=row.language,
        room=row.room_id,
        track=row.track_id,
        seats=row.seats,
        is_time_invented=row.is_time_invented,
        is_cancelled=row.is_cancelled,
        speakers=speakers,
        papers=papers,
    )


def was_published(event_id: int, session_id: int) -> bool:
    """Whether the public has seen this session: then it can be cancelled, not removed."""
    return published(event_id).programme.item(session_id) is not None
