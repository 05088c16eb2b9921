"""The steps of registration: from when to when, and that people come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.hooks.checklist import ChecklistLine, state_of
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import Event, EventStatus
from handschlag.registration.models import EventInvitation, Registration, RegistrationState


def registration_lines(event: Event, _now: datetime) -> Sequence[ChecklistLine]:
    """Three queries."""
    return _window(event), _people(event)


def _window(event: Event) -> ChecklistLine:
    parts = (
        (event.registration_opens_at, _("the day on which registration opens")),
        (event.registration_closes_at, _("the day on which registration closes")),
    )
    missing = [word for value, word in parts if value is None]
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=60,
        label=_("Registration period"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:edit_event", args=[event.slug, "registration"]),
    )


def _people(event: Event) -> ChecklistLine:
    confirmed, asked = _counts(event)
    missing = []
    if asked:
        text = ngettext("%(n)s registration to approve", "%(n)s registrations to approve", asked)
        missing.append(text % {"n": asked})
    if not confirmed and not EventInvitation.objects.filter(event=event).exists():
        missing.append(_("invitations or an imported list of people"))
    name = "registration:registrations" if confirmed or asked else "registration:invitations"
    people = ngettext("%(n)s registered", "%(n)s registered", confirmed) % {"n": confirmed}
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=90,
        label=_("Invitations and registrations"),
        state=state_of(missing, is_possible=bool(confirmed) or event.status != EventStatus.DRAFT),
        missing=missing,
        fact=people if confirmed else "",
        url=reverse(name, args=[event.slug]),
    )


def _counts(event: Event) -> tuple[int, int]:
    """How many are confirmed, and how many wait for approval."""
    found = Registration.objects.filter(event=event, erased_at=None).aggregate(
        confirmed=Count("pk", filter=Q(state=RegistrationState.CONFIRMED)),
        asked=Count("pk", filter=Q(state=RegistrationState.ASKED)),
    )
    return found["confirmed"], found["asked"]
