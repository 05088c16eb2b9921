"""The draft of a programme: what waits, and what does not fit together in it. A clash is a warning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.models import AuditEntry
from handschlag.common.times import format_range, format_short_day, format_time
from handschlag.events.contributions.calls import Span, absences_by_speaker, absent_speakers
from handschlag.events.models import ProgrammeVersion, Room, Session
from handschlag.events.moments import BERLIN, local_day
from handschlag.events.versions import Item, Programme, ProgrammeDay, SpeakerRole, drafted

NEW = 0  # the id of a session that does not exist yet


def with_session(
    programme: Programme,
    pk: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: int | None,
    title: str = "",
    seats: int | None = None,
    speakers: tuple[int, ...] | None = None,
) -> Programme:
    """The session `pk` (or a new one) lies there; `speakers` None leaves them as they are."""
    old = programme.item(pk) or Item(
        id=pk, uid="", kind="talk", starts_at=starts_at, ends_at=ends_at, title_de=title
    )
    new = replace(
        old,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        title_de=title or old.title_de,
        seats=old.seats if seats is None else seats,
        speakers=old.speakers if speakers is None else tuple(SpeakerRole(speaker=one) for one in speakers),
    )
    rest = tuple(item for item in programme.items if item.id != pk)
    return replace(programme, items=tuple(sorted((*rest, new), key=lambda one: (one.starts_at, one.id))))


class ClashKind(StrEnum):
    """In the order of how much they hurt."""

    SPEAKER_TWICE = "speaker_twice"
    SPEAKER_ABSENT = "speaker_absent"
    ROOM_TWICE = "room_twice"
    ROOM_CLOSED = "room_closed"
    OUTSIDE_HOURS = "outside_hours"
    LONGER_THAN_DAY = "longer_than_day"
    OVER_MIDNIGHT = "over_midnight"
    TOO_MANY_SEATS = "too_many_seats"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Which sessions do not fit; `where` is the room's or the speaker's id, `at` the moment in question."""

    kind: ClashKind
    items: tuple[int, ...]
    where: int | None = None
    at: datetime | None = None


def clashes(
    programme: Programme,
    closures: Mapping[int, datetime],
    *,
    absences: Mapping[int, tuple[Span, ...]] | None = None,
    zone: ZoneInfo = BERLIN,
) -> tuple[Clash, ...]:
    """All clashes, the worst kinds first, then by time.

    `closures`: from when on a room is lost; `absences`: when a speaker cannot be there.
    """
    live = [item for item in programme.items if not item.is_cancelled]
    order = {item.id: (item.starts_at, item.id) for item in live}
    kinds = list(ClashKind)
    found = (
        *_overlaps(live, lambda item: tuple(one.speaker for one in item.speakers), ClashKind.SPEAKER_TWICE),
        *_overlaps(live, lambda item: (item.room,) if item.room else (), ClashKind.ROOM_TWICE),
        *_absent_speakers(live, absences or {}),
        *_closed_rooms(live, closures),
        *_odd_hours(live, programme.days, zone),
        *_crowded(live, programme),
    )
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), order[one.items[0]])))


def _overlaps(
    items: Iterable[Item], holders: Callable[[Item], Iterable[int]], kind: ClashKind
) -> Iterator[Clash]:
    """Pairs of sessions at one time that want the same speaker, or the same room."""
    held: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.starts_at, item.id)):
        for holder in holders(item):
            held[holder] = [one for one in held[holder] if one.ends_at > item.starts_at]
            for other in held[holder]:
                yield Clash(kind=kind, items=(other.id, item.id), where=holder, at=item.starts_at)
            held[holder].append(item)


def _absent_speakers(items: Iterable[Item], absences: Mapping[int, tuple[Span, ...]]) -> Iterator[Clash]:
    for item in items:
        speakers = [one.speaker for one in item.speakers]
        for away in absent_speakers((item.starts_at, item.ends_at), speakers, absences):
            yield Clash(kind=ClashKind.SPEAKER_ABSENT, items=(item.id,), where=away, at=item.starts_at)


def _closed_rooms(items: Iterable[Item], closures: Mapping[int, datetime]) -> Iterator[Clash]:
    for item in items:
        closes_at = closures.get(item.room) if item.room is not None else None
        if closes_at is not None and item.ends_at > closes_at:
            yield Clash(kind=ClashKind.ROOM_CLOSED, items=(item.id,), where=item.room, at=closes_at)


def _odd_hours(items: Iterable[Item], days: tuple[ProgrammeDay, ...], zone: ZoneInfo) -> Iterator[Clash]:
    """Sessions while the house is closed: longer than any day, over midnight, or simply outside."""
    longest = max((day.closes_at - day.opens_at for day in days), default=None)
    for item in items:
        if any(day.opens_at <= item.starts_at and item.ends_at <= day.closes_at for day in days):
            continue
        if longest is not None and item.ends_at - item.starts_at > longest:
            yield Clash(kind=ClashKind.LONGER_THAN_DAY, items=(item.id,))
        elif local_day(item.starts_at, zone) != local_day(item.ends_at, zone):
            yield Clash(kind=ClashKind.OVER_MIDNIGHT, items=(item.id,))
        else:
            yield Clash(kind=ClashKind.OUTSIDE_HOURS, items=(item.id,))


def _crowded(items: Iterable[Item], programme: Programme) -> Iterator[Clash]:
    seats = {room.id: room.seats for room in programme.rooms}
    for item in items:
        most = seats.get(item.room) if item.room is not None else None
        if item.seats is not None and most is not None and item.seats > most:
            yield Clash(kind=ClashKind.TOO_MANY_SEATS, items=(item.id,), where=item.room)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WaitingSession:
    """A session that has no time yet."""

    id: int
    title_de: str
    title_en: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft with what only the organisers see."""

    programme: Programme
    versions: dict[int, int]
    waiting: tuple[_WaitingSession, ...]
    closures: dict[int, datetime]
    absences: Mapping[int, tuple[Span, ...]]


def draft_of(event_id: int) -> Draft:
    """Ten queries, however large the programme is."""
    rows = Session.objects.filter(event_id=event_id).values_list(
        "pk", "title_de", "title_en", "version", "starts_at"
    )
    found = list(rows.order_by("title_de", "pk"))
    return Draft(
        programme=drafted(event_id),
        versions={pk: version for pk, _de, _en, version, _at in found},
        waiting=tuple(
            _WaitingSession(id=pk, title_de=de, title_en=en, version=version)
            for pk, de, en, version, at in found
            if at is None
        ),
        closures=closures_of(event_id),
        absences=absences_by_speaker(event_id),
    )


def closures_of(event_id: int) -> dict[int, datetime]:
    """From when on which rooms are lost: by themselves, or with their part of the house."""
    rows = Room.objects.filter(event_id=event_id).values_list("pk", "closes_at", "zone__closes_at")
    ends = {pk: [at for at in moments if at is not None] for pk, *moments in rows}
    return {pk: min(moments) for pk, moments in ends.items() if moments}


def changed_lately(event_id: int) -> int:
    """How many sessions with a time were changed since the last version; all of them where there is none."""
    last = ProgrammeVersion.objects.filter(event_id=event_id).aggregate(at=Max("published_at"))["at"]
    rows = Session.objects.filter(event_id=event_id, starts_at__isnull=False)
    return (rows.filter(changed_at__gt=last) if last else rows).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMove:
    """Where a session was before somebody moved it just now, and nobody has touched it since."""

    session: Session
    room_id: int | None
    starts_at: datetime


def last_move(event_id: int, user_id: int | None, *, since: datetime) -> LastMove | None:
    """The last move of this person, if it can be taken back by another."""
    entry = (
        AuditEntry.objects.filter(by_id=user_id, verb="session.moved", at__gte=since).order_by("-pk").first()
    )
    if entry is None:
        return None
    row = Session.objects.filter(event_id=event_id, pk=entry.object_id).first()
    starts = entry.changes.get("starts_at")
    rooms = entry.changes.get("room_id")
    if row is None or row.starts_at is None or row.changed_at != entry.at:
        return None
    before = datetime.fromisoformat(starts[0]) if starts and starts[0] else None
    if starts and before is None:
        return None  # it had no time: there is no place to go back to
    return LastMove(
        session=row, room_id=rooms[0] if rooms else row.room_id, starts_at=before or row.starts_at
    )


_OF_SPEAKERS: Final = (ClashKind.SPEAKER_TWICE, ClashKind.SPEAKER_ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A session in a clash."""

    id: int
    title: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashLine:
    text: str
    sessions: Sequence[_Named]


class _Namer:
    """Names of rooms and speakers, looked up once for all clashes of a page."""

    def __init__(self, slug: str, programme: Programme) -> None:
        self.base = reverse("events:edit_session", args=[slug, 0]).removesuffix("0/")
        self.items = {item.id: item for item in programme.items}
        self.rooms = {room.id: pick(room.name_de, room.name_en) for room in programme.rooms}
        self.seats = {room.id: room.seats for room in programme.rooms}
        self.people = {one.id: one.name for one in programme.people}

    def line(self, clash: Clash) -> ClashLine:
        return ClashLine(
            text=self.text(clash), sessions=tuple(self.named(self.items[pk]) for pk in clash.items)
        )

    def named(self, item: Item) -> _Named:
        room = self.rooms.get(item.room or 0, "")
        day = format_short_day(item.starts_at)
        when = f"{day}, {format_range(item.starts_at, item.ends_at)}"
        return _Named(
            id=item.id,
            title=pick(item.title_de, item.title_en),
            when=f"{when}, {room}" if room else when,
            url=f"{self.base}{item.id}/" if item.id else "",
        )

    def text(self, clash: Clash) -> str:
        where = clash.where or 0
        at = format_time(clash.at) if clash.at else ""
        name = self.people.get(where, "") if clash.kind in _OF_SPEAKERS else self.rooms.get(where, "")
        words = {
            ClashKind.SPEAKER_TWICE: _("%(name)s is in two sessions at %(at)s."),
            ClashKind.SPEAKER_ABSENT: _("%(name)s cannot be there at %(at)s."),
            ClashKind.ROOM_TWICE: _("%(name)s is double-booked at %(at)s."),
            ClashKind.ROOM_CLOSED: _("%(name)s is unavailable from %(at)s."),
            ClashKind.OUTSIDE_HOURS: _("The venue is closed then."),
            ClashKind.LONGER_THAN_DAY: _("This is longer than any day of the event."),
            ClashKind.OVER_MIDNIGHT: _("This goes past midnight, when the venue is closed."),
            ClashKind.TOO_MANY_SEATS: _("%(name)s has only %(seats)s places."),
        }
        return words[clash.kind] % {"name": name, "at": at, "seats": self.seats.get(where) or 0}


def lines_of(slug: str, programme: Programme, found: Iterable[Clash]) -> tuple[ClashLine, ...]:
    """One sentence for each clash, in the order given, with the sessions it is about."""
    namer = _Namer(slug, programme)
    return tuple(namer.line(clash) for clash in found)
