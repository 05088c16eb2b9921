"""Somebody does not come any more: who waits for the person, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import Incident, IncidentKind, IncidentState
from handschlag.events.models import Event
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import ToldMeeting, meetings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _WaitedFor:
    """`reported_at`: the control room knows already."""

    participant: Participant
    meetings: Sequence[ToldMeeting]
    reported_at: datetime | None


def waited_for(event: Event, registration_id: int, *, now: datetime) -> _WaitedFor | None:
    """With the meetings that are not over; None for somebody who has none."""
    rows = Participant.objects.select_related("registration", "service__event")
    found = rows.filter(registration=registration_id, service__event=event, left_at=None).first()
    if found is None:
        return None
    meetings = tuple(one for one in meetings_of(found) if one.ends_at > now)
    if not meetings:
        return None
    known = Incident.objects.filter(
        service=found.service,
        participant=found,
        kind=IncidentKind.CANCELLED,
        state__in=(IncidentState.OPEN, IncidentState.SOLVED),
        until_at=None,
    )
    first = known.order_by("opened_at").values_list("opened_at", flat=True).first()
    return _WaitedFor(participant=found, meetings=meetings, reported_at=first)
