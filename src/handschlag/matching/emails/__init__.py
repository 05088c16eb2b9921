"""Letters of matching, in the language of the registration."""

from handschlag.matching.emails.meetings import (
    ask_for_change,
    ask_for_room,
    tell_held,
    tell_withdrawn,
    write_ahead,
)
from handschlag.matching.emails.requests import tell_requests

__all__ = ["ask_for_change", "ask_for_room", "tell_held", "tell_requests", "tell_withdrawn", "write_ahead"]
