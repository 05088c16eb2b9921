"""Join requests: how many, how long an address may wait, and when what people wrote is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CONFIRM_WITHIN = timedelta(days=3)
# Counted over an hour, in the database, so that a second server process changes nothing.
WINDOW = timedelta(hours=1)
MOST_OF_ONE_ADDRESS = 3
MOST_TO_ONE_NETWORK = 30
# What nobody decided is deleted after half a year, a decision's names and words after ninety days.
KEEP_UNDECIDED = timedelta(days=180)
KEEP_DECIDED = timedelta(days=90)


class JoinRefusal(StrEnum):
    NOT_OPEN = "not_open"
    TOO_MANY = "too_many"
    ALREADY_ASKED = "already_asked"
    EXPIRED = "expired"
    DECIDED = "decided"
    ALREADY_MEMBER = "already_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked already: in the last hour by this address and of this network, and still undecided."""

    by_address: int
    of_network: int
    is_waiting: bool


def why_not(asked: Asked) -> JoinRefusal | None:
    """Why a further request is not taken now."""
    if asked.is_waiting:
        return JoinRefusal.ALREADY_ASKED
    if asked.by_address >= MOST_OF_ONE_ADDRESS or asked.of_network >= MOST_TO_ONE_NETWORK:
        return JoinRefusal.TOO_MANY
    return None


def is_confirmable(*, asked_at: datetime, now: datetime) -> bool:
    return now - asked_at <= CONFIRM_WITHIN
