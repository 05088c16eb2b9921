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
from handschlag.matching.models.partner_search import (
    LIVE_INTERESTS,
    UNDECIDED,
    Interest,
    InterestState,
    PartnerSearch,
    SuggestedPartner,
    UnwantedPartner,
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
    "LIVE_INTERESTS",
    "RESERVE",
    "UNDECIDED",
    "Blocked",
    "Call",
    "CallResult",
    "CallTask",
    "CategoriesApart",
    "Direction",
    "ForbiddenPair",
    "Interest",
    "InterestState",
    "Interpreter",
    "JoinInvitation",
    "Listed",
    "Meeting",
    "MoveAnswer",
    "MoveState",
    "MutedEmail",
    "Notice",
    "Participant",
    "PartnerSearch",
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
    "SuggestedPartner",
    "TableWish",
    "TimetableVersion",
    "TopicTable",
    "UnwantedPartner",
    "Wish",
    "WishKind",
]
