"""Why something of afterwards does not happen; the edge words each reason."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

ASKED_AFTER: Final = (30, 90)  # days
LONGEST_NOTE: Final = 2000
LONGEST_STEP: Final = 200
PATIENCE: Final = 21  # days after which nobody is asked for the first time any more


class AfterwardsRefusal(StrEnum):
    NOT_YOURS = "not_yours"
    NOT_YET = "not_yet"  # the meeting has not begun
    DID_NOT_TAKE_PLACE = "did_not_take_place"
    NOTHING_TO_OBJECT_TO = "nothing_to_object_to"
    OVER = "over"
    NO_CONTACT = "no_contact"
    NOT_ASKED_YET = "not_asked_yet"


def question_now(last_day: date, today: date) -> int | None:
    """After how many days one is asked today: the newest question that has come up.

    >>> question_now(date(2027, 4, 14), date(2027, 5, 14)), question_now(date(2027, 4, 14), date(2027, 5, 13))
    (30, None)
    """
    passed = (today - last_day).days
    return max((days for days in ASKED_AFTER if passed >= days), default=None)


def questions_due(last_day: date, today: date) -> tuple[int, ...]:
    """For which questions letters go out today; nobody hears of an old one long after."""
    passed = (today - last_day).days
    return tuple(days for days in ASKED_AFTER if days <= passed <= days + PATIENCE)
