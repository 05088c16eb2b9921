"""Why something in planning did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.planning_refusals import PlanRefusal
from handschlag.matching.rules.refusals import MatchingRefusal

WORDS: Final[dict[StrEnum, str | Promise]] = {
    PlanRefusal.NO_RUN: _("This calculation has been deleted."),
    PlanRefusal.NOT_RUNNING: _("This calculation has already ended."),
    PlanRefusal.NO_PLAN: _("No timetable was found."),
    PlanRefusal.SCENARIO: _("This is a scenario: the event would have to be changed first."),
    PlanRefusal.BREAKS_PROMISES: _(
        "This plan breaks confirmed meetings and cannot be published: confirmed meetings always take place."
    ),
    PlanRefusal.OUT_OF_DATE: _(
        "This plan is out of date: it leaves no room for a meeting confirmed in the meantime. "
        "Nothing was changed. Calculate again."
    ),
    PlanRefusal.CHANGED_MEANWHILE: _(
        "This page has changed in the meantime. Your action was not carried out. Check the page "
        "and try again."
    ),
    PlanRefusal.UNPLANNABLE: _("Two time slots overlap. Move one of the blocks first."),
    PlanRefusal.NOTHING_NEW: _("There is nothing new to publish."),
    PlanRefusal.BROKEN: _("The timetable did not pass the check and cannot be published."),
    PlanRefusal.NEEDS_CONSENT: _(
        "The cut-off date has passed: published meetings keep their times. Nothing was changed."
    ),
    PlanRefusal.NOT_MOVED: _("The meeting is already at that time."),
    PlanRefusal.TOO_LATE: _("It is too late to ask: one of the times is less than an hour away."),
    PlanRefusal.CANNOT_STAY: _(
        "One of these meetings cannot keep its published time because times or places have "
        "changed. Remove it from the timetable or restore the published times."
    ),
    PlanRefusal.NO_MOVE: _("This request to move a meeting has been withdrawn."),
    PlanRefusal.NO_VERSION: _("This version does not exist."),
    PlanRefusal.NOT_FREE: _("This time or meeting point is no longer free. Nothing was changed."),
    PlanRefusal.NO_REASON: _("Enter a reason in one line."),
    PlanRefusal.NO_MEETING: _("This meeting has been cancelled or deleted."),
    PlanRefusal.TOO_MANY_RUNS: _("Four calculations are already waiting. Stop or discard one first."),
    MatchingRefusal.NOT_IN_THIS_STATE: _(
        "This is no longer possible because it has been decided in the meantime."
    ),
    MatchingRefusal.TOO_LATE: _("It is too late to answer. Nothing has changed."),
    MatchingRefusal.NOT_YOURS: _("This person was not asked."),
    MatchingRefusal.NOT_OFFERED: _("This event has no matchmaking at the moment."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason])
