"""What a device sends: a batch of check-ins as JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime

from handschlag.registration.rules.check_in import Arrival, corrected, plain_code

MOST: Final = 500


class Unreadable(ValueError):
    """Not what a device of ours sends."""


def read_batch(body: bytes, *, now: datetime) -> Sequence[Arrival]:
    """`{"sent_at": ..., "arrivals": [{"key", "code", "undone", "at"}]}`; the device's clock is corrected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict) or not isinstance(given.get("arrivals"), list):
        raise Unreadable
    sent_at = _moment(given.get("sent_at"))
    if len(given["arrivals"]) > MOST:
        raise Unreadable
    return [_arrival(one, sent_at=sent_at, now=now) for one in given["arrivals"]]


def _arrival(given: Any, *, sent_at: datetime, now: datetime) -> Arrival:
    if not isinstance(given, Mapping):
        raise Unreadable
    code, is_undone = given.get("code"), given.get("undone", False)
    if not isinstance(code, str) or not isinstance(is_undone, bool):
        raise Unreadable
    at = _moment(given.get("at"))
    return Arrival(
        key=key_in(given.get("key")),
        code=plain_code(code)[:16],
        is_undone=is_undone,
        at=corrected(at, sent_at=sent_at, now=now),
    )


def key_in(text: Any) -> str:
    """A UUID as the platform writes it."""
    try:
        return str(uuid.UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error


def _moment(text: Any) -> datetime:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError as error:
        raise Unreadable from error
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise Unreadable
    return found
