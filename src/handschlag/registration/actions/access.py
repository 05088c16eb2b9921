"""Who may do something to a registration: its person, or the team of its event."""

from __future__ import annotations

from datetime import datetime

from handschlag.accounts.rules.policy import Action, Role, Subject, may, require
from handschlag.common.times import local_date
from handschlag.events.queries.organising import organises
from handschlag.events.queries.reception import receptionist
from handschlag.registration.models import Registration


def require_hand(by: Subject, registration: Registration, *, has_link: bool) -> None:
    """Nothing, or `Denied`. Whoever holds the personal link, or its account, owns the registration."""
    is_own = has_link or (by.user_id is not None and by.user_id == registration.user_id)
    if not (is_own and may(by, Action.EDIT_OWN_REGISTRATION, owns=True)):
        require_team(by, registration.event_id)


def require_team(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for the event's own team."""
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, event_id))


def require_check_in_team(by: Subject, event_id: int, *, now: datetime) -> None:
    """Nothing, or `Denied`: for those who check people in, as organisers or by a pass for the reception."""
    if organises(by, event_id):
        require(by, Action.CHECK_IN, owns=True)
        return
    by = receptionist(by, event_id, today=local_date(now))
    require(by, Action.CHECK_IN, owns=Role.RECEPTION in by.roles)


def pass_of(by: Subject) -> dict[str, list[object]]:
    """What the trail says beside an entry of somebody without an account: by which pass."""
    return {"pass_link": [None, by.pass_link_id]} if by.user_id is None and by.pass_link_id else {}
