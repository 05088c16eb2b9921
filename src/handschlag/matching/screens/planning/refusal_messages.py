"""Why something in planning did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.planning_refusals import PlanRefusal
from handschlag.matching.rules.refusals import MatchingRefusal

WORDS: Final[dict[StrEnum, str | Promise]] = {
    PlanRefusal.NO_RUN: _("This run does not exist any more."),
    PlanRefusal.NOT_RUNNING: _("This run is over already."),
    PlanRefusal.NO_PLAN: _("This run has found no timetable."),
    PlanRefusal.SCENARIO: _("This is a scenario: the event would have to be changed first."),
    PlanRefusal.BREAKS_PROMISES: _(
        "This plan breaks confirmed meetings. It cannot be published: what was promised takes place."
    ),
    PlanRefusal.OUT_OF_DATE: _(
        "This plan is out of date: a meeting that was confirmed meanwhile could not be held beside it. "
        "Nothing was changed. Compute once more."
    ),
    PlanRefusal.CHANGED_MEANWHILE: _(
        "Something was changed meanwhile, so this page shows the new state. Nothing was done: look once more."
    ),
    PlanRefusal.UNPLANNABLE: _("Two slots of this event are at the same time. Move one of the blocks first."),
    PlanRefusal.NOTHING_NEW: _("There is nothing new to publish."),
    PlanRefusal.BROKEN: _("The verifier objects to the timetable, so it cannot be published."),
    PlanRefusal.NEEDS_CONSENT: _(
        "The fix date is over: what was published keeps its time. Nothing was changed."
    ),
    PlanRefusal.NOT_MOVED: _("The meeting takes place at that time already."),
    PlanRefusal.TOO_LATE: _("It is too late to ask people: one of the times is less than an hour away."),
    PlanRefusal.CANNOT_STAY: _(
        "One of these meetings cannot stay at its published time until people have agreed, because times or "
        "places have changed. Take it out of the timetable, or put the times back."
    ),
    PlanRefusal.NO_MOVE: _("This move does not exist any more."),
    PlanRefusal.NO_VERSION: _("This version does not exist."),
    PlanRefusal.NOT_FREE: _("That time or place is not free any more. Nothing was changed."),
    PlanRefusal.NO_REASON: _("Say why, in one line."),
    PlanRefusal.NO_MEETING: _("This meeting does not exist any more."),
    PlanRefusal.TOO_MANY_RUNS: _("Four runs are waiting already. Stop or discard one first."),
    MatchingRefusal.NOT_IN_THIS_STATE: _("That is not possible any more: it was decided meanwhile."),
    MatchingRefusal.TOO_LATE: _("The time for this answer is over. Everything stays as it was."),
    MatchingRefusal.NOT_YOURS: _("This person was not asked."),
    MatchingRefusal.NOT_OFFERED: _("This event offers no matching at present."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason])
