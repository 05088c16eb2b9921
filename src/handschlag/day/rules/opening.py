"""Which page of the day the personal link opens."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from handschlag.day.rules.afterwards import question_now


class Opening(StrEnum):
    """The address of a page."""

    NOW = "day:today"
    REVIEW = "day:afterwards"
    RESULTS = "day:came_of_it"


def page_now(
    *, first_day: date, last_day: date, today: date, has_met: bool, has_ahead: bool
) -> Opening | None:
    """On the days of the event what comes next; when all meetings are over, what came of them.

    >>> day = date(2027, 4, 14)
    >>> page_now(first_day=day, last_day=day, today=day, has_met=True, has_ahead=True)
    <Opening.NOW: 'day:today'>
    """
    if today < first_day:
        return None
    if today <= last_day and (has_ahead or not has_met):
        return Opening.NOW
    if not has_met:
        return None
    return Opening.RESULTS if question_now(last_day, today) else Opening.REVIEW
