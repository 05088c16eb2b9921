"""How the organisers want the day to be handled."""

from __future__ import annotations

from handschlag.day.models import DaySettings
from handschlag.matching.models import Service


def settings_of(service: Service) -> DaySettings:
    """As they were set, or as they are meant to be where nobody has set them."""
    found = DaySettings.objects.filter(service=service).first()
    return found or DaySettings(service=service, changed_at=service.changed_at)
