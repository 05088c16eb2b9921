"""What belongs to an invented person."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.events.models import Event
from handschlag.registration.models import Registration


def registrations_of(address: str) -> QuerySet[Registration]:
    """The registrations of the person with this email address, each with its event."""
    return Registration.objects.filter(user__email=address, erased_at=None).select_related("event")


def invented_events_of(address: str) -> QuerySet[Event]:
    """The invented events that this person organises, the latest first."""
    return Event.objects.filter(is_demo=True, organisers__user__email=address).order_by("-first_day", "pk")
