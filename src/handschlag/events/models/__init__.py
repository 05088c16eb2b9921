"""The nouns of this floor: conferences, their programme, exhibition and time grid; campaigns."""

from handschlag.events.models.blocks import Block, BlockPlace, Place, PlaceKind
from handschlag.events.models.campaigns import (
    Activity,
    ActivityChange,
    ActivityState,
    Audience,
    Campaign,
    ChangeState,
)
from handschlag.events.models.conferences import (
    Event,
    EventDay,
    EventHost,
    EventOrganiser,
    EventStatus,
    OnlineRooms,
)
from handschlag.events.models.contributions import (
    Contribution,
    ContributionCall,
    ContributionReview,
    ContributionSpeaker,
    ContributionState,
    SpeakerAbsence,
)
from handschlag.events.models.email_wordings import EmailWording
from handschlag.events.models.exhibition import Exhibit, InformationDesk, Stand, StandStaff
from handschlag.events.models.programme import (
    Material,
    Session,
    SessionKind,
    SessionLanguage,
    SessionSpeaker,
    Speaker,
    SpeakerPart,
    Track,
)
from handschlag.events.models.programme_imports import ProgrammeImport, ProgrammeImportState
from handschlag.events.models.reception import ReceptionPass
from handschlag.events.models.removals import Removal
from handschlag.events.models.venues import Room, Zone
from handschlag.events.models.versions import ProgrammeVersion

__all__ = [
    "Activity",
    "ActivityChange",
    "ActivityState",
    "Audience",
    "Block",
    "BlockPlace",
    "Campaign",
    "ChangeState",
    "Contribution",
    "ContributionCall",
    "ContributionReview",
    "ContributionSpeaker",
    "ContributionState",
    "EmailWording",
    "Event",
    "EventDay",
    "EventHost",
    "EventOrganiser",
    "EventStatus",
    "Exhibit",
    "InformationDesk",
    "Material",
    "OnlineRooms",
    "Place",
    "PlaceKind",
    "ProgrammeImport",
    "ProgrammeImportState",
    "ProgrammeVersion",
    "ReceptionPass",
    "Removal",
    "Room",
    "Session",
    "SessionKind",
    "SessionLanguage",
    "SessionSpeaker",
    "Speaker",
    "SpeakerAbsence",
    "SpeakerPart",
    "Stand",
    "StandStaff",
    "Track",
    "Zone",
]
