"""What people have said of meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Q, QuerySet

from handschlag.day.models import Signal
from handschlag.day.rules.signals import SignalState
from handschlag.matching.models import Participant


def heard_of(participant: Participant, request: int, people: Collection[int]) -> tuple[SignalState, ...]:
    """Of one meeting, by its people: what was said of it alone, and of the rest of the day."""
    rows = Signal.objects.filter(service_id=participant.service_id, participant_id__in=people)
    rows = rows.filter(Q(request_id=request) | Q(request=None)).order_by("said_at", "pk")
    return _heard_in(rows)


def heard_of_meetings(
    participant: Participant, people: Mapping[int, Collection[int]]
) -> dict[int, tuple[SignalState, ...]]:
    """The same of several meetings, by request; `people` are those of each. One query."""
    return heard_in(participant.service_id, people)


def heard_in(service_id: int, people: Mapping[int, Collection[int]]) -> dict[int, tuple[SignalState, ...]]:
    """The same of any meetings of an event."""
    everybody = {pk for several in people.values() for pk in several}
    rows = Signal.objects.filter(service_id=service_id, participant_id__in=everybody)
    rows = rows.filter(Q(request_id__in=list(people)) | Q(request=None)).order_by("said_at", "pk")
    found: dict[int, list[SignalState]] = {request: [] for request in people}
    for about, said in _with_request(rows):
        for request in found if about is None else (about,):
            if said.by in people[request]:
                found[request].append(said)
    return {request: tuple(several) for request, several in found.items()}


def rest_of_day(people: Collection[int]) -> tuple[SignalState, ...]:
    """What people said of the rest of their day."""
    return _heard_in(Signal.objects.filter(participant_id__in=people, request=None).order_by("said_at", "pk"))


def _heard_in(rows: QuerySet[Signal]) -> tuple[SignalState, ...]:
    return tuple(said for _about, said in _with_request(rows))


def _with_request(rows: QuerySet[Signal]) -> Iterator[tuple[int | None, SignalState]]:
    found = rows.values_list("participant_id", "kind", "said_at", "minutes", "request_id")
    for by, kind, at, minutes, about in found:
        yield about, SignalState(by=by, kind=kind, at=at, minutes=minutes or 0, is_rest=about is None)
