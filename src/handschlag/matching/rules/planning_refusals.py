"""Why something in planning does not happen, and what people are told of it."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class PlanRefusal(Reason):
    NO_RUN = "no_run", _("This calculation has been deleted.")
    NOT_RUNNING = "not_running", _("This calculation has already ended.")
    # the run has found no timetable
    NO_PLAN = "no_plan", _("No timetable was found.")
    # the event would have to be another one
    SCENARIO = "scenario", _("This is a scenario: the event would have to be changed first.")
    BREAKS_PROMISES = (
        "breaks_promises",
        _(
            "This plan breaks confirmed meetings and cannot be published: "
            "confirmed meetings always take place."
        ),
    )
    # a confirmed meeting could not be held beside the plan
    OUT_OF_DATE = (
        "out_of_date",
        _(
            "This plan is out of date: it leaves no room for a meeting confirmed in the meantime. "
            "Nothing was changed. Calculate again."
        ),
    )
    # somebody was faster
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _(
            "This page has changed in the meantime. Your action was not carried out. Check the page "
            "and try again."
        ),
    )
    # two slots of the event at the same time
    UNPLANNABLE = "unplannable", _("Two time slots overlap. Move one of the blocks first.")
    NOTHING_NEW = "nothing_new", _("There is nothing new to publish.")
    # the verifier objects
    BROKEN = "broken", _("The timetable did not pass the check and cannot be published.")
    # after the fix date a published time stays
    NEEDS_CONSENT = (
        "needs_consent",
        _("The cut-off date has passed: published meetings keep their times. Nothing was changed."),
    )
    # that is when the meeting takes place already
    NOT_MOVED = "not_moved", _("The meeting is already at that time.")
    # there is no time left to ask people
    TOO_LATE = "too_late", _("It is too late to ask: one of the times is less than an hour away.")
    # a published time cannot be kept until people have agreed
    CANNOT_STAY = (
        "cannot_stay",
        _(
            "One of these meetings cannot keep its published time because times or places have "
            "changed. Remove it from the timetable or restore the published times."
        ),
    )
    NO_MOVE = "no_move", _("This request to move a meeting has been withdrawn.")
    NO_VERSION = "no_version", _("This version does not exist.")
    NOT_FREE = "not_free", _("This time or meeting point is no longer free. Nothing was changed.")
    NO_REASON = "no_reason", _("Enter a reason in one line.")
    NO_MEETING = "no_meeting", _("This meeting has been cancelled or deleted.")
    TOO_MANY_RUNS = "too_many_runs", _("Four calculations are already waiting. Stop or discard one first.")
