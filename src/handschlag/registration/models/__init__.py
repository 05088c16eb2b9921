"""The nouns of this floor: invitations, registrations, what people choose, who is there."""

from handschlag.registration.models.badges import Badge, BadgeDesign
from handschlag.registration.models.categories import Category
from handschlag.registration.models.certificates import Certificate
from handschlag.registration.models.check_in import CheckIn
from handschlag.registration.models.choices import SeatState, SessionChoice, SessionWish
from handschlag.registration.models.invitations import EventInvitation
from handschlag.registration.models.people_imports import ListState, PeopleList
from handschlag.registration.models.questions import Answer, Question, QuestionAudience, QuestionKind
from handschlag.registration.models.registrations import (
    Consent,
    ConsentPurpose,
    NoDuplicates,
    Registration,
    RegistrationSource,
    RegistrationState,
)
from handschlag.registration.models.sendings import EmailSending, SendingState
from handschlag.registration.models.unconfirmed import AddressChange, UnconfirmedRegistration

__all__ = [
    "AddressChange",
    "Answer",
    "Badge",
    "BadgeDesign",
    "Category",
    "Certificate",
    "CheckIn",
    "Consent",
    "ConsentPurpose",
    "EmailSending",
    "EventInvitation",
    "ListState",
    "NoDuplicates",
    "PeopleList",
    "Question",
    "QuestionAudience",
    "QuestionKind",
    "Registration",
    "RegistrationSource",
    "RegistrationState",
    "SeatState",
    "SendingState",
    "SessionChoice",
    "SessionWish",
    "UnconfirmedRegistration",
]
