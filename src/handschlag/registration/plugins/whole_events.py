"""Who keeps an event from being deleted."""

from __future__ import annotations

from handschlag.registration.models import EventInvitation, Registration, UnconfirmedRegistration


def has_people(event_id: int) -> bool:
    """Whether somebody who is not invented was invited, has registered or began to, in whatever state.

    Also where they are erased: an event that had people is not to look as if it had never been.
    """
    return (
        Registration.objects.filter(event_id=event_id, is_demo=False).exists()
        or EventInvitation.objects.filter(event_id=event_id).exists()
        or UnconfirmedRegistration.objects.filter(event_id=event_id).exists()
    )
