"""What a profile is made of: how many lines, and whose sight each fact is for at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from handschlag.registration.rules.visibility import FIELDS, Audience, audience_of

EACH: Final = 3  # offers, and needs
LONGEST: Final = 240
PARTICIPANTS, NOBODY = "participants", "nobody"
SEEN: Final[Mapping[str, str]] = {
    "organisation": PARTICIPANTS,
    "role": PARTICIPANTS,
    "place": PARTICIPANTS,
    "speaks": PARTICIPANTS,
    "goal": PARTICIPANTS,
}


def is_seen(name: str, *, registered: Mapping[str, Any], profile: Mapping[str, Any]) -> bool:
    """Whether others in the matching see a fact: of the two choices the stricter one counts.

    >>> is_seen("place", registered={"place": "nobody"}, profile={"place": "participants"})
    False
    """
    is_open = name not in FIELDS or audience_of(name, registered) is not Audience.NOBODY
    return is_open and profile.get(name, SEEN[name]) == PARTICIPANTS
