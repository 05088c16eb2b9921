"""What people have said of meetings."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from handschlag.day.models import Signal
from handschlag.day.rules.signals import SignalState
from handschlag.matching.models import Participant


def heard_of(participant: Participant, request: int, people: Collection[int]) -> tuple[SignalState, ...]:
    """Of one meeting, by its people: what was said of it alone, and of the rest of the day."""
    rows = Signal.objects.filter(service_id=participant.service_id, participant_id__in=people)
    rows = rows.filter(Q(request_id=request) | Q(request=None)).order_by("said_at", "pk")
    return _heard_in(rows)


def rest_of_day(people: Collection[int]) -> tuple[SignalState, ...]:
    """What people said of the rest of their day."""
    return _heard_in(Signal.objects.filter(participant_id__in=people, request=None).order_by("said_at", "pk"))


def _heard_in(rows: QuerySet[Signal]) -> tuple[SignalState, ...]:
    found = rows.values_list("participant_id", "kind", "said_at", "minutes", "request_id")
    return tuple(
        SignalState(by=by, kind=kind, at=at, minutes=minutes or 0, is_rest=about is None)
        for by, kind, at, minutes, about in found
    )
