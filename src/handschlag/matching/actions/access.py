"""Who may act for a participant: the person, with link or account, or the team of the event."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.events.queries.organising import organises
from handschlag.matching.models import Participant


def require_self(by: Subject, participant: Participant, *, has_link: bool) -> None:
    """Nothing, or `Denied`. The organisers may act on somebody's behalf; that is logged as theirs."""
    if not (is_own(by, participant, has_link=has_link) and may(by, Action.TAKE_PART, owns=True)):
        require_team(by, participant.registration.event_id)


def is_own(by: Subject, participant: Participant, *, has_link: bool) -> bool:
    """Whether the person acts, and nobody for them: only then do times say how people act."""
    return has_link or (by.user_id is not None and by.user_id == participant.registration.user_id)


def require_team(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for the event's own team."""
    require(by, Action.RUN_MATCHING, owns=organises(by, event_id))
