"""Why something on this floor does not happen; the edge words each reason."""

from __future__ import annotations

from enum import StrEnum


class ApiRefusal(StrEnum):
    TOO_MANY_KEYS = "too_many_keys"
    NOT_SO_LONG = "not_so_long"
    ALREADY_REVOKED = "already_revoked"
