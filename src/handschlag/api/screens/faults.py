"""The one shape of all errors of the interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ninja import Schema

from handschlag.common.web.requests import current_request_id

# Each address has a model for each of its answers; it is built when somebody asks there, not at every start.
Schema.model_config["defer_build"] = True

MESSAGES: Final = {
    "bad_request": "The request cannot be understood.",
    "key": "There is no valid key or token in the header Authorization: Bearer.",
    "not_found": "There is nothing here.",
    "gone": "There was something here, and it is public no more.",
    "method": "This address is only read: GET.",
    "too_long": "The question is too long: at most 4000 characters after the question mark.",
    "values": "Some values do not fit.",
    "too_often": "Too many requests. Try again later.",
    "away": "What this needs, files or the database, is not at hand at the moment. Try again in a minute.",
    "our_fault": "That was our fault. The reference leads to the log.",
}


class Detail(Schema):
    """The rule that one value breaks, and what is allowed there; both in the terms of JSON Schema.

    Two rules are ours: `parameter` (the address has none of this name) and `exists` (no entry has this id).
    """

    place: str
    rule: str
    allowed: dict[str, Any]


class Fault(Schema):
    """What is wrong. `reason` stays the same in all versions; `message` is for people."""

    reason: str
    message: str
    reference: str
    places: Sequence[str] = ()
    details: Sequence[Detail] = ()


class Failure(Schema):
    """The one shape of all errors."""

    error: Fault


def fault(reason: str, details: Sequence[Detail] = ()) -> str:
    """The answer as JSON."""
    said = Fault(
        reason=reason,
        message=MESSAGES[reason],
        reference=current_request_id(),
        places=[one.place for one in details],
        details=details,
    )
    return Failure(error=said).model_dump_json()
