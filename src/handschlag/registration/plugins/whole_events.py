"""Who keeps an event from being deleted."""

from __future__ import annotations

from handschlag.registration.models import Registration


def has_people(event_id: int) -> bool:
    """Whether somebody who is not invented has registered, in whatever state."""
    return Registration.objects.filter(event_id=event_id, is_demo=False, erased_at=None).exists()
