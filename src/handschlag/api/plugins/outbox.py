"""Calls to other systems that a backup brought back."""

from __future__ import annotations

from datetime import datetime

from handschlag.api.models import Delivery, DeliveryState


def drop_calls(before: datetime) -> int:
    """They are given up; how many that were."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, occurrence__at__lt=before)
    return waiting.update(state=DeliveryState.DEAD, leased_until=None)
