"""Why a change to an event does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class EventRefusal(StrEnum):
    GONE = "gone"
    STALE = "stale"
    NOT_IN_THIS_STATE = "not_in_this_state"
    ARCHIVED = "archived"
    NAME_TAKEN = "name_taken"
    NOT_OF_THIS_EVENT = "not_of_this_event"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    DAY_OUTSIDE = "day_outside"
    DAYS_LEFT_OVER = "days_left_over"
    PUBLISHED_ALREADY = "published_already"
    NEEDS_A_TIME = "needs_a_time"
    UNDONE_ALREADY = "undone_already"
    CANNOT_COME_BACK = "cannot_come_back"


class ProgrammeRefusal(StrEnum):
    STALE = "programme_stale"
    NOTHING_NEW = "nothing_new"
    EVENT_NOT_PUBLIC = "event_not_public"
    NO_SUCH_VERSION = "no_such_version"


class ReceptionRefusal(StrEnum):
    ALREADY = "has_a_pass"
    TOO_MANY = "too_many_passes"
    OVER = "event_is_over"
    GONE = "no_such_pass"


class OrganiserRefusal(StrEnum):
    NO_ORGANISER = "no_organiser"
    IN_THE_TEAM_ALREADY = "in_the_team_already"
    NOT_IN_THE_TEAM = "not_in_the_team"
    LAST_ORGANISER = "last_organiser"
