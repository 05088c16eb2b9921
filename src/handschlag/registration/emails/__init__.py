"""Letters about registrations, each in its reader's language, in the transaction it tells of."""

from handschlag.registration.emails.changes import tell_seated
from handschlag.registration.emails.confirming import (
    tell_address_asked,
    tell_address_left,
    tell_already,
    tell_link_renewed,
    tell_links,
    tell_named,
    tell_to_confirm,
    tell_to_confirm_address,
)
from handschlag.registration.emails.data import tell_data
from handschlag.registration.emails.invitations import tell_invited
from handschlag.registration.emails.posting import person_of_form
from handschlag.registration.emails.states import (
    tell_cancelled,
    tell_changed,
    tell_decided,
    tell_entered,
    tell_imported,
    tell_promoted,
    tell_registered,
)

__all__ = [
    "person_of_form",
    "tell_address_asked",
    "tell_address_left",
    "tell_already",
    "tell_cancelled",
    "tell_changed",
    "tell_data",
    "tell_decided",
    "tell_entered",
    "tell_imported",
    "tell_invited",
    "tell_link_renewed",
    "tell_links",
    "tell_named",
    "tell_promoted",
    "tell_registered",
    "tell_seated",
    "tell_to_confirm",
    "tell_to_confirm_address",
]
