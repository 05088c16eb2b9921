"""Why something cannot be done with an activity or a campaign."""

from __future__ import annotations

from enum import StrEnum


class CampaignRefusal(StrEnum):
    GONE = "gone"
    STALE = "stale"
    NOT_IN_THIS_STATE = "not_in_this_state"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    OUTSIDE_THE_PERIOD = "outside_the_period"
    IS_PAST = "is_past"
    INCOMPLETE = "incomplete"
    DECIDED = "decided"
    HAS_ACTIVITIES = "has_activities"
