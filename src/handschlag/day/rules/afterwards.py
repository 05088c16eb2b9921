"""What is asked after the event, when, and why an answer is not taken."""

from __future__ import annotations

from datetime import date
from typing import Final

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

ASKED_AFTER: Final = (30, 90)  # days
LONGEST_NOTE: Final = 2000
LONGEST_STEP: Final = 200
PATIENCE: Final = 21  # days after which nobody is asked for the first time any more


class AfterwardsRefusal(Reason):
    NOT_YOURS = "not_yours", _("This meeting has been given to someone else.")
    NOT_YET = "not_yet", _("This meeting has not begun yet.")
    DID_NOT_TAKE_PLACE = "did_not_take_place", _("You reported that this meeting did not take place.")
    NOTHING_TO_OBJECT_TO = "nothing_to_object_to", _("Nobody says any longer that it did not take place.")
    OVER = "over", _("This offer has expired.")
    NO_CONTACT = "no_contact", _("This contact has not been released or is no longer shared.")
    NOT_ASKED_YET = "not_asked_yet", _("We ask this 30 days after the event at the earliest.")


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
