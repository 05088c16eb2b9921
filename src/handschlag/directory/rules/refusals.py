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
