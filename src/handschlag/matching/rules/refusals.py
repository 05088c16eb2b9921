"""Why something in matching does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class MatchingRefusal(StrEnum):
    NOT_OFFERED = "not_offered"  # the event has no matching service, or it is not open
    NOT_IN_THIS_PHASE = "not_in_this_phase"
    NO_CONSENT = "no_consent"
    NOT_CONFIRMED = "not_confirmed"  # the registration is not (or no longer) confirmed
    ALREADY = "already"
    LEFT = "left"  # one of the two takes no part any more
    STALE = "stale"
    NO_PURPOSE = "no_purpose"
    TOO_MANY_MUSTS = "too_many_musts"
    TOO_MANY_SENT = "too_many_sent"
    TOO_MANY_RECEIVED = "too_many_received"
    NOT_POSSIBLE = "not_possible"  # the same words for whatever reason may not be told
    NOT_YOURS = "not_yours"
    NOT_IN_THIS_STATE = "not_in_this_state"
    ENDANGERS = "endangers"  # a change would cost or move agreed meetings, and is not confirmed yet
    FIXED = "fixed"  # after the fix date only with consent
    NOT_A_SLOT = "not_a_slot"
    TOO_LATE = "too_late"  # the time for an answer is over
    TRY_AGAIN = "try_again"


class PreparingRefusal(StrEnum):
    """Why organisers cannot set something as they want it."""

    DATES_CROSSED = "dates_crossed"
    AFTER_THE_EVENT = "after_the_event"
    STALE = "stale"
    NOT_SOUND = "not_sound"
    BREAKS_PROMISES = "breaks_promises"
    NO_TIME = "no_time"  # no block of slots with an open place
    SAME_PERSON = "same_person"
    UNKNOWN_PERSON = "unknown_person"
    IS_FORBIDDEN_ALREADY = "is_forbidden_already"
    GONE = "gone"
    NO_CONSENT_BY_PHONE = "no_consent_by_phone"
    HAS_MEETINGS = "has_meetings"
