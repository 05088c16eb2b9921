"""What the format knows: a conference, its days, rooms, and talks; pauses are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
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
    people: tuple[Person, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    name: str
    guid: str
    seats: int | None
    talks: tuple[Talk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """`begins_at` and `ends_at`: everything of the day lies between, after midnight, too."""

    index: int
    day: date
    begins_at: datetime
    ends_at: datetime
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    title: str
    acronym: str
    url: str
    base_url: str
    version: str
    first_day: date
    last_day: date
    rooms: tuple[Room, ...]
    tracks: tuple[str, ...]
    days: tuple[Day, ...]
    generator: str = "Handschlag"
    zone: str = "Europe/Berlin"
    step: timedelta = timedelta(minutes=5)


def clock(length: timedelta) -> str:
    """00:40; a day and more is counted in hours."""
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
