"""What people have said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from handschlag.day.models import Signal, SignalKind

RECENT: Final = timedelta(minutes=30)
TELLING: Final = (
    SignalKind.LATE,
    SignalKind.CANNOT_COME,
    SignalKind.GONE,
    SignalKind.PARTNER_MISSING,
)


def unanswered(*, now: datetime) -> list[int]:
    """Recent signals that may still become an incident; who is here after all is missed no longer."""
    rows = Signal.objects.filter(kind__in=TELLING, incidents=None, heard_at__gt=now - RECENT)
    return list(rows.order_by("heard_at", "pk").values_list("pk", flat=True))
