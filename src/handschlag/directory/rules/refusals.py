"""Why a change to the directory does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class EditRefusal(StrEnum):
    STALE = "stale"
    GONE = "gone"
    NO_SOURCE = "no_source"
    ROR_TAKEN = "ror_taken"
    NOT_IN_THIS_STATE = "not_in_this_state"
    NOT_ENOUGH = "not_enough"
    NO_SUCH_REVISION = "no_such_revision"


class MemberRefusal(StrEnum):
    ALREADY_MEMBER = "already_member"
    NOT_OPEN = "not_open"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NO_SUCH_ACTOR = "no_such_actor"
    ALREADY_PROPOSED = "already_proposed"
    DECLINED_LATELY = "declined_lately"
    DECIDED = "decided"


class TeamRefusal(StrEnum):
    ALREADY_MANAGES = "already_manages"
    ALREADY_INVITED = "already_invited"
    TOO_MANY = "too_many"
    NOT_WAITING = "not_waiting"
    LAST_MANAGER = "last_manager"
    NOT_A_MANAGER = "not_a_manager"


class MergeRefusal(StrEnum):
    SAME = "same"
    MERGED_ALREADY = "merged_already"
    STALE = "stale"
    CHANGED_SINCE = "changed_since"
    UNDONE_ALREADY = "undone_already"
    TWO_ROR_IDS = "two_ror_ids"
    KEPT_IS_NOT_PUBLIC = "kept_is_not_public"
