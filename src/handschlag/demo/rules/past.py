"""Real events of the past, as far as sources tell of them: read from two tables beside this floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from handschlag.common.csv_tables import read_table

DATA: Final = Path(__file__).parent.parent / "data"
BERLIN: Final = ZoneInfo("Europe/Berlin")
SEEN_ON: Final = date(2026, 11, 1)  # known to the month


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent:
    slug: str
    title_de: str
    title_en: str
    summary_de: str
    summary_en: str
    description_de: str
    description_en: str
    first_day: date
    last_day: date
    venue: str
    place: str
    land: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """`invented` is empty where a source names both times, else `time` or `end`."""

    event: str
    starts_at: datetime
    ends_at: datetime
    invented: str
    kind: str
    title_de: str
    title_en: str
    note_de: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastActivity:
    """An activity of a past Cluster Week, known to the day; a host is a network or another body."""

    week: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    first_day: date
    last_day: date
    venue: str
    place: str
    land: str
    host: str
    network: str
    field: str
    link: str


def past_hosts() -> Sequence[dict[str, str]]:
    """Who invited to past events: `name` of a body, or `network` of the directory."""
    return read_table(DATA / "past_hosts.csv")


def past_weeks() -> Sequence[dict[str, str]]:
    """The Cluster Weeks that have been, in the order of the table."""
    return read_table(DATA / "past_weeks.csv")


def past_activities() -> Sequence[PastActivity]:
    """What sources report of them."""
    return [
        PastActivity(
            **{
                **row,  # type: ignore[arg-type]  # the two days are replaced
                "first_day": date.fromisoformat(row["first_day"]),
                "last_day": date.fromisoformat(row["last_day"]),
            }
        )
        for row in read_table(DATA / "past_activities.csv")
    ]


def past_events() -> Sequence[PastEvent]:
    """Every row of the table of past events, with its two days as dates."""
    return [
        PastEvent(
            **{
                **row,  # type: ignore[arg-type]  # the two days are replaced
                "first_day": date.fromisoformat(row["first_day"]),
                "last_day": date.fromisoformat(row["last_day"]),
            }
        )
        for row in read_table(DATA / "past_events.csv")
    ]


def past_sessions() -> Sequence[PastSession]:
    """Every session of the past events, in the order of the table, with its times as moments."""
    return [
        PastSession(
            event=row["event"],
            starts_at=_moment(row["day"], row["start"]),
            ends_at=_moment(row["day"], row["end"]),
            invented=row["invented"],
            kind=row["kind"],
            title_de=row["title_de"],
            title_en=row["title_en"],
            note_de=row["note_de"],
            note_en=row["note_en"],
        )
        for row in read_table(DATA / "past_sessions.csv")
    ]


def _moment(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), tzinfo=BERLIN)
