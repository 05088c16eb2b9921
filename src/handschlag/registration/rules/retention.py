"""How long registrations are kept."""

from __future__ import annotations

from datetime import date, timedelta


def ends_before(today: date, *, keep: timedelta) -> date:
    """Events that ended before this day are forgotten."""
    return today - keep
