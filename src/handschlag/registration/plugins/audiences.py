"""People of an event to whom organisers can write, as far as their registration says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handschlag.registration.hooks.audiences import Audience
from handschlag.registration.models import Registration, RegistrationState


def _in(state: RegistrationState) -> Callable[[int], QuerySet[Registration]]:
    return lambda event_id: Registration.objects.filter(event_id=event_id, state=state)


AUDIENCES: Final = (
    Audience(key="confirmed", title=_("All participants"), people=_in(RegistrationState.CONFIRMED)),
    Audience(key="waiting", title=_("Waiting list"), people=_in(RegistrationState.WAITING)),
    Audience(key="asked", title=_("Registrations to check"), people=_in(RegistrationState.ASKED)),
)
