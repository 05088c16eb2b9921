"""The control room: what goes wrong, and what do we propose?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_from, format_time
from handschlag.day.models import DaySettings, Repair
from handschlag.day.queries.board import HallBoard
from handschlag.day.queries.incidents import OpenIncident
from handschlag.day.rules.freezing import frozen_until
from handschlag.day.screens.cards import Card, LogLine, card, log_line
from handschlag.day.screens.hall import (
    EXCEPTIONS,
    Area,
    HallRow,
    StripCell,
    areas_of,
    hall_rows,
    in_use,
    kinds_of,
    legend,
    running_words,
    strip_of,
)
from handschlag.design.components.organiser import Fact, Mark
from handschlag.design.numbers import format_number
from handschlag.matching.rules.repairs import middle


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hall:
    """The tables: the plan, and the twin in words."""

    areas: Sequence[Area]
    legend: Sequence[Mark]
    rows: Sequence[HallRow]
    is_all: bool
    rest: str
    all_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    url: str
    new: str
    what_if: str
    settings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlScreen:
    as_of: str
    running: str
    strip: Sequence[StripCell]
    facts: Sequence[Fact]
    title: str
    quiet: str
    current: Card | None
    others: Sequence[Card]
    news: str
    hall: _Hall
    threshold: str
    freeze_minutes: int
    automatic_up_to: int | None
    log: Sequence[LogLine]
    log_title: str
    poll_url: str
    links: _Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page shows already: the open incident, and the newest one that it knows."""

    incident: int = 0
    newest: int = 0
    is_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRoomMoment:
    """What the control room looks at, and when it looked."""

    slug: str
    at: datetime
    board: HallBoard
    waiting: Sequence[OpenIncident]
    repairs: Sequence[Repair]
    settings: DaySettings
    names: Mapping[int, str]


def control_screen(today: ControlRoomMoment, *, seen: Seen) -> ControlScreen:
    """The room at its moment; `seen` says what the browser has open and which incidents it knows."""
    board, waiting, names, now = today.board, today.waiting, today.names, today.at
    current = _chosen(waiting, seen.incident)
    kinds = kinds_of(board, now=now)
    newest = seen.newest or max((one.row.pk for one in waiting), default=0)
    return ControlScreen(
        as_of=format_time(now),
        running=running_words(board, now=now),
        strip=strip_of(board, now=now, frozen_until=frozen_until(now, today.settings.freeze_minutes)),
        facts=_facts(board, kinds),
        title=_title_of(waiting),
        quiet=_quiet(board, waiting, now=now),
        current=card(current, today.slug, names, now=now, is_open=True) if current else None,
        others=tuple(
            card(one, today.slug, names, now=now, is_open=False, is_new=one.row.pk > newest)
            for one in _in_order(waiting, newest)
            if one is not current
        ),
        news=_news(waiting, newest),
        hall=_hall_of(today, kinds, is_all=seen.is_all),
        threshold=_threshold(today.settings),
        freeze_minutes=today.settings.freeze_minutes,
        automatic_up_to=today.settings.automatic_up_to,
        log=tuple(log_line(one, today.slug, now=now) for one in today.repairs),
        log_title=ngettext("%(n)s done", "%(n)s done", len(today.repairs)) % {"n": len(today.repairs)},
        poll_url=_poll_url(today.slug, current, newest, is_all=seen.is_all),
        links=_links_of(today.slug),
    )


def _hall_of(today: ControlRoomMoment, kinds: Mapping[int, str], *, is_all: bool) -> _Hall:
    url = reverse("day:control", args=[today.slug])
    return _Hall(
        areas=areas_of(today.board, kinds),
        legend=legend(),
        rows=hall_rows(today.board, kinds, today.names, is_all=is_all, now=today.at),
        is_all=is_all,
        rest=_rest(today.board, kinds),
        all_url=f"{url}#hall" if is_all else f"{url}?all=1#hall",
    )


def _links_of(slug: str) -> _Links:
    new = reverse("day:new", args=[slug])
    return _Links(
        url=reverse("day:control", args=[slug]),
        new=new,
        what_if=f"{new}?supposed=1",
        settings=reverse("day:settings", args=[slug]),
    )


def _poll_url(slug: str, current: OpenIncident | None, newest: int, *, is_all: bool) -> str:
    """The same page again: it names what is open, so that nothing of that moves."""
    shown = current.row.pk if current else 0
    return f"{reverse('day:control', args=[slug])}?incident={shown}&newest={newest}&all={int(is_all)}"


def _chosen(waiting: Sequence[OpenIncident], wanted: int) -> OpenIncident | None:
    """The one that was asked for, or the most urgent one."""
    asked = next((one for one in waiting if one.row.pk == wanted), None)
    return asked or (waiting[0] if waiting else None)


def _in_order(waiting: Sequence[OpenIncident], newest: int) -> list[OpenIncident]:
    """What came while the page was open queues below; nothing above it moves."""
    return sorted(waiting, key=lambda one: one.row.pk > newest)


def _title_of(waiting: Sequence[OpenIncident]) -> str:
    count = sum(not one.row.supposed for one in waiting)
    return ngettext("Incidents, %(n)s open", "Incidents, %(n)s open", count) % {"n": count}


def _news(waiting: Sequence[OpenIncident], newest: int) -> str:
    count = sum(one.row.pk > newest for one in waiting)
    return ngettext("%(n)s new", "%(n)s new", count) % {"n": count} if count else ""


def _quiet(board: HallBoard, waiting: Sequence[OpenIncident], *, now: datetime) -> str:
    """Nothing is wrong: says so, and when people change places next."""
    if waiting:
        return ""
    later = next((one for one in board.slots if one.starts_at > now), None)
    if not board.running and not any(one.starts_at <= now for one in board.slots):
        return _("Nothing is in progress yet.")
    if later is None:
        return _("Everything is on schedule. No more time slots today.")
    return _("Everything is on schedule. Next change at %(at)s.") % {
        "at": format_from(later.starts_at, now=now)
    }


def _facts(board: HallBoard, kinds: Mapping[int, str]) -> tuple[Fact, ...]:
    open_ = len(board.now_open)
    free = sum(kinds[one.pk] == "free" for one in in_use(board))
    return (
        Fact(
            label=_("Meetings in progress"),
            value=format_number(len(board.running)),
            rest=_("of %(n)s tables") % {"n": open_},
        ),
        Fact(label=_("Someone has not come"), value=format_number(len(board.missing))),
        Fact(label=_("Free tables"), value=format_number(free), is_optional=True),
        Fact(
            label=_("Arrived"),
            value=format_number(board.here),
            rest=_("of %(n)s") % {"n": board.people},
            is_optional=True,
        ),
        Fact(
            label=_("Held so far"),
            value=format_number(board.held),
            rest=_("of %(n)s, %(unknown)s unknown") % {"n": board.ended, "unknown": board.unknown}
            if board.unknown
            else _("of %(n)s") % {"n": board.ended},
        ),
        Fact(
            label=_("Rescheduled today"),
            value=format_number(len(board.others_moved)),
            rest=_("median of other meetings moved: %(n)s") % {"n": middle(board.others_moved)}
            if board.others_moved
            else "",
        ),
    )


def _rest(board: HallBoard, kinds: Mapping[int, str]) -> str:
    shown = in_use(board)
    count = sum(kinds[one.pk] not in EXCEPTIONS for one in shown)
    if not shown:
        return _("No table is in use at the moment.")
    return ngettext(
        "The other %(n)s table is in use or free.", "The other %(n)s tables are in use or free.", count
    ) % {"n": count}


def _threshold(settings: DaySettings) -> str:
    """In words, under the list."""
    frozen = _("Meetings that start within %(n)s minutes are not moved.") % {"n": settings.freeze_minutes}
    most = settings.automatic_up_to
    if most is None:
        return _("Nothing is applied without your confirmation.") + " " + frozen
    if not most:
        return _("Applied automatically: changes that move no other meeting.") + " " + frozen
    text = ngettext(
        "Applied automatically: changes that move at most %(n)s other meeting.",
        "Applied automatically: changes that move at most %(n)s other meetings.",
        most,
    )
    return text % {"n": most} + " " + frozen
