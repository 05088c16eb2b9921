"""Why something in matching does not happen, and what people are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext

from handschlag.common import web
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _


class MatchingRefusal(Reason):
    # the event has no matching service, or it is not open
    NOT_OFFERED = "not_offered", _("This event has no matchmaking at the moment.")
    NOT_IN_THIS_PHASE = "not_in_this_phase", _("This is not possible now. See the dates on your first page.")
    NO_CONSENT = "no_consent", _("Without your consent you are not compared with anyone.")
    # the registration is not (or no longer) confirmed
    NOT_CONFIRMED = (
        "not_confirmed",
        _("Your registration is not confirmed. You need a confirmed place to join matchmaking."),
    )
    ALREADY = "already", _("There is already a request between the two of you.")
    # one of the two takes no part any more
    LEFT = "left", _("This person is no longer taking part.")
    STALE = (
        "stale",
        _(
            "This was changed in another browser window. Your entries are still here: compare them "
            "with the saved version and save again."
        ),
    )
    NO_PURPOSE = "no_purpose", _("Enter the topic in one line.")
    TOO_MANY_MUSTS = (
        "too_many_musts",
        _("You have used all your “must meet” choices. Change one of them to “want to meet” first."),
    )
    TOO_MANY_SENT = "too_many_sent", _("You have sent all your requests. Withdraw one first.")
    TOO_MANY_RECEIVED = (
        "too_many_received",
        _("This person has so many requests that no further ones are possible at the moment."),
    )
    # the sender of a declined request has used the freed place in the meantime
    ASKED_OTHERS = (
        "asked_others",
        _("This person has asked others in the meantime. Send a request yourself if you want to meet."),
    )
    # the same words for whatever reason may not be told
    NOT_POSSIBLE = "not_possible", _("That is not possible.")
    # the organisers keep these categories of participants apart
    CATEGORIES_APART = (
        "categories_apart",
        _("At this event people of these two categories do not meet one another."),
    )
    NOT_YOURS = "not_yours", _("This request is not yours.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This is no longer possible: the request has been answered or withdrawn."),
    )
    # a change would cost or move agreed meetings, and is not confirmed yet
    ENDANGERS = "endangers", _("This would cancel confirmed meetings.")
    # after the fix date only with consent
    FIXED = "fixed", _("The times are fixed. A change needs the consent of everyone concerned.")
    NOT_A_SLOT = "not_a_slot", _("There is no such time.")
    # the time for an answer is over
    TOO_LATE = "too_late", _("It is too late to answer. Nothing has changed.")
    TRY_AGAIN = "try_again", _("Someone else was faster. Please try again.")


class PreparingRefusal(Reason):
    """Why organisers cannot set something as they want it."""

    DATES_CROSSED = (
        "dates_crossed",
        _(
            "The dates are in the wrong order. The order is: "
            "profiles, requests, end of answers, cut-off date."
        ),
    )
    AFTER_THE_EVENT = "after_the_event", _("Times have to be fixed before the event begins.")
    STALE = (
        "stale",
        _(
            "Someone in your team was faster. Nothing was overwritten. "
            "Check the current version and save again."
        ),
    )
    NOT_SOUND = "not_sound", _("This value is not allowed for this rule.")
    BREAKS_PROMISES = (
        "breaks_promises",
        _(
            "Not saved: this rule would affect %(number)s confirmed meetings. Cancel them with the "
            "people concerned first."
        ),
    )
    # no block of slots with an open place
    NO_TIME = "no_time", _("There are no time slots yet. Add a block with tables, then open matchmaking.")
    SAME_PERSON = "same_person", _("Choose two different people.")
    UNKNOWN_PERSON = "unknown_person", _("This person is not taking part in matchmaking.")
    IS_FORBIDDEN_ALREADY = "is_forbidden_already", _("This pair is already blocked.")
    GONE = "gone", _("This has been deleted.")
    NO_CONSENT_BY_PHONE = (
        "no_consent_by_phone",
        _("Only fill this in after the person has agreed by telephone."),
    )
    HAS_MEETINGS = "has_meetings", _("Confirmed meetings need this interpreter.")


class PlanRefusal(Reason):
    """Why something in planning does not happen."""

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


# What organisers are told where participants would read other words.
_ORGANISERS: Final[Mapping[StrEnum, str]] = {
    MatchingRefusal.NOT_OFFERED: _("Matchmaking is not open yet. Open it first."),
    MatchingRefusal.NOT_IN_THIS_PHASE: _("This is not possible in this phase."),
    MatchingRefusal.NO_CONSENT: _("The person has not given consent to matchmaking."),
    MatchingRefusal.NOT_CONFIRMED: _("The registration of this person is not confirmed."),
    MatchingRefusal.LEFT: _("One of the two people is no longer taking part."),
    MatchingRefusal.ALREADY: _("There is already a request between these two."),
    MatchingRefusal.TOO_MANY_SENT: _("This person has no requests left."),
    MatchingRefusal.TOO_MANY_RECEIVED: _("The other person has too many unanswered requests."),
    MatchingRefusal.TOO_MANY_MUSTS: _("This person has used all “must meet” choices."),
    MatchingRefusal.NO_PURPOSE: _("Enter in one line what the two would talk about."),
}


def refusal_message(no: Refusal) -> str:
    """One sentence; what is not in the list is not possible, for reasons that are nobody's business."""
    if isinstance(no.reason, PreparingRefusal):
        text = no.reason.label
    else:
        text = _ORGANISERS.get(no.reason, MatchingRefusal.NOT_POSSIBLE.label)
    return gettext(text) % no.details


# What organisers are told where participants would read other words.
_PLANNERS: Final[Mapping[StrEnum, str]] = {
    MatchingRefusal.NOT_IN_THIS_STATE: _(
        "This is no longer possible because it has been decided in the meantime."
    ),
    MatchingRefusal.NOT_YOURS: _("This person was not asked."),
}


def plan_refusal_message(reason: StrEnum) -> str:
    """The sentence for organisers who plan."""
    return gettext(_PLANNERS[reason]) if reason in _PLANNERS else web.refusal_message(reason)
