"""The matching service of an event, and in which phase it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.events.models import EventDay
from handschlag.matching.models import Service
from handschlag.matching.rules.phases import Dates, Phase, phase_at


def is_offered(event_id: int) -> bool:
    """Whether somebody has set it up for this event, open or not yet."""
    return Service.objects.filter(event_id=event_id).exists()


def open_service(event_id: int) -> Service | None:
    """The service of an event, once it is open."""
    return _OPEN.first(event=event_id)


def dates_of(service: Service) -> Dates:
    """An event without days begins and ends for matchmaking at the fix date."""
    moments = _DAYS.rows(event=service.event_id)
    return Dates(
        profiles_from=service.profiles_from,
        wishes_from=service.wishes_from,
        answers_until=service.answers_until,
        fixed_at=service.fixed_at,
        begins_at=moments[0][0] if moments else service.fixed_at,
        ends_at=moments[-1][1] if moments else service.fixed_at,
    )


_OPEN: Final = PreparedQuery(
    lambda event: Service.objects.filter(event_id=event, is_open=True).select_related("event")
)
_DAYS: Final = PreparedQuery(
    lambda event: EventDay.objects.filter(event_id=event).order_by("day").values_list("opens_at", "closes_at")
)


def phase_of(service: Service, now: datetime) -> Phase:
    """Where matchmaking stands at this moment; reads the days of the event."""
    return phase_at(now, dates_of(service))
