"""Which email reminds somebody of what is missing, and when it is too early for another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from handschlag.matching.rules.phase_emails import PAUSE, EmailKind


class Missing(StrEnum):
    """What somebody has not done yet, the first step first."""

    OUTSIDE = "outside"  # registered, but not in matchmaking
    PROFILE = "profile"
    WISHES = "wishes"
    ANSWERS = "answers"


# Who is outside gets the invitation to matchmaking, which is no email of a phase.
REMINDERS: Final[Mapping[Missing, EmailKind | None]] = {
    Missing.OUTSIDE: None,
    Missing.PROFILE: EmailKind.PROFILES,
    Missing.WISHES: EmailKind.WISHES,
    Missing.ANSWERS: EmailKind.WAITING,
}


def may_remind(
    missing: Missing, *, muted: Collection[str], last_sent: datetime | None, now: datetime
) -> bool:
    """Nobody gets two emails within a day, or one that they have turned off."""
    is_rested = last_sent is None or now - last_sent >= PAUSE
    return is_rested and REMINDERS[missing] not in muted
