"""What the page of an event says of its statistics."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.events.hooks.event_links import EventLink
from handschlag.statistics.models import PublicFigures


def statistics_link(event_id: int, slug: str) -> EventLink | None:
    """Once its organisers have published them."""
    if not PublicFigures.objects.filter(event=event_id).exists():
        return None
    return EventLink(
        label=_("Statistics"),
        about=_("Meetings and results"),
        url=reverse("statistics:event", args=[slug]),
    )
