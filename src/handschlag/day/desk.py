"""What the day adds to the reception: people who have not registered are taken in with meetings."""

from __future__ import annotations

from django.urls import reverse

from handschlag.day.queries.walking_in import open_service
from handschlag.events.models import Event


def walk_in_page(event: Event) -> str:
    """Where that is done; nothing where the event offers no matching."""
    return reverse("day:walk_in", args=[event.slug]) if open_service(event) else ""
