"""The step of the event day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import local_date
from handschlag.day.models import Incident, IncidentKind, IncidentState
from handschlag.events.hooks.checklist import ChecklistLine, LineState
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import Event
from handschlag.events.rules.timing import EventTiming, event_timing
from handschlag.matching.queries.timing import is_offered

_STATES = {
    EventTiming.BEFORE: LineState.LATER,
    EventTiming.DAY: LineState.OPEN,
    EventTiming.AFTER: LineState.DONE,
}


def day_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Two queries."""
    when = event_timing(local_date(now), first_day=event.first_day, last_day=event.last_day)
    missing = [_("the first day of the event")] if when is EventTiming.BEFORE else []
    rows = Incident.objects.filter(service__event=event, state=IncidentState.OPEN)
    number = rows.exclude(kind=IncidentKind.WHAT_IF).count() if when is EventTiming.DAY else 0
    if number:
        missing.append(ngettext("%(n)s open incident", "%(n)s open incidents", number) % {"n": number})
    name = "day:control" if is_offered(event.pk) else "registration:desk"
    return (
        ChecklistLine(
            phase=Phase.DAY,
            position=10,
            label=_("Event day"),
            state=_STATES[when],
            missing=missing,
            url=reverse(name, args=[event.slug]),
        ),
    )
