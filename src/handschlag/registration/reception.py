"""What else the desk does for people who have not registered: a higher floor hangs its page here."""

from __future__ import annotations

from collections.abc import Callable

from handschlag.events.models import Event

type Page = Callable[[Event], str]  # its address, or nothing where it does not serve this event

_pages: list[Page] = []


def register(page: Page) -> None:
    """Once, while the platform starts."""
    _pages.append(page)


def page_for(event: Event) -> str:
    """Where somebody without a registration is served at once; nothing where that is not offered."""
    return next((url for page in _pages if (url := page(event))), "")
