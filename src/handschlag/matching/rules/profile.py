"""What a profile is made of: how many lines, and whose sight each fact is for at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EACH: Final = 3  # offers, and needs
LONGEST: Final = 240
PARTICIPANTS, NOBODY = "participants", "nobody"
SEEN: Final[Mapping[str, str]] = {
    "role": PARTICIPANTS,
    "place": PARTICIPANTS,
    "speaks": PARTICIPANTS,
    "goal": PARTICIPANTS,
}
