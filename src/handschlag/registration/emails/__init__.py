"""Letters about registrations, each in its reader's language, in the transaction it tells of."""

from handschlag.registration.emails.changes import tell_seated
from handschlag.registration.emails.data import tell_data
from handschlag.registration.emails.invitations import tell_invited
from handschlag.registration.emails.states import (
    tell_already,
    tell_cancelled,
    tell_changed,
    tell_decided,
    tell_entered,
    tell_imported,
    tell_promoted,
    tell_registered,
)

__all__ = [
    "tell_already",
    "tell_cancelled",
    "tell_changed",
    "tell_data",
    "tell_decided",
    "tell_entered",
    "tell_imported",
    "tell_invited",
    "tell_promoted",
    "tell_registered",
    "tell_seated",
]
