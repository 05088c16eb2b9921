"""What the day keeps with a registration: exported and erased with it, and kept no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.day.actions import registration_erasure
from handschlag.day.queries.export import everything_of
from handschlag.registration.hooks.addons import AddonCard, RegistrationAddon
from handschlag.registration.models import Registration


class DayAddon(RegistrationAddon):
    """Signals, marks, outcomes, notes and stand-by offers of people who take part."""

    name = "day"
    private = frozenset({"notes", "marks", "outcomes"})

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        """The day is reached through matching."""
        del registration, token
        return None

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return everything_of(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        registration_erasure.erase(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        """All of it goes with the people."""
