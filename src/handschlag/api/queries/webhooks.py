"""Endpoints of an event, calls that wait, and what they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from handschlag.api.models import Delivery, DeliveryState, Endpoint
from handschlag.matching.models import Party, Request

SHOWN = 50
WAITING = Q(deliveries__state=DeliveryState.WAITING)


def endpoints_of(event_id: int) -> QuerySet[Endpoint]:
    """With who made each, and as `waiting` the number of calls not yet made."""
    rows = Endpoint.objects.filter(event_id=event_id).select_related("made_by")
    return rows.annotate(waiting=Count("deliveries", filter=WAITING))


def log_of(endpoint: Endpoint) -> QuerySet[Delivery]:
    """The latest calls."""
    return endpoint.deliveries.select_related("occurrence").order_by("-pk")[:SHOWN]


def due(*, now: datetime) -> list[int]:
    """Endpoints that have something to be told, and need not wait."""
    free = Q(deliveries__leased_until=None) | Q(deliveries__leased_until__lte=now)
    rows = Endpoint.objects.filter(WAITING, free, stopped_at=None)
    ready = rows.filter(Q(waits_until=None) | Q(waits_until__lte=now))
    return list(ready.order_by("pk").values_list("pk", flat=True).distinct())


def contents_of(requests: Collection[int]) -> dict[int, dict[str, Any]]:
    """By request: its meeting as it stands now, in numbers; without time and place where there is none."""
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request_id__in=requests).order_by("pk")
    for request, participant in parties.values_list("request_id", "participant_id"):
        people[request].append(participant)
    rows = Request.objects.filter(pk__in=requests).select_related("meeting__place")
    return {row.pk: _content_of(row, people[row.pk]) for row in rows}


def _content_of(row: Request, people: list[int]) -> dict[str, Any]:
    meeting = getattr(row, "meeting", None)
    content: dict[str, Any] = {"id": str(row.uid), "number": row.pk, "participants": people}
    if meeting is not None:
        content |= {
            "starts_at": meeting.starts_at.isoformat(),
            "ends_at": meeting.ends_at.isoformat(),
            "place": meeting.place.code,
        }
    return {"meeting": content}
