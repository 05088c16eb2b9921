"""The logo on the badges of an event."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.platform.attacks.world.entries import picture

from handschlag.events.models import Event
from handschlag.registration.models import BadgeDesign


def badge_logo(event: Event) -> str:
    """The name of its file."""
    logo = default_storage.save(f"badges/{'b' * 32}.webp", ContentFile(picture()))
    return BadgeDesign.objects.create(event=event, logo=logo).logo_name
