"""Which day of the programme something belongs to: after midnight it may still be the evening before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class _Opening(Protocol):
    @property
    def day(self) -> date: ...

    @property
    def opens_at(self) -> datetime: ...

    @property
    def closes_at(self) -> datetime: ...


def day_of(moment: datetime, days: Iterable[_Opening], *, zone: ZoneInfo = BERLIN) -> date:
    """The day whose opening hours hold the moment; else the date at the place."""
    local = moment.astimezone(zone).date()
    known = sorted(days, key=lambda one: one.opens_at)
    return next((one.day for one in known if one.opens_at <= moment < one.closes_at), local)
