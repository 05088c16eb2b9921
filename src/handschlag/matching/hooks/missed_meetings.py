"""Which meetings of an event that is over did not take place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from handschlag.common.hooks import Hook

# Called with the ids of requests; gives those that somebody says were not held, or that are in dispute.
missed_meetings: Final = Hook[Callable[[Collection[int]], Collection[int]]]("matching.missed_meetings")
