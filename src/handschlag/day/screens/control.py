"""The control room: what goes wrong, and what do we propose?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_from
from handschlag.day.models import DaySettings, Repair
from handschlag.day.queries.board import HallBoard
from handschlag.day.queries.incidents import OpenIncident
from handschlag.day.queries.refill_log import RefillLog
from handschlag.day.rules.freezing import frozen_until
from handschlag.day.screens.cards import card, open_card
from handschlag.day.screens.hall import (
    areas_of,
    hall_rows,
    in_use,
    kinds_of,
    legend,
    running_words,
    strip_of,
    to_look_at,
)
from handschlag.day.screens.incident_labels import incident_title
from handschlag.design.components.organiser import Fact
from handschlag.design.numbers import format_number
from handschlag.matching.rules.changes import ChangeKind
from handschlag.matching.rules.repairs import middle


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
    refills: RefillLog


def control_context(today: ControlRoomMoment, *, seen: Seen) -> dict[str, Any]:
    """The room at its moment; `seen` says what the browser has open and which incidents it knows."""
    board, waiting, now = today.board, today.waiting, today.at
    current = _chosen(waiting, seen.incident)
    kinds = kinds_of(board, now=now)
    newest = seen.newest or max((one.row.pk for one in waiting), default=0)
    return {
        "slug": today.slug,
        "now": now,
        "running": running_words(board, now=now),
        "strip": strip_of(board, now=now, frozen_until=frozen_until(now, today.settings.freeze_minutes)),
        "figures": _facts(board, kinds),
        "open_count": sum(not one.row.supposed for one in waiting),
        "newest": newest,
        "new_count": sum(one.row.pk > newest for one in waiting),
        "quiet": _quiet(board, waiting, now=now),
        "chosen_id": current.row.pk if current else 0,
        "chosen": open_card(current, today.names, now=now) if current else None,
        "others": [
            card(one, now=now, is_new=one.row.pk > newest)
            for one in _in_order(waiting, newest)
            if one is not current
        ],
        "areas": areas_of(board, kinds),
        "legend": legend(),
        "rows": hall_rows(board, kinds, today.names, is_all=seen.is_all, now=now),
        "is_all": seen.is_all,
        "is_in_use": bool(in_use(board)),
        "rest_count": len(in_use(board)) - len(to_look_at(board, kinds)),
        "day_settings": today.settings,
        "log": _log_of(today.repairs),
        "done_count": sum(one.undone_at is None for one in today.repairs),
        "refills": today.refills,
    }


def _log_of(repairs: Iterable[Repair]) -> list[tuple[Repair, str, int, int]]:
    """What was done, with the incident in words, how many meetings changed and how many were cancelled."""
    lines = []
    for one in repairs:
        dropped = sum(row["kind"] == ChangeKind.DROPPED for row in one.changes)
        lines.append((one, incident_title(one.incident), len(one.changes) - dropped, dropped))
    return lines


def _chosen(waiting: Sequence[OpenIncident], wanted: int) -> OpenIncident | None:
    """The one that was asked for, or the most urgent one."""
    asked = next((one for one in waiting if one.row.pk == wanted), None)
    return asked or (waiting[0] if waiting else None)


def _in_order(waiting: Sequence[OpenIncident], newest: int) -> list[OpenIncident]:
    """What came while the page was open queues below; nothing above it moves."""
    return sorted(waiting, key=lambda one: one.row.pk > newest)


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
    free = sum(kinds[pk] == "free" for pk in board.now_open)
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
