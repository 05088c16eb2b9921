"""Who keeps an event from being deleted."""

from __future__ import annotations

from handschlag.events.models import Contribution


def has_contributions(event_id: int) -> bool:
    """Whether somebody has proposed something."""
    return Contribution.objects.filter(event_id=event_id).exists()
