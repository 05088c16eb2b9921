"""What the day keeps with a registration: exported and erased with it, and kept no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handschlag.day.actions import registration_erasure
from handschlag.day.queries.export import everything_of
from handschlag.day.queries.opening import opening_of
from handschlag.day.rules.opening import Opening
from handschlag.registration.hooks.addons import AddonCard, RegistrationAddon
from handschlag.registration.models import Registration
from handschlag.registration.rules.places import ACTIVE


class DayAddon(RegistrationAddon):
    """Signals, marks, outcomes, notes and stand-by offers of people who take part."""

    name = "day"
    private = frozenset({"notes", "marks", "outcomes"})

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        opening = opening_of(registration, now=timezone.now())
        if opening is None or registration.state not in ACTIVE:
            return None
        is_over = opening is not Opening.NOW
        return AddonCard(
            title=_("Afterwards") if is_over else _("Today"),
            text=(
                _("Two taps per meeting: did it take place, and was it worthwhile?")
                if is_over
                else _("When and where your next meeting is, and what you can report.")
            ),
            label=_("Review") if is_over else _("Your next meeting"),
            url=reverse(opening, args=[token]),
        )

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """On the day the next meeting, afterwards the review."""
        page = opening_of(registration, now=now) if registration.state in ACTIVE else None
        return reverse(page, args=[token]) if page else ""

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return everything_of(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        registration_erasure.erase(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        """All of it goes with the people."""
