"""Who may do what: the one place where permissions are decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class Role(StrEnum):
    VISITOR = "visitor"
    PARTICIPANT = "participant"
    RECEPTION = "reception"
    NETWORK_MANAGER = "network_manager"
    EDITOR = "editor"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    OWN = "own"
    ALL = "all"


class Action(StrEnum):
    EDIT_OWN_ACCOUNT = "edit_own_account"
    REQUEST_TO_JOIN = "request_to_join"
    CLAIM_NETWORK = "claim_network"
    CORRECT_FACT = "correct_fact"
    EDIT_NETWORK = "edit_network"
    CREATE_NETWORK = "create_network"
    PUBLISH_NETWORK = "publish_network"
    INVITE_COLLEAGUE = "invite_colleague"
    DECIDE_JOIN_REQUEST = "decide_join_request"
    EDIT_MEMBERSHIP = "edit_membership"
    DECIDE_MEMBERSHIP = "decide_membership"
    EDIT_ACTOR = "edit_actor"
    FIND_PARTNERS = "find_partners"
    CREATE_ACTOR = "create_actor"
    PUBLISH_ACTOR = "publish_actor"
    MERGE_ACTORS = "merge_actors"
    WRITE_STORY = "write_story"
    PUBLISH_STORY = "publish_story"
    RESTORE_REVISION = "restore_revision"
    IMPORT_ACTORS = "import_actors"
    IMPORT_NETWORKS = "import_networks"
    EDIT_PROGRAMME = "edit_programme"
    SEE_AUDIT = "see_audit"
    SEE_JOBS = "see_jobs"
    SEE_MAIL = "see_mail"
    SEND_MAIL = "send_mail"
    HANDLE_REPORT = "handle_report"
    CREATE_EVENT = "create_event"
    EDIT_EVENT = "edit_event"
    PUBLISH_EVENT = "publish_event"
    REGISTER = "register"
    EDIT_OWN_REGISTRATION = "edit_own_registration"
    HANDLE_REGISTRATIONS = "handle_registrations"
    CHECK_IN = "check_in"
    TAKE_PART = "take_part"
    RUN_MATCHING = "run_matching"
    EDIT_CAMPAIGN = "edit_campaign"
    ENTER_ACTIVITY = "enter_activity"
    DECIDE_ACTIVITY = "decide_activity"
    GRANT_ROLE = "grant_role"
    HANDLE_ACCOUNT = "handle_account"
    FOLLOW = "follow"


# What each action is, for people who ask what a role may do.
MEANING: dict[Action, str] = {
    Action.EDIT_OWN_ACCOUNT: "See, change, export and erase the own account",
    Action.REQUEST_TO_JOIN: "Ask on behalf of an organisation to join a network",
    Action.CLAIM_NETWORK: "Take over a page that nobody manages, by a letter to the network's own domain",
    Action.CORRECT_FACT: "Tell the editors what a fact about a network should say",
    Action.EDIT_NETWORK: "Edit the page of a network",
    Action.CREATE_NETWORK: "Add a network",
    Action.PUBLISH_NETWORK: "Publish, withhold or archive a network",
    Action.INVITE_COLLEAGUE: "Invite somebody to look after a network, and end that",
    Action.DECIDE_JOIN_REQUEST: "Accept or decline an organisation that wants to join",
    Action.EDIT_MEMBERSHIP: "Add, date and end memberships",
    Action.DECIDE_MEMBERSHIP: "Accept or decline that an actor becomes a member of another network",
    Action.EDIT_ACTOR: "Edit the page of an actor",
    Action.FIND_PARTNERS: "Find partners for an actor all year: list, interest, answers, contacts",
    Action.CREATE_ACTOR: "Add an actor",
    Action.PUBLISH_ACTOR: "Publish, withhold or archive an actor",
    Action.MERGE_ACTORS: "Merge two entries of the same actor, and undo it",
    Action.WRITE_STORY: "Write news and success stories",
    Action.PUBLISH_STORY: "Publish, withhold or archive a story",
    Action.RESTORE_REVISION: "Bring an earlier state of an entry back",
    Action.IMPORT_ACTORS: "Import actors from a file",
    Action.IMPORT_NETWORKS: "Import networks from a file",
    Action.EDIT_PROGRAMME: "Edit the facts about a funding programme",
    Action.HANDLE_REPORT: "Handle what people report about entries",
    Action.CREATE_EVENT: "Set up an event, or copy one",
    Action.EDIT_EVENT: "Edit an event: programme, exhibition, time grid, team",
    Action.PUBLISH_EVENT: "Publish, withhold or archive an event and its programme",
    Action.REGISTER: "Register for an event",
    Action.EDIT_OWN_REGISTRATION: "See, change and cancel the own registration",
    Action.HANDLE_REGISTRATIONS: "See, enter, import, approve and cancel registrations for an event",
    Action.CHECK_IN: "Check people in at the desk, print badges, take in people without a registration",
    Action.TAKE_PART: "Take part in the matching of an event: profile, wishes, answers, own timetable",
    Action.RUN_MATCHING: "Run the matching of an event: rules, calls, planning, publishing",
    Action.EDIT_CAMPAIGN: "Set up and edit a campaign",
    Action.ENTER_ACTIVITY: "Enter and change an activity of a campaign",
    Action.DECIDE_ACTIVITY: "Publish, decline or cancel an activity of a campaign",
    Action.SEE_AUDIT: "See and export who changed what",
    Action.SEE_JOBS: "See and end background jobs",
    Action.SEE_MAIL: "See the letters that the platform sends",
    Action.SEND_MAIL: "Have letters sent at once, or once more after they were given up",
    Action.GRANT_ROLE: "Give and take roles",
    Action.HANDLE_ACCOUNT: "See, block, export and erase the accounts of others",
    Action.FOLLOW: "Follow networks, fields, programmes and searches, and be told what is new",
}

ALL, OWN = Reach.ALL, Reach.OWN
EVERYBODY_WITH_AN_ACCOUNT = {
    Role.PARTICIPANT: OWN,
    Role.NETWORK_MANAGER: OWN,
    Role.EDITOR: OWN,
    Role.ORGANISER: OWN,
    Role.ADMINISTRATOR: OWN,
}
MANAGER_OR_EDITOR = {Role.NETWORK_MANAGER: OWN, Role.EDITOR: ALL, Role.ADMINISTRATOR: ALL}
EDITOR_ONLY = {Role.EDITOR: ALL, Role.ADMINISTRATOR: ALL}
ORGANISER_OF_IT = {Role.ORGANISER: OWN, Role.ADMINISTRATOR: ALL}
ADMINISTRATOR_ONLY = {Role.ADMINISTRATOR: ALL}

MATRIX: dict[Action, dict[Role, Reach]] = {
    Action.EDIT_OWN_ACCOUNT: EVERYBODY_WITH_AN_ACCOUNT,
    Action.REQUEST_TO_JOIN: dict.fromkeys(Role, ALL),
    Action.CLAIM_NETWORK: dict.fromkeys(Role, ALL),
    Action.CORRECT_FACT: dict.fromkeys(Role, ALL),
    Action.EDIT_NETWORK: MANAGER_OR_EDITOR,
    Action.CREATE_NETWORK: EDITOR_ONLY,
    Action.PUBLISH_NETWORK: EDITOR_ONLY,
    Action.INVITE_COLLEAGUE: MANAGER_OR_EDITOR,
    Action.DECIDE_JOIN_REQUEST: MANAGER_OR_EDITOR,
    Action.EDIT_MEMBERSHIP: MANAGER_OR_EDITOR,
    Action.DECIDE_MEMBERSHIP: MANAGER_OR_EDITOR,
    Action.EDIT_ACTOR: MANAGER_OR_EDITOR,
    Action.FIND_PARTNERS: {Role.NETWORK_MANAGER: OWN},
    Action.CREATE_ACTOR: MANAGER_OR_EDITOR,
    Action.PUBLISH_ACTOR: EDITOR_ONLY,
    Action.MERGE_ACTORS: EDITOR_ONLY,
    Action.WRITE_STORY: MANAGER_OR_EDITOR,
    Action.PUBLISH_STORY: EDITOR_ONLY,
    Action.RESTORE_REVISION: MANAGER_OR_EDITOR,
    Action.IMPORT_ACTORS: MANAGER_OR_EDITOR,
    Action.IMPORT_NETWORKS: EDITOR_ONLY,
    Action.EDIT_PROGRAMME: EDITOR_ONLY,
    Action.CREATE_EVENT: {Role.ORGANISER: ALL, Role.ADMINISTRATOR: ALL},
    Action.EDIT_EVENT: ORGANISER_OF_IT,
    Action.PUBLISH_EVENT: ORGANISER_OF_IT,
    Action.REGISTER: dict.fromkeys(Role, ALL),
    Action.EDIT_OWN_REGISTRATION: dict.fromkeys(Role, OWN),
    Action.HANDLE_REGISTRATIONS: ORGANISER_OF_IT,
    Action.CHECK_IN: {Role.RECEPTION: OWN, **ORGANISER_OF_IT},
    Action.TAKE_PART: dict.fromkeys(Role, OWN),
    Action.RUN_MATCHING: ORGANISER_OF_IT,
    Action.EDIT_CAMPAIGN: EDITOR_ONLY,
    Action.ENTER_ACTIVITY: MANAGER_OR_EDITOR,
    Action.DECIDE_ACTIVITY: EDITOR_ONLY,
    Action.SEE_AUDIT: ADMINISTRATOR_ONLY,
    Action.SEE_JOBS: {
        Role.NETWORK_MANAGER: OWN,
        Role.EDITOR: OWN,
        Role.ORGANISER: OWN,
        Role.ADMINISTRATOR: ALL,
    },
    Action.SEE_MAIL: ADMINISTRATOR_ONLY,
    Action.SEND_MAIL: ADMINISTRATOR_ONLY,
    Action.HANDLE_REPORT: EDITOR_ONLY,
    Action.GRANT_ROLE: ADMINISTRATOR_ONLY,
    Action.HANDLE_ACCOUNT: ADMINISTRATOR_ONLY,
    Action.FOLLOW: EVERYBODY_WITH_AN_ACCOUNT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who asks: the account's id (None for a visitor), its roles, and the roles that sleep.

    `pass_link_id` is the link of a pass for the reception by which this browser came in.
    """

    user_id: int | None = None
    pass_link_id: int | None = None
    roles: frozenset[Role] = frozenset({Role.VISITOR})
    asleep: frozenset[Role] = frozenset()


class Denied(Exception):
    """The policy says no. Views never catch it: the edge turns it into a page."""

    def __init__(self, action: Action, *, owns: bool = False) -> None:
        super().__init__(action)
        self.action, self.owns = action, owns


def may(subject: Subject, action: Action, *, owns: bool = False) -> bool:
    """Whether the policy allows `action`; `owns` says that the object is looked after by the subject."""
    return _reaches(subject.roles, action, owns=owns)


def require(subject: Subject, action: Action, *, owns: bool = False) -> None:
    """Nothing, or `Denied`."""
    if not may(subject, action, owns=owns):
        raise Denied(action, owns=owns)


def needs_more(subject: Subject, action: Action, *, owns: bool = False) -> bool:
    """Whether a role that sleeps would allow it: the person has to show first that it is them."""
    return _reaches(subject.asleep, action, owns=owns)


def may_awake(subject: Subject, action: Action, *, owns: bool = False) -> bool:
    """Whether the person may do it, now or once the roles that sleep are woken: then it is no secret."""
    return _reaches(subject.roles | subject.asleep, action, owns=owns)


def _reaches(roles: Iterable[Role], action: Action, *, owns: bool) -> bool:
    reaches = {MATRIX[action].get(role) for role in roles}
    return Reach.ALL in reaches or (owns and Reach.OWN in reaches)


# In the order in which they are shown. Everybody is a participant; nobody is appointed visitor.
GRANTABLE = (Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER, Role.ADMINISTRATOR)
# What a floor may give by its own rules, for instance by an invitation.
GIVEN_BY_FLOORS = frozenset({Role.NETWORK_MANAGER})


class GrantFault(Reason):
    NOT_GRANTABLE = "not_grantable", _("This role cannot be given: everyone has it.")
    ONLY_BY_ADMINISTRATORS = "only_by_administrators", _("Only an administrator can give this role.")
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("This is the last administrator. Appoint another one first, then take the role away."),
    )
    UNKNOWN_PERSON = "unknown_person", _("This account no longer exists.")


def fault_of_granting(role: Role) -> GrantFault | None:
    """Why nobody may give this role, not even administrators; None where it can be given."""
    return None if role in GRANTABLE else GrantFault.NOT_GRANTABLE


def fault_of_giving(role: Role) -> GrantFault | None:
    """Why a floor may not give this role by itself."""
    return fault_of_granting(role) or (None if role in GIVEN_BY_FLOORS else GrantFault.ONLY_BY_ADMINISTRATORS)


def fault_of_revoking(role: Role, *, other_administrators: int) -> GrantFault | None:
    """The platform always keeps an administrator."""
    if role is Role.ADMINISTRATOR and other_administrators < 1:
        return GrantFault.LAST_ADMINISTRATOR
    return None
