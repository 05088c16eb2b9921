"""The nouns of the directory."""

from handschlag.directory.models.actors import Actor, ActorKind, Direction, Statement
from handschlag.directory.models.differences import ProjectDifference, ProjectSource
from handschlag.directory.models.imports import (
    AT_WORK,
    BEFORE,
    DOING,
    Import,
    ImportAction,
    ImportRow,
    ImportSheet,
    ImportState,
)
from handschlag.directory.models.management import (
    Invitation,
    JoinRequest,
    JoinState,
    ManagedNetwork,
)
from handschlag.directory.models.membership import (
    MemberProposal,
    MemberProposalState,
    Membership,
    NamedMember,
)
from handschlag.directory.models.moderation import (
    LIVE,
    DuplicatePair,
    Merge,
    Proposal,
    ProposalState,
    Revision,
)
from handschlag.directory.models.networks import (
    Basis,
    FactSource,
    Label,
    LabelLevel,
    MemberFigure,
    Network,
    NetworkKind,
    NetworkProgramme,
    NetworkStanding,
    NetworkStatement,
    SourceKind,
)
from handschlag.directory.models.places import District, Land, Place
from handschlag.directory.models.projects import (
    ActorSource,
    Catalogue,
    Participation,
    Project,
    ProjectRole,
    ProjectStatus,
)
from handschlag.directory.models.publication import Status
from handschlag.directory.models.search import EntryType, IndexChange, IndexState, SearchDocument
from handschlag.directory.models.stories import Story, StoryKind
from handschlag.directory.models.vocabulary import Concept, ConceptKind, Field

__all__ = [
    "AT_WORK",
    "BEFORE",
    "DOING",
    "LIVE",
    "Actor",
    "ActorKind",
    "ActorSource",
    "Basis",
    "Catalogue",
    "Concept",
    "ConceptKind",
    "Direction",
    "District",
    "DuplicatePair",
    "EntryType",
    "FactSource",
    "Field",
    "Import",
    "ImportAction",
    "ImportRow",
    "ImportSheet",
    "ImportState",
    "IndexChange",
    "IndexState",
    "Invitation",
    "JoinRequest",
    "JoinState",
    "Label",
    "LabelLevel",
    "Land",
    "ManagedNetwork",
    "MemberFigure",
    "MemberProposal",
    "MemberProposalState",
    "Membership",
    "Merge",
    "NamedMember",
    "Network",
    "NetworkKind",
    "NetworkProgramme",
    "NetworkStanding",
    "NetworkStatement",
    "Participation",
    "Place",
    "Project",
    "ProjectDifference",
    "ProjectRole",
    "ProjectSource",
    "ProjectStatus",
    "Proposal",
    "ProposalState",
    "Revision",
    "SearchDocument",
    "SourceKind",
    "Statement",
    "Status",
    "Story",
    "StoryKind",
]
