"""What a page says about its device, as JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from handschlag.day.actions.push_subscribing import Device
from handschlag.day.forms.signals import Unreadable
from handschlag.day.rules.push_delivery import LONGEST_ENDPOINT
from handschlag.day.rules.web_push import BadKey, device_keys

LONGEST_KEY = 100


def device_in(body: bytes) -> Device:
    """`{"device", "endpoint", "key", "secret"}`; the keys have to be such as a browser makes."""
    given = _object_in(body)
    device = Device(
        id=_id_of(given),
        endpoint=_text(given, "endpoint", longest=LONGEST_ENDPOINT),
        key=_text(given, "key", longest=LONGEST_KEY),
        secret=_text(given, "secret", longest=LONGEST_KEY),
    )
    try:
        device_keys(key=device.key, secret=device.secret)
    except BadKey as error:
        raise Unreadable from error
    return device


def device_id_in(body: bytes) -> uuid.UUID:
    """`{"device"}`."""
    return _id_of(_object_in(body))


def _object_in(body: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(given, dict):
        raise Unreadable
    return given


def _text(given: Mapping[str, Any], name: str, *, longest: int) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isascii():
        raise Unreadable
    return value


def _id_of(given: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(given.get("device"))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable from error
