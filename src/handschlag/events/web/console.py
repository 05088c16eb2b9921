"""What every page of an event's console begins with."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from handschlag.accounts.rules.policy import Subject
from handschlag.events.models import Event
from handschlag.events.screens.console import console_of


def console_context(event: Event, by: Subject, *, current: str, **more: Any) -> dict[str, Any]:
    """The sidebar with its entry `current` marked, and whatever else the template shows."""
    console = console_of(event, by=by, current=current, now=timezone.now())
    return {"console": console, "console_slug": event.slug, "event": event, **more}
