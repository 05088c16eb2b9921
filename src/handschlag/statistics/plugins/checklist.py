"""The step after an event: its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import local_date
from handschlag.events.hooks.checklist import ChecklistLine, state_of
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import Event
from handschlag.statistics.queries.public import published_of


def report_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """One query."""
    is_over = local_date(now) > event.last_day
    missing = [_("the end of the event")]
    if is_over:
        missing = [] if published_of(event) else [_("publishing the figures")]
    return (
        ChecklistLine(
            phase=Phase.AFTER,
            position=10,
            label=_("Report"),
            state=state_of(missing, is_possible=is_over),
            missing=missing,
            url=reverse("statistics:report", args=[event.slug]),
        ),
    )
