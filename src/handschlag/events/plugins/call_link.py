"""The page of an event leads to its call for contributions, as long as that is open."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handschlag.common.times import format_moment
from handschlag.events.hooks.event_links import EventLink
from handschlag.events.queries.contributions import call_of
from handschlag.events.rules.contributions import CallPhase, call_phase


def call_link(event_id: int, slug: str) -> EventLink | None:
    """One query."""
    call = call_of(event_id)
    if call is None or call_phase(call.opens_at, call.closes_at, now=timezone.now()) is not CallPhase.OPEN:
        return None
    return EventLink(
        label=_("Propose a contribution"),
        about=_("Open until %(moment)s.") % {"moment": format_moment(call.closes_at)},
        url=reverse("events:call", args=[slug]),
    )
