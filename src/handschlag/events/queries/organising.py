"""Who looks after an event, and who looks on."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Role, Subject
from handschlag.events.models import EventOrganiser

MAY_ORGANISE = frozenset({Role.ORGANISER, Role.ADMINISTRATOR})


def organises(by: Subject, event_id: int) -> bool:
    """Whether this person is in the event's team and may change it."""
    return is_in_team(by, event_id, only_reads=False)


def only_reads(by: Subject, event_id: int) -> bool:
    """Whether this person may look at everything of the event and change nothing."""
    return is_in_team(by, event_id, only_reads=True)


def is_in_team(by: Subject, event_id: int, **rights: bool) -> bool:
    """Whether this person may at least look at everything of the event."""
    rows = EventOrganiser.objects.filter(event_id=event_id, **rights)
    return by.user_id is not None and rows.filter(user_id=by.user_id).exists()


def editors_of(event_id: int) -> frozenset[int]:
    """Users of the team who may change the event and can: not blocked, and with a role for it."""
    rows = EventOrganiser.objects.filter(event_id=event_id, only_reads=False, user__is_active=True)
    return frozenset(rows.filter(user__grants__role__in=MAY_ORGANISE).values_list("user_id", flat=True))
