"""Where an event stands: profile, wishes, answers, fixed, the day, afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MOST_STANDING: Final = 10  # people whom somebody accepts beforehand for one need


class Phase(StrEnum):
    BEFORE = "before"
    PROFILE = "profile"
    WISHES = "wishes"  # wishes are sent and answered
    CLOSED = "closed"  # answers are over, the fix date is not there yet
    FIXED = "fixed"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The limits of the phases; each begins with its moment."""

    profiles_from: datetime
    wishes_from: datetime
    answers_until: datetime
    fixed_at: datetime
    begins_at: datetime
    ends_at: datetime


def phase_at(now: datetime, dates: Dates) -> Phase:
    """The phase of a moment; at the limit itself the later one.

    >>> from datetime import UTC, datetime
    >>> days = [datetime(2027, 4, day, tzinfo=UTC) for day in range(1, 7)]
    >>> names = ["profiles_from", "wishes_from", "answers_until", "fixed_at", "begins_at", "ends_at"]
    >>> phase_at(days[2], Dates(**dict(zip(names, days))))
    <Phase.CLOSED: 'closed'>
    """
    limits = (
        (dates.ends_at, Phase.AFTER),
        (dates.begins_at, Phase.DAY),
        (dates.fixed_at, Phase.FIXED),
        (dates.answers_until, Phase.CLOSED),
        (dates.wishes_from, Phase.WISHES),
        (dates.profiles_from, Phase.PROFILE),
    )
    return next((phase for limit, phase in limits if now >= limit), Phase.BEFORE)


def open_until(now: datetime, dates: Dates) -> datetime:
    """Until when requests are sent and answered: who is late may still do so until the event ends."""
    return dates.answers_until if now < dates.answers_until else dates.ends_at


def opening_page(phase: Phase, *, has_profile: bool) -> str:
    """The page on which somebody who takes part goes on; none before it begins.

    >>> opening_page(Phase.WISHES, has_profile=True), opening_page(Phase.FIXED, has_profile=True)
    ('recommended', 'day')
    """
    if phase is Phase.BEFORE:
        return ""
    if may_describe(phase) and not has_profile:
        return "profile"
    return "recommended" if phase in {Phase.PROFILE, Phase.WISHES} else "day"


def may_describe(phase: Phase) -> bool:
    """Whether profiles are written; who comes late may still do so until the event ends."""
    return phase not in {Phase.BEFORE, Phase.AFTER}


def may_wish(phase: Phase) -> bool:
    """Whether requests are sent. After the answers are over a late wish takes what is free."""
    return phase in {Phase.WISHES, Phase.CLOSED, Phase.FIXED, Phase.DAY}


def may_answer(phase: Phase) -> bool:
    """Whether requests are answered: exactly as long as they may be sent."""
    return may_wish(phase)
