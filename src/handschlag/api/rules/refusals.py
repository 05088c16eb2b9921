"""Why something on this floor does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class ApiRefusal(StrEnum):
    TOO_MANY_KEYS = "too_many_keys"
    NOT_SO_LONG = "not_so_long"
    TOO_MANY_ENDPOINTS = "too_many_endpoints"
    ENDPOINT_THERE = "endpoint_there"
    NOT_IN_THIS_STATE = "not_in_this_state"
    ALREADY_REVOKED = "already_revoked"
