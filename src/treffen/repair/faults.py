"""Everything that can be wrong with a list of disruptions, found all at once.

A fault's noun is DISRUPTION and its id the number of the disruption, counted from 1; faults of new
requests and places speak of these.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace

from treffen.problem import EntityKind, Fault, FaultKind, ParticipantId, Problem, RequestId, SlotId
from treffen.problem.faults.fault import LARGEST, fault
from treffen.repair.disruptions import (
    Disruption,
    Freeze,
    NoShow,
    Overran,
    PlaceAdded,
    Urgent,
)
from treffen.timetable import Timetable

_FIELDS = ("participant", "since", "until", "talk", "request", "slots", "place")


def _with_news(problem: Problem, disruptions: Sequence[Disruption]) -> Problem:
    """The problem with new requests and places, all else being as it was."""
    wishes = tuple(d.request for d in disruptions if isinstance(d, Urgent))
    places = tuple(d.place for d in disruptions if isinstance(d, PlaceAdded))
    return replace(problem, requests=(*problem.requests, *wishes), places=problem.places + places)


def find_faults(
    problem: Problem, timetable: Timetable, *, disruptions: Sequence[Disruption], now: SlotId | None = None
) -> Iterator[Fault]:
    """Every fault of the problem, of what is new in it, and of the disruptions."""
    news = _with_news(problem, disruptions)
    yield from news.faults()
    known = _Known(news, timetable)
    if now is not None and now not in known.ids["slots"]:
        yield fault(FaultKind.UNKNOWN_ID, EntityKind.EVENT, "", "now", now)
    for number, one in enumerate(disruptions, 1):
        yield from _ids(one, str(number), known)
        yield from _own(one, str(number), known)


class _Known:
    """The ids that exist, and who meets whom."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        slots = {s.id for s in problem.slots}
        self.ids: dict[str, Collection[Hashable]] = {
            "participant": {p.id for p in problem.participants},
            "place": {p.id for p in problem.places},
            "talk": {t.id for t in problem.talks},
            "request": {r.id for r in problem.requests},
            **dict.fromkeys(("since", "until", "slots"), slots),
        }
        self.has_times = all(s.start is not None for s in problem.slots)
        self._held = timetable.by_request()
        self._requests = {r.id: r for r in problem.requests}

    def is_held(self, request: RequestId) -> bool:
        return request in self._held

    def attends(self, request: RequestId, participant: ParticipantId) -> bool:
        sent = [d.participant for d in self._held[request].delegates]
        return participant in (*self._requests[request].participants, *sent)


def _ids(one: Disruption, number: str, known: _Known) -> Iterator[Fault]:
    """Ids that point nowhere."""
    if isinstance(one, (PlaceAdded, Urgent, Freeze)):
        return
    for name in _FIELDS:
        value = getattr(one, name, None)
        if value is None or isinstance(value, int):
            continue
        for id in value if isinstance(value, frozenset) else (value,):
            if id not in known.ids[name]:
                yield fault(FaultKind.UNKNOWN_ID, EntityKind.DISRUPTION, number, name, id)


def _own(one: Disruption, number: str, known: _Known) -> Iterator[Fault]:
    """What only some disruptions can have wrong."""
    if isinstance(one, (NoShow, Overran)) and one.request in known.ids["request"]:
        if not known.is_held(one.request):
            yield fault(FaultKind.NOT_HELD, EntityKind.DISRUPTION, number, "request", one.request)
        elif isinstance(one, NoShow) and not known.attends(one.request, one.participant):
            yield fault(FaultKind.NOT_A_PARTY, EntityKind.DISRUPTION, number, "participant", one.participant)
    if isinstance(one, Overran) and not _is_count(one.slots, least=1):
        yield fault(FaultKind.BAD_NUMBER, EntityKind.DISRUPTION, number, "slots", one.slots)
    if isinstance(one, Freeze):
        for name in ("slots", "minutes"):
            value = getattr(one, name)
            if value is not None and not _is_count(value, least=0):
                yield fault(FaultKind.BAD_NUMBER, EntityKind.DISRUPTION, number, name, value)
        if one.minutes is not None and not known.has_times:
            yield fault(FaultKind.NO_TIMES, EntityKind.DISRUPTION, number, "minutes")


def _is_count(value: object, *, least: int) -> bool:
    return type(value) is int and least <= value <= LARGEST
