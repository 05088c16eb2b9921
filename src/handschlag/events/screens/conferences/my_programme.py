"""My programme: what somebody chose on this device, with everything that clashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handschlag.common.language import pick
from handschlag.common.times import format_span, local_date, weekday_name
from handschlag.events.hooks.attendance import Attendance
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.programme import Item
from handschlag.events.rules.saved_sessions import MOST, SavedSessions, overlaps
from handschlag.events.screens.conferences.event import registration
from handschlag.events.screens.conferences.session_lines import parts_of_days


def chosen_lines(reading: PublishedProgramme, chosen: SavedSessions) -> tuple[PublishedSession, ...]:
    """In the order of their times."""
    return tuple(line for line in reading.lines if line.item.id in chosen.ids)


def mine_screen(
    shown: VisibleEvent,
    reading: PublishedProgramme,
    chosen: SavedSessions,
    *,
    guest: Attendance | None,
    now: datetime,
) -> dict[str, Any]:
    """The page of what was chosen; `guest` is None for visitors who take no part in the event."""
    event, lines = shown.event, chosen_lines(reading, chosen)
    return {
        "event": event,
        "lines": lines,
        "parts": parts_of_days(lines, names_day=len({line.day for line in lines}) > 1),
        "chosen_ids": chosen.ids,
        "clashes": _clashes_among(lines),
        "cancelled": ", ".join(
            pick(line.item.title_de, line.item.title_en) for line in lines if line.item.is_cancelled
        ),
        "limit": MOST,
        "may_register": registration(event, today=local_date(now), now=now).is_open,
        "guest": guest,
    }


def _clashes_among(lines: Sequence[PublishedSession]) -> list[tuple[Item, Item, str]]:
    """Two sessions each, and the time that both want."""
    days = {line.item.id: line.day for line in lines}
    held = [line.item for line in lines if not line.item.is_cancelled]
    return [
        (first, second, f"{weekday_name(days[second.id])}, {format_span(second.starts_at, end)}")
        for first, second in overlaps(held)
        for end in [min(first.ends_at, second.ends_at)]
    ]
