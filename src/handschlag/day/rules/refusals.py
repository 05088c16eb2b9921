"""Why something on the day does not happen, and what organisers are told of it."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class DayRefusal(Reason):
    NO_INCIDENT = "no_incident", _("This incident has been deleted.")
    # nobody and nothing that it is about
    NO_SUBJECT = "no_subject", _("Select the person, table or session concerned.")
    BAD_TIMES = "bad_times", _("The end must be after the start. Check the times.")
    ALREADY_OPEN = "already_open", _("This incident is already open. See the list.")
    CLOSED = "closed", _("Someone has already dealt with this incident. Nothing was changed.")
    SUPPOSED = (
        "supposed",
        _("This is a simulation. Nothing is sent until you confirm that it has really happened."),
    )
    NO_PROPOSAL = "no_proposal", _("This suggestion is out of date. Calculate again.")
    # computed on a timetable that is not current, or for a time that is over
    OUT_OF_DATE = (
        "out_of_date",
        _(
            "The timetable has changed since this was calculated, or it is too late to move this "
            "meeting. Nothing was changed. Calculate again."
        ),
    )
    # the timetable breaks rules already
    UNREPAIRABLE = (
        "unrepairable",
        _("No solution follows every rule. Nothing was changed. Move meetings manually in the timetable."),
    )
    NOT_PUBLISHED = (
        "not_published",
        _("No timetable has been published yet, so there is nothing to change."),
    )
    UNDONE = "undone", _("This has already been undone.")
    # a meeting of the repair has begun, or is frozen
    BEGUN = "begun", _("This can no longer be undone: one of the meetings has started or starts too soon.")
    DEPENDS = (
        "depends",
        _(
            "This cannot be undone because a later change depends on it. Undo that change first or "
            "record a new incident."
        ),
    )
    # nobody can be missing where nobody meets
    NO_MEETING = "no_meeting", _("This person has no meeting at the moment.")
    BAD_SETTING = "bad_setting", _("Enter 0 to 240 minutes and up to 20 meetings.")
