"""What the organisers have fixed by hand: times, places, and requests taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from handschlag.matching.models import AGREED, Meeting, Request, RequestState, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualFix:
    """`kind` is lock, pin or bar."""

    kind: str
    request: int
    starts_at: datetime | None = None
    place_code: str = ""
    reason: str = ""


def fixed_by_hand(service: Service) -> list[ManualFix]:
    """Locked times and pinned places first, then barred requests that are open or agreed."""
    rows = Meeting.objects.filter(Q(is_time_locked=True) | Q(is_place_pinned=True), service=service)
    found = []
    for row in rows.select_related("place"):
        spot = {"request": row.request_id, "starts_at": row.starts_at, "place_code": row.place.code}
        if row.is_time_locked:
            found.append(ManualFix(kind="lock", **spot))  # type: ignore[arg-type]
        if row.is_place_pinned:
            found.append(ManualFix(kind="pin", **spot))  # type: ignore[arg-type]
    barred = Request.objects.filter(service=service, is_barred=True, state__in=(RequestState.OPEN, *AGREED))
    return found + [
        ManualFix(kind="bar", request=pk, reason=reason)
        for pk, reason in barred.order_by("pk").values_list("pk", "bar_reason")
    ]
