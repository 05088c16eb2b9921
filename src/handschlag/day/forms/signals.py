"""What a page or a device says: one signal of a form, or a batch as JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime

from handschlag.day.rules.signals import LATE_MINUTES, Kind, SignalReport
from handschlag.registration.rules.check_in import corrected

MOST: Final = 200
LARGEST: Final = 10**15


class Unreadable(ValueError):
    """Not what a page of ours sends."""


def said_in(data: Mapping[str, Any], *, now: datetime) -> SignalReport:
    """The signal of a form; what it is about is checked by whoever notes it."""
    return _said(
        {
            "key": data.get("key"),
            "kind": data.get("kind"),
            "request": _number_in(data.get("request")),
            "minutes": _number_in(data.get("minutes")),
        },
        at=now,
    )


def _number_in(text: Any) -> int | None:
    """Nothing, or a number; anything else is no signal."""
    if text in (None, ""):
        return None
    if not (isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable
    return int(text)


def read_batch(body: bytes, *, now: datetime) -> Sequence[SignalReport]:
    """`{"sent_at", "signals": [{"key", "kind", "request", "minutes", "at"}]}`; the clock is corrected."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict) or not isinstance(given.get("signals"), list):
        raise Unreadable
    if len(given["signals"]) > MOST:
        raise Unreadable
    sent_at = _moment(given.get("sent_at"))
    return [_of_device(one, sent_at=sent_at, now=now) for one in given["signals"]]


def _of_device(given: Any, *, sent_at: datetime, now: datetime) -> SignalReport:
    if not isinstance(given, Mapping):
        raise Unreadable
    return _said(given, at=corrected(_moment(given.get("at")), sent_at=sent_at, now=now))


def _said(given: Mapping[str, Any], *, at: datetime) -> SignalReport:
    kind, request, minutes = given.get("kind"), given.get("request"), given.get("minutes")
    if not isinstance(kind, str) or kind not in set(Kind) or not _is_key_or_none(request):
        raise Unreadable
    if (kind == Kind.LATE) != (minutes in LATE_MINUTES) or isinstance(minutes, bool):
        raise Unreadable
    if request is None and kind in {Kind.LATE, Kind.PARTNER_MISSING}:
        raise Unreadable
    minutes = minutes if kind == Kind.LATE else None
    return SignalReport(
        key=_key_in(given.get("key")), kind=Kind(kind), request=request, minutes=minutes, at=at
    )


def _is_key_or_none(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST


def _key_in(text: Any) -> str:
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
