"""What the day adds to the reception: walk-ins with meetings, and reports of those who do not come."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from handschlag.common.times import local_date
from handschlag.day.queries.desk_meetings import desk_meetings_of
from handschlag.day.queries.not_coming import waited_for
from handschlag.day.queries.walking_in import open_service
from handschlag.events.models import Event
from handschlag.events.rules.timing import EventTiming, event_timing
from handschlag.matching.models import Participant
from handschlag.registration.hooks.reception_pages import (
    absence_page,
    day_sheet,
    desk_meetings,
    walk_in_page,
)


def _walk_in_url(event: Event) -> str:
    """Where that is done; nothing where the event offers no matching."""
    return reverse("day:walk_in", args=[event.slug]) if open_service(event) else ""


def _not_coming_url(event: Event, registration_id: int, now: datetime) -> str:
    """Where the control room is told; nothing before the event, or where nobody waits for the person."""
    if (
        event_timing(local_date(now), first_day=event.first_day, last_day=event.last_day)
        is not EventTiming.DAY
    ):
        return ""
    if waited_for(event, registration_id, now=now) is None:
        return ""
    return reverse("day:not_coming", args=[event.slug, registration_id])


def _day_sheet_url(event: Event, registration_id: int) -> str:
    """The day of somebody who takes part in the matching, on paper."""
    if not Participant.objects.filter(registration_id=registration_id, service__event=event).exists():
        return ""
    return reverse("day:desk_sheet", args=[event.slug, registration_id])


def join_reception() -> None:
    """What the reception asks of this app."""
    walk_in_page.register(_walk_in_url)
    absence_page.register(_not_coming_url)
    desk_meetings.register(desk_meetings_of)
    day_sheet.register(_day_sheet_url)
