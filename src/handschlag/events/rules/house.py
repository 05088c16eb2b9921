"""Why a change to the hall plan, the exhibition or the time grid does not happen."""

from __future__ import annotations

from enum import StrEnum


class VenueRefusal(StrEnum):
    GONE = "gone"
    STALE = "stale"
    CODE_TAKEN = "code_taken"
    FULL = "full"
    ELSEWHERE = "elsewhere"
    NO_PICTURE = "no_picture"
    NOTHING_NEW = "nothing_new"
    NOTHING_TO_PRINT = "nothing_to_print"
    HELD = "held"  # meetings are planned there


# So many stands or places has an event at most; so many people one stand; so many blocks an event.
MOST_ON_PLAN, MOST_STAFF, MOST_BLOCKS, MOST_EXHIBITS = 600, 30, 40, 2000
# Names of people who staff a stand are kept this long after the last day.
DAYS_KEPT = 90
