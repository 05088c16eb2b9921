"""What the day and the time afterwards say of an event's meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handschlag.day.models import (
    Incident,
    IncidentKind,
    IncidentState,
    Mark,
    Outcome,
    OutcomeResult,
    Proposal,
    Repair,
)
from handschlag.matching.models import Service
from handschlag.statistics.rules.event_data import MeetingFeedback, Repaired
from handschlag.statistics.rules.kpis import ASKED_AFTER

# What counts as a co-operation: more than being in touch.
COOPERATION: Final = (OutcomeResult.PLANNING, OutcomeResult.APPLICATION, OutcomeResult.CONTRACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What came of the meetings: by request the most that a side reports."""

    heard: int
    results: Mapping[str, int]

    @property
    def cooperations(self) -> int:
        return sum(self.results.get(one, 0) for one in COOPERATION)


def said_of(service: Service) -> dict[int, MeetingFeedback]:
    """What the sides say, by request; who says nothing is not counted."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = Mark.objects.filter(request__service=service, took_place__isnull=False)
    for request, took_place, objected_at in rows.values_list("request_id", "took_place", "objected_at"):
        counts[request][0 if took_place else 1] += 1
        counts[request][2] += objected_at is not None
    return {
        request: MeetingFeedback(yes=yes, no=no, objections=odd) for request, (yes, no, odd) in counts.items()
    }


def late_of(service: Service) -> frozenset[int]:
    """People of whom it was known that they were late."""
    rows = Incident.objects.filter(service=service, kind=IncidentKind.LATE, participant__isnull=False)
    rows = rows.exclude(state=IncidentState.DISMISSED)
    return frozenset(pk for (pk,) in rows.values_list("participant_id"))


def incidents_of(service: Service) -> int:
    """All that really happened, without what was only supposed or turned out to be nothing."""
    rows = Incident.objects.filter(service=service).exclude(kind=IncidentKind.WHAT_IF)
    return rows.exclude(state=IncidentState.DISMISSED).count()


def repairs_of(service: Service) -> tuple[Repaired, ...]:
    """Repairs that were taken and not undone, with the seconds of the proposal that they rest on."""
    seconds = {
        (incident, style): spent
        for incident, style, spent in Proposal.objects.filter(incident__service=service).values_list(
            "incident_id", "style", "seconds"
        )
    }
    rows = Repair.objects.filter(incident__service=service, undone_at=None).order_by("pk")
    rows = rows.exclude(incident__kind=IncidentKind.WHAT_IF)
    return tuple(
        Repaired(others=others, seconds=seconds.get((incident, style), 0.0))
        for incident, style, others in rows.values_list("incident_id", "style", "others")
    )


def answers_of(service: Service) -> _Answers:
    """How many requests an outcome was reported for, and of which kind: the furthest of each."""
    order = list(OutcomeResult.values)
    best: dict[int, int] = {}
    rows = Outcome.objects.filter(request__service=service, after_days=ASKED_AFTER)
    for request, result in rows.values_list("request_id", "result"):
        best[request] = max(best.get(request, 0), order.index(result))
    results: dict[str, int] = defaultdict(int)
    for place in best.values():
        results[order[place]] += 1
    return _Answers(heard=len(best), results={one: results[one] for one in order if results[one]})
