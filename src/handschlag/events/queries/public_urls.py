"""Where the public reads about an event; empty as long as nobody answers there."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def public_path(slug: str) -> str:
    """The path of the event's page, without the host; empty where no page answers."""
    try:
        return reverse("events:event", args=[slug])
    except NoReverseMatch:
        return ""
