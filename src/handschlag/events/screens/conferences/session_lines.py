"""Sessions under the parts of a day, as lists of a programme show them."""

from __future__ import annotations

from collections.abc import Iterable
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
    weekday_name,
)
from handschlag.events.queries.conferences.published_programme import PublishedSession

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
