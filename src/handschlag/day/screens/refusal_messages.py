"""Why something on the day did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.day.rules.refusals import DayRefusal
from handschlag.matching.screens.planning.refusal_messages import refusal_message as planning_words

WORDS: Final[dict[StrEnum, str | Promise]] = {
    DayRefusal.NO_INCIDENT: _("This incident does not exist any more."),
    DayRefusal.NO_SUBJECT: _("Say whom or what the incident is about."),
    DayRefusal.BAD_TIMES: _("It would end before it begins. Look at the times once more."),
    DayRefusal.ALREADY_OPEN: _("This incident is open already: you find it in the list."),
    DayRefusal.CLOSED: _("Somebody has dealt with this incident already. Nothing was changed."),
    DayRefusal.SUPPOSED: _("This is only supposed. Make it real first; until then nothing is sent."),
    DayRefusal.NO_PROPOSAL: _("This proposal does not exist any more. Compute anew."),
    DayRefusal.OUT_OF_DATE: _(
        "The timetable has changed since this was computed, or the time is frozen by now. "
        "Nothing was changed: compute anew."
    ),
    DayRefusal.UNREPAIRABLE: _(
        "No repair was found that keeps every rule. Nothing was changed: "
        "move meetings by hand in the timetable."
    ),
    DayRefusal.NOT_PUBLISHED: _("No timetable is published yet, so there is nothing to repair."),
    DayRefusal.UNDONE: _("This was taken back already."),
    DayRefusal.BEGUN: _(
        "This cannot be taken back any more: a meeting of it has begun, or begins within the frozen time."
    ),
    DayRefusal.DEPENDS: _(
        "This cannot be taken back: a later change rests on it. "
        "Take that one back first, or open a new incident."
    ),
    DayRefusal.NO_MEETING: _("This person has no meeting now, so nobody misses them."),
    DayRefusal.BAD_SETTING: _("Between 0 and 240 minutes, and 20 meetings at most."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason]) if reason in WORDS else planning_words(reason)
