"""Which email somebody gets in which phase: a table; each at most once, and none without content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handschlag.matching.rules.phases import Dates


class EmailKind(StrEnum):
    """Everything that a participant can turn off."""

    PROFILES = "profiles"
    WISHES = "wishes"
    UNSENT = "unsent"
    WAITING = "waiting"
    ENDING = "ending"  # the time for answers
    FIXED = "fixed"
    COMING = "coming"  # whether the person comes: what is released in time is offered to others
    TOMORROW = "tomorrow"
    THANKS = "thanks"
    REQUESTS = "requests"  # new ones have come in
    RESULTS = "results"  # what came of the meetings, 30 and 90 days later


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantStanding:
    """What is known of one participant when emails are due."""

    joined_at: datetime
    has_profile: bool = False
    recommendations: int = 0
    has_asked: bool = False
    unsent_since: datetime | None = None  # the last change of wishes that could be sent
    waiting: int = 0
    waiting_since: datetime | None = None  # the oldest request without an answer
    meetings: int = 0
    has_confirmed: bool = False  # that they come


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One email: from when, until when, and whether it would say anything to this person."""

    kind: EmailKind
    begins: Callable[[Dates], datetime]
    ends: Callable[[Dates], datetime]
    has_content: Callable[[ParticipantStanding, Dates, datetime], bool]


_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
PAUSE: Final = timedelta(hours=20)  # between two of them, but for those that a day later are of no use
URGENT: Final = frozenset({EmailKind.ENDING, EmailKind.COMING, EmailKind.TOMORROW})
FIRST_HOUR, LAST_HOUR = 8, 20  # by the clocks of the event

# The most pressing first: one email is sent at a time. Who joined later has just been shown the same page.
TABLE: Final = (
    _Row(
        kind=EmailKind.TOMORROW,
        begins=lambda dates: dates.begins_at - 26 * _HOUR,
        ends=lambda dates: dates.begins_at - 10 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.ENDING,
        begins=lambda dates: dates.answers_until - 30 * _HOUR,
        ends=lambda dates: dates.answers_until - 2 * _HOUR,
        has_content=lambda one, _dates, _now: one.waiting > 0,
    ),
    _Row(
        kind=EmailKind.THANKS,
        begins=lambda dates: dates.ends_at + _HOUR,
        ends=lambda dates: dates.ends_at + 7 * _DAY,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.COMING,
        begins=lambda dates: dates.begins_at - 48 * _HOUR,
        ends=lambda dates: dates.begins_at - 27 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0 and not one.has_confirmed,
    ),
    _Row(
        kind=EmailKind.FIXED,
        begins=lambda dates: dates.fixed_at,
        ends=lambda dates: dates.begins_at - 36 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.UNSENT,
        begins=lambda dates: dates.wishes_from,
        ends=lambda dates: dates.answers_until,
        has_content=lambda one, dates, now: _waits(
            one.unsent_since, now, at_most=_DAY, until=dates.answers_until
        ),
    ),
    _Row(
        kind=EmailKind.WAITING,
        begins=lambda dates: dates.answers_until - 5 * _DAY,
        ends=lambda dates: dates.answers_until - 2 * _DAY,
        has_content=lambda one, _dates, now: (
            one.waiting > 0 and one.waiting_since is not None and now - one.waiting_since >= 2 * _DAY
        ),
    ),
    _Row(
        kind=EmailKind.WISHES,
        begins=lambda dates: dates.wishes_from,
        ends=lambda dates: dates.answers_until,
        has_content=lambda one, dates, _now: (
            one.recommendations > 0
            and not one.has_asked
            and one.unsent_since is None
            and one.joined_at < dates.wishes_from
        ),
    ),
    _Row(
        kind=EmailKind.PROFILES,
        begins=lambda dates: dates.profiles_from,
        ends=lambda dates: dates.wishes_from,
        has_content=lambda one, dates, _now: not one.has_profile and one.joined_at < dates.profiles_from,
    ),
)


def _waits(since: datetime | None, now: datetime, *, at_most: timedelta, until: datetime) -> bool:
    """Whether somebody seems to have forgotten it: for a day, or two hours when that is all there is left."""
    if since is None:
        return False
    patience = at_most if until - now > at_most else 2 * _HOUR
    return now - since >= patience


def email_due(
    standing: ParticipantStanding,
    dates: Dates,
    *,
    done: frozenset[str],
    last_sent: datetime | None,
    now: datetime,
) -> EmailKind | None:
    """The one email to send now; `done` are the kinds that were sent or are not wanted."""
    may_send_any = last_sent is None or now - last_sent >= PAUSE
    for row in TABLE:
        is_open = row.begins(dates) <= now < row.ends(dates)
        is_new = row.kind not in done and (may_send_any or row.kind in URGENT)
        if is_open and is_new and row.has_content(standing, dates, now):
            return row.kind
    return None


def is_time_for_emails(hour: int) -> bool:
    """Whether the clocks of the event show an hour at which people read them."""
    return FIRST_HOUR <= hour < LAST_HOUR
