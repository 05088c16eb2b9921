"""When the day is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from benchmarks.answers import world


def half_past_ten() -> datetime:
    return datetime(world.DAY.year, world.DAY.month, world.DAY.day, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
