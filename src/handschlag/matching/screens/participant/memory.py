"""What is remembered of somebody's earlier meetings, and whether they allow it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handschlag.matching.models import Participant
from handschlag.matching.queries.memory import (
    allows_memory,
    earlier_meetings_of,
    events_remembered,
    keys_of,
)
from handschlag.matching.queries.partners import partners_of
from handschlag.matching.screens.shell import shell_of


def memory_screen(me: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """Whom the person met before stands by name where both come to this event and allow it."""
    met = earlier_meetings_of(me)
    names = partners_of(met)
    return {
        "shell": shell_of(me, token, current=None, now=now),
        "is_allowed": allows_memory(me.registration),
        "is_known": bool(keys_of(me.registration)),
        "events": events_remembered(me.registration),
        "met": tuple((names[pk], one) for pk, one in met.items() if pk in names),
    }
