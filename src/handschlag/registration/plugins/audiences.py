"""People of an event to whom organisers can write, as far as their registration says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handschlag.registration.hooks.audiences import Audience
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.arrivals import here_since


def _in(state: RegistrationState) -> Callable[[int], QuerySet[Registration]]:
    return lambda event_id: Registration.objects.filter(event_id=event_id, state=state)


def _who_came(event_id: int) -> QuerySet[Registration]:
    """Those whom reception checked in: they can take a certificate once the event is over."""
    return _in(RegistrationState.CONFIRMED)(event_id).filter(pk__in=list(here_since(event_id)))


AUDIENCES: Final = (
    Audience(key="confirmed", title=_("All participants"), people=_in(RegistrationState.CONFIRMED)),
    Audience(key="came", title=_("People who came"), people=_who_came),
    Audience(key="waiting", title=_("Waiting list"), people=_in(RegistrationState.WAITING)),
    Audience(key="asked", title=_("Registrations to check"), people=_in(RegistrationState.ASKED)),
)
