"""Where somebody stands."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from handschlag.accounts.models import User
from handschlag.registration.models import Registration, RegistrationState


def place_in_line(registration: Registration) -> int:
    """The number on the waiting list of a category with its own limit, else of all; from one."""
    waiting = Registration.objects.filter(
        event_id=registration.event_id, state=RegistrationState.WAITING, erased_at=None
    )
    if registration.category is not None and registration.category.capacity is not None:
        waiting = waiting.filter(category=registration.category)
    before = Q(asked_at__lt=registration.asked_at) | Q(asked_at=registration.asked_at, pk__lt=registration.pk)
    return waiting.filter(before).count() + 1


def registrations_of(user: User) -> QuerySet[Registration]:
    """All that belong to an account or its address; whoever signs in has shown that the address is theirs."""
    rows = Registration.objects.filter(Q(user=user) | Q(email=user.email), erased_at=None)
    return rows.select_related("event").order_by("-event__first_day", "-asked_at")
