"""How long it is until something, in the unit in which people say it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

IN_MINUTES: Final = 120
IN_HOURS: Final = 48 * 60


class Unit(StrEnum):
    MINUTES = "minute"
    HOURS = "hour"
    DAYS = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    number: int
    unit: Unit


def left(until: datetime, now: datetime) -> Left:
    """Begun minutes count as whole ones: nobody comes too late by it.

    >>> from datetime import UTC
    >>> now = datetime(2027, 4, 14, 10, 13, 30, tzinfo=UTC)
    >>> left(now.replace(minute=20, second=0), now)
    Left(number=7, unit=<Unit.MINUTES: 'minute'>)
    """
    minutes = max(0, math.ceil((until - now) / timedelta(minutes=1)))
    if minutes < IN_MINUTES:
        return Left(number=minutes, unit=Unit.MINUTES)
    if minutes < IN_HOURS:
        return Left(number=minutes // 60, unit=Unit.HOURS)
    return Left(number=minutes // (24 * 60), unit=Unit.DAYS)


def next_one(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> int | None:
    """The place of what runs now or comes next; None when all is over. The spans are in order."""
    return next((place for place, (_, ends_at) in enumerate(spans) if ends_at > now), None)
