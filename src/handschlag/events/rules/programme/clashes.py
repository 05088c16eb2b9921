"""What does not fit together in a programme. A clash is a warning: the organisers decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from handschlag.events.rules.contributions import Span, absent_speakers
from handschlag.events.rules.moments import BERLIN, local_day
from handschlag.events.rules.programme.contents import Item, Programme, ProgrammeDay


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
