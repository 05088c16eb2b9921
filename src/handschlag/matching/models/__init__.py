"""The nouns of this floor: the service, who takes part, what they wish, what is agreed and published."""

from handschlag.matching.models.advance_yes import StandingYes
from handschlag.matching.models.calls import Call, CallResult, CallTask
from handschlag.matching.models.categories import CategoriesApart
from handschlag.matching.models.drafts import ProfileDraft
from handschlag.matching.models.invitations import JoinInvitation
from handschlag.matching.models.meetings import Meeting, Seat
from handschlag.matching.models.memory import RememberedMeeting
from handschlag.matching.models.moves import MoveAnswer, MoveState, PlannedMove
from handschlag.matching.models.participants import (
    RESERVE,
    Blocked,
    Direction,
    ForbiddenPair,
    Listed,
    Participant,
    Statement,
)
from handschlag.matching.models.phase_emails import MutedEmail, PhaseEmail
from handschlag.matching.models.runs import Run, RunState
from handschlag.matching.models.service import Interpreter, Policy, Rule, Service
from handschlag.matching.models.tables import TableWish, TopicTable
from handschlag.matching.models.versions import Notice, TimetableVersion
from handschlag.matching.models.wishes import (
    ACTIVE,
    AGREED,
    Party,
    Request,
    RequestState,
    Wish,
    WishKind,
)

__all__ = [
    "ACTIVE",
    "AGREED",
    "RESERVE",
    "Blocked",
    "Call",
    "CallResult",
    "CallTask",
    "CategoriesApart",
    "Direction",
    "ForbiddenPair",
    "Interpreter",
    "JoinInvitation",
    "Listed",
    "Meeting",
    "MoveAnswer",
    "MoveState",
    "MutedEmail",
    "Notice",
    "Participant",
    "Party",
    "PhaseEmail",
    "PlannedMove",
    "Policy",
    "ProfileDraft",
    "RememberedMeeting",
    "Request",
    "RequestState",
    "Rule",
    "Run",
    "RunState",
    "Seat",
    "Service",
    "StandingYes",
    "Statement",
    "TableWish",
    "TimetableVersion",
    "TopicTable",
    "Wish",
    "WishKind",
]
