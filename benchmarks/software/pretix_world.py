"""Runs in pretix's own environment: some shops of events that are open, each with a few products."""

from __future__ import annotations

import datetime as dt

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretix.base.models import Event, Organizer  # noqa: E402

EVENTS, PRODUCTS = 12, 5


@transaction.atomic
def fill() -> None:
    with scopes_disabled():
        if Organizer.objects.exists():
            return
        organiser = Organizer.objects.create(name="Organiser", slug="organiser")
    with scope(organizer=organiser):
        for number in range(EVENTS):
            event = Event.objects.create(
                organizer=organiser,
                name=f"Conference {number}",
                slug=f"conference{number}",
                date_from=now() + dt.timedelta(days=30 + number),
                currency="EUR",
                live=True,
                is_public=True,
                plugins="pretix.plugins.banktransfer",
            )
            event.set_defaults()
            quota = event.quotas.create(name="Seats", size=1_500)
            for product in range(PRODUCTS):
                quota.items.add(event.items.create(name=f"Ticket {product}", default_price=product * 10))


fill()
