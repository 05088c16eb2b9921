"""What a device at the desk keeps: the least that lets somebody in without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handschlag.common.times import format_slot
from handschlag.events.models import Event
from handschlag.registration.rules.check_in import CheckInEntry


def until_of(event: Event) -> datetime:
    """When devices forget the list: at the end of the day after the event."""
    return datetime.combine(event.last_day + timedelta(days=2), time(), tzinfo=ZoneInfo(event.time_zone))


def list_of(
    event: Event, rows: Sequence[CheckInEntry], *, seen: str, token: str, now: datetime
) -> dict[str, Any]:
    """Code, name, organisation, state and since when, and nothing else; `seen` saves sending it twice."""
    people = [
        [
            one.code,
            one.name,
            one.organisation,
            one.standing.value,
            format_slot(one.since, with_day=event.has_days) if one.since else "",
        ]
        for one in rows
    ]
    version = hashlib.sha256(json.dumps(people).encode()).hexdigest()[:16]
    answer: dict[str, Any] = {
        "seen": version,
        "at": now.isoformat(),
        "until": until_of(event).isoformat(),
        "token": token,
    }
    return answer if seen == version else {**answer, "people": people}
