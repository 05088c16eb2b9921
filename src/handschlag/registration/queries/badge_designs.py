"""How the badges of an event look."""

from __future__ import annotations

from django.core.files.storage import default_storage

from handschlag.registration.models import BadgeDesign


def badge_design_of(event_id: int) -> BadgeDesign:
    """The event's own, or an unsaved one with what is usual."""
    return BadgeDesign.objects.filter(event_id=event_id).first() or BadgeDesign(event_id=event_id)


def logo_of(design: BadgeDesign) -> bytes:
    """The picture, or nothing if there is none (any more)."""
    if not design.logo:
        return b""
    try:
        with default_storage.open(design.logo) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""
