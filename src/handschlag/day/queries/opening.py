"""Which page of the day matters now to somebody who registered."""

from __future__ import annotations

from datetime import datetime

from handschlag.common.times import local_date
from handschlag.day.rules.opening import Opening, page_now
from handschlag.matching.models import Meeting, Participant
from handschlag.registration.models import Registration


def opening_of(registration: Registration, *, now: datetime) -> Opening | None:
    """None before the event, and for whoever takes no part in matchmaking."""
    event = registration.event
    if local_date(now) < event.first_day:
        return None
    participant = Participant.objects.filter(registration=registration, left_at=None).first()
    if participant is None:
        return None
    ends = list(Meeting.objects.filter(seats__participant=participant).values_list("ends_at", flat=True))
    return page_now(
        first_day=event.first_day,
        last_day=event.last_day,
        today=local_date(now),
        has_met=any(one <= now for one in ends),
        has_ahead=any(one > now for one in ends),
    )
