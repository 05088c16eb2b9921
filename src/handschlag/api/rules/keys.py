"""Keys of the interface: what they look like, under what they are kept, and when they open nothing."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Final

from handschlag.accounts.rules.limits import Limit

PREFIX: Final = "hsk_"
SECRET_BYTES: Final = 32
MOST_DAYS: Final = 400
MOST_KEYS: Final = 20  # that are valid at a time, for one event
MOST_OWN_KEYS: Final = 5  # the same for one account

CALLS = Limit("calls with a key", 600, timedelta(minutes=1))
CALLS_FROM_A_PLACE = Limit("public calls from a place", 120, timedelta(minutes=1))
CALLS_OF_A_PERSON = Limit("calls of a person", 120, timedelta(minutes=1))
WRONG_FROM_A_PLACE = Limit("wrong keys from a place", 60, timedelta(minutes=15))


def key_of(secret: bytes) -> str:
    """What is shown once."""
    return PREFIX + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def hash_of(key: str) -> str:
    """Under which hash it is kept: 256 bits drawn at random need no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_valid(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether the key opens anything now: neither revoked nor expired."""
    return revoked_at is None and now < expires_at
