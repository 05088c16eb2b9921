"""Questions about programmes."""

from __future__ import annotations

from handschlag.programmes.models import Programme


def all_programmes() -> list[Programme]:
    """Every programme: those that fund first, each group in its own order."""
    return list(Programme.objects.order_by("-is_funding", "position", "short_name"))


def programme_at(slug: str) -> Programme | None:
    return Programme.objects.filter(slug=slug).first()
