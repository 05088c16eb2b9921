"""People of an event to whom organisers can write, as far as matching knows them."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handschlag.matching.models import Participant, Party, RequestState
from handschlag.registration.hooks.audiences import Audience
from handschlag.registration.models import Registration, RegistrationState


def _participants(event_id: int) -> QuerySet[Participant]:
    return Participant.objects.filter(service__event_id=event_id, left_at=None)


def _confirmed(event_id: int) -> QuerySet[Registration]:
    return Registration.objects.filter(event_id=event_id, state=RegistrationState.CONFIRMED)


def _taking_part(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).filter(matching__in=_participants(event_id))


def _outside(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).exclude(pk__in=_participants(event_id).values("registration"))


def _without_profile(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).filter(matching__in=_participants(event_id).filter(described_at=None))


def _asked(event_id: int) -> QuerySet[Registration]:
    waiting = Party.objects.filter(
        request__service__event_id=event_id,
        request__state=RequestState.OPEN,
        is_sender=False,
        said_yes_at=None,
    )
    return _taking_part(event_id).filter(matching__in=waiting.values("participant"))


def _meeting(event_id: int) -> QuerySet[Registration]:
    held = Party.objects.filter(request__service__event_id=event_id, request__meeting__isnull=False)
    return _taking_part(event_id).filter(matching__in=held.values("participant"))


AUDIENCES: Final = (
    Audience(key="matching", title=_("People in matchmaking"), people=_taking_part),
    Audience(key="outside", title=_("Registered, not in matchmaking"), people=_outside),
    Audience(key="no_profile", title=_("In matchmaking, without a profile"), people=_without_profile),
    Audience(key="open_requests", title=_("With open requests"), people=_asked),
    Audience(key="meetings", title=_("With meetings"), people=_meeting),
)
