"""Whether one can register for an event now, by its own words."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum


class RegistrationPhase(StrEnum):
    NONE = "none"  # not through this platform
    NOT_YET = "not_yet"
    OPEN = "open"
    BY_LINK = "by_link"  # open for whoever was invited
    CLOSED = "closed"
    OVER = "over"


def registration_phase(
    opens_at: datetime | None,
    closes_at: datetime | None,
    *,
    is_open: bool,
    last_day: date,
    today: date,
    now: datetime,
) -> RegistrationPhase:
    """A past event comes before all else; without any date there is no registration here."""
    if last_day < today:
        return RegistrationPhase.OVER
    if opens_at is None and closes_at is None:
        return RegistrationPhase.NONE
    if closes_at is not None and closes_at <= now:
        return RegistrationPhase.CLOSED
    if opens_at is not None and opens_at > now:
        return RegistrationPhase.NOT_YET
    return RegistrationPhase.OPEN if is_open else RegistrationPhase.BY_LINK
