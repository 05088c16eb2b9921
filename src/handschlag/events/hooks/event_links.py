"""What apps above tell everybody about an event: its page links there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """A page, in the language of the request, and what it shows in a few words."""

    label: str
    about: str
    url: str


# Called with the event's id and slug; one query at most.
event_links: Final = Hook[Callable[[int, str], EventLink | None]]("events.event_links")
