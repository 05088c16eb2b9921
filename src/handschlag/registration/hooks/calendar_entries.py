"""What else stands in a person's calendar: higher floors know, and hang a source here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from handschlag.events.rules.calendar import Entry
from handschlag.registration.models import Registration


class _Source(Protocol):
    """Knows entries of a person: meetings, say."""

    def entries(self, registration: Registration, *, now: datetime) -> Iterable[Entry]:
        """In the language that is spoken now."""


_sources: list[_Source] = []


def register(source: _Source) -> None:
    """Once, while the platform starts."""
    _sources.append(source)


def more_entries(registration: Registration, *, now: datetime) -> tuple[Entry, ...]:
    return tuple(entry for source in _sources for entry in source.entries(registration, now=now))
