"""Where an event stands: profile, wishes, answers, fixed, the day, afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handschlag.common.prepared_queries import PreparedQuery
from handschlag.events.models import EventDay
from handschlag.matching.models import Service

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


def is_offered(event_id: int) -> bool:
    """Whether somebody has set it up for this event, open or not yet."""
    return Service.objects.filter(event_id=event_id).exists()


def open_service(event_id: int) -> Service | None:
    """The service of an event, once it is open."""
    return _OPEN.first(event=event_id)


def dates_of(service: Service) -> Dates:
    """An event without days begins and ends for matchmaking at the fix date."""
    moments = _DAYS.rows(event=service.event_id)
    return Dates(
        profiles_from=service.profiles_from,
        wishes_from=service.wishes_from,
        answers_until=service.answers_until,
        fixed_at=service.fixed_at,
        begins_at=moments[0][0] if moments else service.fixed_at,
        ends_at=moments[-1][1] if moments else service.fixed_at,
    )


_OPEN: Final = PreparedQuery(
    lambda event: Service.objects.filter(event_id=event, is_open=True).select_related("event")
)
_DAYS: Final = PreparedQuery(
    lambda event: EventDay.objects.filter(event_id=event).order_by("day").values_list("opens_at", "closes_at")
)


def phase_of(service: Service, now: datetime) -> Phase:
    """Where matchmaking stands at this moment; reads the days of the event."""
    return phase_at(now, dates_of(service))


def service_of_event(event_id: int) -> Service | None:
    """None where the event has no matchmaking; the event is read with it."""
    return Service.objects.select_related("event").filter(event_id=event_id).first()
