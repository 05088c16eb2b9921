"""Who may do something to a registration: its person, or the team of its event."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.events.queries.organising import organises
from handschlag.registration.models import Registration


def require_hand(by: Subject, registration: Registration, *, has_link: bool) -> None:
    """Nothing, or `Denied`. Whoever holds the personal link, or its account, owns the registration."""
    is_own = has_link or (by.user_id is not None and by.user_id == registration.user_id)
    if not (is_own and may(by, Action.EDIT_OWN_REGISTRATION, owns=True)):
        require_team(by, registration.event_id)


def require_team(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for the event's own team."""
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, event_id))


def require_desk(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for those who check people in."""
    require(by, Action.CHECK_IN, owns=organises(by, event_id))
