"""How somebody showed who they are, and how long that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

RECENT = timedelta(minutes=15)
WORKDAY = timedelta(hours=12)


class Method(StrEnum):
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    PASSKEY = "passkey"
    ORGANISATION = "organisation"
    LINK = "link"
    DEMO = "demo"


# What proves that the person is there who owns the account, when something cannot be taken back.
PROOFS = frozenset({Method.CODE, Method.PASSWORD, Method.PASSKEY, Method.ORGANISATION, Method.DEMO})


def is_confirmed(shown: Mapping[str, datetime], *, now: datetime) -> bool:
    """Whether the person has shown within a quarter of an hour who they are."""
    return any(now - at < RECENT for method, at in shown.items() if method in PROOFS)


def has_passkey(shown: Mapping[str, datetime], *, now: datetime) -> bool:
    """Whether a passkey was used today: what administrators need."""
    at = shown.get(Method.PASSKEY)
    return at is not None and now - at < WORKDAY
