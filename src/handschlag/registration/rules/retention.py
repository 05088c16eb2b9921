"""How long registrations are kept."""

from __future__ import annotations

from datetime import date, timedelta


def _is_over(last_day: date, *, today: date, keep: timedelta) -> bool:
    """Whether the people of an event that ended on `last_day` are forgotten today."""
    return today > last_day + keep


def ends_before(today: date, *, keep: timedelta) -> date:
    """Events that ended before this day are forgotten."""
    return today - keep
