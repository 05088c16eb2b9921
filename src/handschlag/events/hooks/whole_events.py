"""What apps above do when a whole event is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from handschlag.common.hooks import Hook

# Whether data of people who are not invented hang on the event with this id: then it stays.
event_keepers: Final = Hook[Callable[[int], bool]]("events.event_keepers")

# Takes away what would hold the event with this id; the rest goes with it.
event_deletions: Final = Hook[Callable[[int], None]]("events.event_deletions")
