"""What the format knows: a conference, its days, rooms, and talks; pauses are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


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
