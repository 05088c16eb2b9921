"""Letters of the directory. Each is written in the language of its reader, in the transaction it tells of."""

from handschlag.directory.emails.joining import (
    ask_to_confirm,
    tell_accepted,
    tell_asked,
    tell_declined,
    tell_managers,
)
from handschlag.directory.emails.members import tell_member_decided, tell_proposed
from handschlag.directory.emails.moderation import tell_published, tell_returned
from handschlag.directory.emails.team import tell_claimed, tell_invited, tell_joined, tell_removed

__all__ = [
    "ask_to_confirm",
    "tell_accepted",
    "tell_asked",
    "tell_claimed",
    "tell_declined",
    "tell_invited",
    "tell_joined",
    "tell_managers",
    "tell_member_decided",
    "tell_proposed",
    "tell_published",
    "tell_removed",
    "tell_returned",
]
