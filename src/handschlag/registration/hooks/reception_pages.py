"""What else the desk does for those who have not registered, or do not come: a higher floor hangs it here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handschlag.events.models import Event

type Page = Callable[[Event], str]  # its address, or nothing where it does not serve this event

# Of a registration, at a moment.
type Absence = Callable[[Event, int, datetime], str]

_pages: list[Page] = []
_absences: list[Absence] = []


def register(page: Page) -> None:
    """Once, while the platform starts."""
    _pages.append(page)


def page_for(event: Event) -> str:
    """Where somebody without a registration is served at once; nothing where that is not offered."""
    return next((url for page in _pages if (url := page(event))), "")


def register_absence(page: Absence) -> None:
    """Once, while the platform starts."""
    _absences.append(page)


def absence_page_for(event: Event, registration_id: int, now: datetime) -> str:
    """Where it is said that somebody does not come whom others wait for; nothing where nobody does."""
    return next((url for page in _absences if (url := page(event, registration_id, now))), "")
