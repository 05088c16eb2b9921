"""Who looks after an event."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Subject
from handschlag.events.models import EventOrganiser


def organises(by: Subject, event_id: int) -> bool:
    """Whether this person is in the event's team."""
    return (
        by.user_id is not None
        and EventOrganiser.objects.filter(event_id=event_id, user_id=by.user_id).exists()
    )
