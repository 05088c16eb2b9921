"""Why a change to an event does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class EventRefusal(StrEnum):
    GONE = "gone"
    STALE = "stale"
    NOT_IN_THIS_STATE = "not_in_this_state"


class ProgrammeRefusal(StrEnum):
    STALE = "stale"
    NOTHING_NEW = "nothing_new"
    EVENT_NOT_PUBLIC = "event_not_public"
    NO_SUCH_VERSION = "no_such_version"
