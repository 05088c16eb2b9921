"""Everything is erased: what that means before, and the receipt after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from handschlag.accounts.hooks.remainders import Remainder, registration_remainders
from handschlag.common.times import format_moment
from handschlag.registration.models import Registration
from handschlag.registration.screens.events import EventHead, head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _EraseScreen:
    event: EventHead
    stays: Sequence[Remainder]
    at: str = ""
    reference: str = ""
    again: str = ""


def erase_screen(registration: Registration) -> _EraseScreen:
    """Before."""
    return _EraseScreen(event=head_of(registration.event), stays=tuple(registration_remainders))


def erased_screen(registration: Registration, *, now: datetime) -> _EraseScreen:
    """After: nothing of the registration is read but its number."""
    event = registration.event
    return _EraseScreen(
        event=head_of(event),
        stays=tuple(registration_remainders),
        at=format_moment(now),
        reference=f"{event.slug}/{registration.pk}",
        again=reverse("registration:register", args=[event.slug]),
    )
