"""Who has signed in and comes to an event finds their registration beside their programme."""

from __future__ import annotations

from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.directory.emails.letters import address
from handschlag.events.hooks.attendance import Attendance
from handschlag.registration.queries.links import feed_of, link_of
from handschlag.registration.queries.waiting_list import registrations_of
from handschlag.registration.rules.places import ACTIVE


def registration_attendance(event_id: int, user_id: int) -> Attendance | None:
    """Whose registration lives, by their account or its address."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return None
    registration = registrations_of(user).filter(event_id=event_id, state__in=ACTIVE).first()
    if registration is None:
        return None
    return Attendance(
        url=reverse("registration:own", args=[link_of(registration)]),
        feed_url=address("registration:feed", feed_of(registration)),
    )
