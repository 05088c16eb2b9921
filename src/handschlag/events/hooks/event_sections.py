"""What apps above show everybody on the page of an event: parts of its own, beside the links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSection:
    """A template, and what it shows as `screen`."""

    template: str
    screen: dict[str, Any]


# Called with the event's id and now; None where there is nothing to show. Few queries, always as many.
event_sections: Final = Hook[Callable[[int, datetime], EventSection | None]]("events.event_sections")
