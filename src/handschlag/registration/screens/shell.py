"""What stands around the pages behind a personal link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from handschlag.design.components.participant import Shell, Tab
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.registration.queries.addons import addon_tabs
from handschlag.registration.screens.events import when


def page_context(registration: Registration, token: str, *, now: datetime) -> dict[str, Any]:
    """What each page of the own registration is given."""
    tabs = addon_tabs(registration, token, now=now)
    return {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "shell": frame_of(registration.event, token, name=registration.name, tabs=tabs),
    }


def frame_of(event: Event, token: str, *, name: str, tabs: Sequence[Tab] = ()) -> Shell:
    """The shell of an event; before somebody takes part in anything it has no tabs."""
    where = f", {event.place}" if event.place else ""
    return Shell(
        event=event.title,
        when=f"{when(event)}{where}",
        url=reverse("registration:own", args=[token]),
        tabs=tabs,
        name=name,
        own_url=reverse("registration:details", args=[token]),
        phone=event.contact_phone,
    )
