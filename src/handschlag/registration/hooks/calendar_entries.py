"""What else stands in a person's calendar: meetings, say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from handschlag.common.hooks import Hook
from handschlag.events.rules.calendar import Entry
from handschlag.registration.models import Registration


class CalendarSource(Protocol):
    """Knows entries of a person."""

    def __call__(self, registration: Registration, *, now: datetime) -> Iterable[Entry]:
        """In the language that is spoken now."""


calendar_entries: Final = Hook[CalendarSource]("registration.calendar_entries")
