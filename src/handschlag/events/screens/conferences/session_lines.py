"""One line of a programme, in the list and wherever a session is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handschlag.common.language import pick
from handschlag.common.times import (
    format_day_and_month,
    format_span,
    format_time,
    local,
    local_date,
    machine_time,
    weekday_name,
)
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.screens.conferences import entries, language_labels

NOON, EVENING = 12, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    id: int
    title: str
    url: str
    begin: str
    iso_begin: str
    end: str
    about: str  # who and where
    kind: str
    track: str
    is_pause: bool
    is_cancelled: bool
    is_invented: bool  # its time
    is_chosen: bool

    @property
    def can_be_chosen(self) -> bool:
        return not self.is_pause and not self.is_cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPart:
    """A part of a day: its name, from when to when, and its lines."""

    name: str
    hours: str
    lines: Sequence[SessionLine]


def session_line(event: Event, line: PublishedSession, *, chosen: Collection[int] = ()) -> SessionLine:
    """The line as everybody reads it; `chosen` are the ids in one's own programme."""
    item = line.item
    return SessionLine(
        id=item.id,
        title=session_title(line),
        url=entries.session_path(event, item.id),
        begin=format_time(item.starts_at),
        iso_begin=machine_time(item.starts_at),
        end=_end_of(item.starts_at, item.ends_at),
        about=_about(line),
        kind=str(language_labels.KINDS[item.kind]),
        track=pick(line.track.name_de, line.track.name_en) if line.track else "",
        is_pause=item.kind in language_labels.PAUSES,
        is_cancelled=item.is_cancelled,
        is_invented=item.is_time_invented,
        is_chosen=item.id in chosen,
    )


def session_title(line: PublishedSession) -> str:
    """The title in the language of the page, or in the other one where it is missing."""
    return pick(line.item.title_de, line.item.title_en)


def room_of(line: PublishedSession) -> str:
    """The name in the language of the page; empty where the session has no room."""
    return pick(line.room.name_de, line.room.name_en) if line.room else ""


def _about(line: PublishedSession) -> str:
    """Ole Martens, Nadja Kielhorn. Saal 1"""
    who = ", ".join(person.name for person in line.people)
    return ". ".join(part for part in (who, room_of(line)) if part)


def _end_of(begin: datetime, end: datetime) -> str:
    """bis 10:00; with its day where that is another one."""
    clock, day = format_time(end), local_date(end)
    if day != local_date(begin):
        clock = f"{clock} ({format_day_and_month(day)})"
    return _("until %(time)s") % {"time": clock}


def session_parts(
    event: Event, lines: Iterable[PublishedSession], *, chosen: Collection[int], names_day: bool
) -> tuple[SessionPart, ...]:
    """Morning, afternoon and evening of each day; what begins after midnight belongs to the evening."""
    groups: dict[tuple[date, int], list[PublishedSession]] = {}
    for line in lines:
        groups.setdefault((line.day, _part_of(line)), []).append(line)
    return tuple(
        SessionPart(
            name=_name_of(day, part, names_day=names_day),
            hours=format_span(
                min(line.item.starts_at for line in group), max(line.item.ends_at for line in group)
            ),
            lines=tuple(session_line(event, line, chosen=chosen) for line in group),
        )
        for (day, part), group in groups.items()
    )


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
