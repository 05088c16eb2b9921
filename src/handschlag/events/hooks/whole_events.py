"""What apps above do when a whole event is copied or deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.models import Event
from handschlag.events.rules.date_shift import DateShift

# Called with the old event, the new one, how far everything moves, and the time.
event_copies: Final = Hook[Callable[[Event, Event, DateShift, datetime], None]]("events.event_copies")

# Whether data of people who are not invented hang on the event with this id: then it stays.
event_keepers: Final = Hook[Callable[[int], bool]]("events.event_keepers")

# Takes away what would hold the event with this id; the rest goes with it.
event_deletions: Final = Hook[Callable[[int], None]]("events.event_deletions")
