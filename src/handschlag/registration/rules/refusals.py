"""Why something about a registration does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class RegistrationRefusal(StrEnum):
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    NOT_PUBLISHED = "not_published"
    BY_LINK_ONLY = "by_link_only"
    FULL = "full"
    ALREADY = "already"
    OVER = "over"
    NOT_IN_THIS_STATE = "not_in_this_state"
    STALE = "stale"
    GONE = "gone"
    MUSTS_CLASH = "musts_clash"
    TIMES_CROSSED = "times_crossed"
    NO_ADDRESS = "no_address"


class InvitationRefusal(StrEnum):
    USED = "used"
    WITHDRAWN = "withdrawn"
    NOBODY = "nobody"


class PairRefusal(StrEnum):
    SAME = "same"
    OTHER_EVENT = "other_event"


class ListRefusal(StrEnum):
    TOO_MANY = "too_many"
    NO_NAME_OR_ADDRESS = "no_name_or_address"
    CHANGED_SINCE = "changed_since"


class CheckInRefusal(StrEnum):
    NOBODY = "nobody_to_print"
    MANY = "too_many_to_print"
    NOT_COMING = "not_coming"
    OTHER_EVENT = "not_of_this_event"
    KEY_USED = "key_used"
