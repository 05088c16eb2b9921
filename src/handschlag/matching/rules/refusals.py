"""Why something in matching does not happen, and what people are told of it."""

from __future__ import annotations

from handschlag.common.refusals import Reason
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


class TableRefusal(Reason):
    """Why something with a topic table does not happen."""

    NOT_ALLOWED = "not_allowed", _("This event has no topic tables.")
    NO_TOPIC = "no_topic", _("Enter the topic in one line.")
    SEATS = "seats", _("A table has three to six seats.")
    NO_PLACE = "no_place", _("No meeting point at this event has enough seats for so many.")
    ONE_TABLE = "one_table", _("You already host a table. Withdraw it first.")
    GONE = "gone", _("This table has been withdrawn.")
    CLOSED = "closed", _("Nobody else can join this table.")
    OWN = "own", _("This is your own table.")


class PartnerRefusal(Reason):
    """Why something between two actors that look for partners does not happen."""

    NOT_LOOKING = "not_looking", _("Your organisation does not look for partners at the moment.")
    # the same words whether the other side has left or is no longer suggested
    NOT_THERE = "not_there", _("This organisation is no longer among your partners. Nothing was sent.")
    TOO_SHORT = "too_short", _("Say in one line what you would like to talk about: 20 to 200 characters.")
    USED_UP = (
        "used_up",
        _("You have expressed interest five times within seven days. Choose again when the week is over."),
    )
    ASKED_BEFORE = "asked_before", _("You have asked this organisation within the last 90 days.")
    AGREED = "agreed", _("Both have said yes already. You find the contact on this page.")
    OVER = "over", _("This is no longer possible: the interest was withdrawn, or its time is over.")
    ASKER_GONE = (
        "asker_gone",
        _("The person who asked no longer speaks for that organisation. No contact was shared."),
    )
    OWN = "own", _("You speak for both organisations.")


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
