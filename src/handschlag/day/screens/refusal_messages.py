"""Why something on the day did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.day.rules.refusals import DayRefusal
from handschlag.matching.screens.planning.refusal_messages import refusal_message as planning_words

WORDS: Final[dict[StrEnum, str | Promise]] = {
    DayRefusal.NO_INCIDENT: _("This incident has been deleted."),
    DayRefusal.NO_SUBJECT: _("Select the person, table or session concerned."),
    DayRefusal.BAD_TIMES: _("The end must be after the start. Check the times."),
    DayRefusal.ALREADY_OPEN: _("This incident is already open. See the list."),
    DayRefusal.CLOSED: _("Someone has already dealt with this incident. Nothing was changed."),
    DayRefusal.SUPPOSED: _(
        "This is a simulation. Nothing is sent until you confirm that it has really happened."
    ),
    DayRefusal.NO_PROPOSAL: _("This suggestion is out of date. Calculate again."),
    DayRefusal.OUT_OF_DATE: _(
        "The timetable has changed since this was calculated, or it is too late to move this "
        "meeting. Nothing was changed. Calculate again."
    ),
    DayRefusal.UNREPAIRABLE: _(
        "No solution follows every rule. Nothing was changed. Move meetings manually in the timetable."
    ),
    DayRefusal.NOT_PUBLISHED: _("No timetable has been published yet, so there is nothing to change."),
    DayRefusal.UNDONE: _("This has already been undone."),
    DayRefusal.BEGUN: _("This can no longer be undone: one of the meetings has started or starts too soon."),
    DayRefusal.DEPENDS: _(
        "This cannot be undone because a later change depends on it. Undo that change first or "
        "record a new incident."
    ),
    DayRefusal.NO_MEETING: _("This person has no meeting at the moment."),
    DayRefusal.BAD_SETTING: _("Enter 0 to 240 minutes and up to 20 meetings."),
}


def refusal_message(reason: StrEnum) -> str:
    """The refusal in the reader's language, also one that comes from planning."""
    return str(WORDS[reason]) if reason in WORDS else planning_words(reason)
