"""Incidents with what is proposed for them, and the log of what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import Incident, IncidentKind, IncidentState, Proposal, Repair
from handschlag.matching.models import Service
from handschlag.matching.rules.repairs import RepairStep, read, too_late

LATEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedProposal:
    """A proposal with its steps read."""

    row: Proposal
    steps: tuple[RepairStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An open incident. `is_stale`: its proposals are not of the present timetable, or came too late."""

    row: Incident
    offered: tuple[DecodedProposal, ...]
    is_stale: bool

    @property
    def is_supposed(self) -> bool:
        return self.row.kind == IncidentKind.WHAT_IF

    @property
    def first_at(self) -> datetime:
        """When the first meeting that it touches begins."""
        times = [step.old.starts_at for one in self.offered for step in one.steps if step.old and step.is_own]
        return min(times, default=self.row.from_at)

    @property
    def people(self) -> int:
        return max((one.row.people for one in self.offered), default=0)

    @property
    def touched(self) -> int:
        """How many meetings cannot stay as they are."""
        first = self.offered[0].steps if self.offered else ()
        return sum(one.is_own for one in first)


def waiting_in(service: Service, *, now: datetime, frozen_until: datetime) -> tuple[OpenIncident, ...]:
    """Open incidents: minutes until the first touched slot, then people; what is supposed comes last."""
    rows = (
        Incident.objects.filter(service=service, state=IncidentState.OPEN)
        .select_related("participant__registration", "place", "room", "session", "signal")
        .prefetch_related("proposals")
    )
    found = [_waiting(row, service.revision, now=now, frozen_until=frozen_until) for row in rows]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.row.kind == IncidentKind.WHAT_IF, one.first_at, -one.people, one.row.pk),
        )
    )


def _waiting(row: Incident, revision: int, *, now: datetime, frozen_until: datetime) -> OpenIncident:
    offered = tuple(DecodedProposal(row=one, steps=read(one.changes)) for one in row.proposals.all())
    is_late = any(too_late(one.steps, now=now, frozen_until=frozen_until) for one in offered)
    is_old = any(one.row.revision != revision for one in offered)
    return OpenIncident(row=row, offered=offered, is_stale=is_late or is_old)


def done_in(service: Service) -> Sequence[Repair]:
    """What was taken, the newest first."""
    rows = Repair.objects.filter(incident__service=service).select_related(
        "incident__participant__registration",
        "incident__place",
        "incident__room",
        "incident__session",
        "version",
        "by",
        "undone_by",
    )
    return list(rows.defer("version__content", "version__problem_json", "version__plan_json")[:LATEST])


def people_in(waiting: Iterable[OpenIncident]) -> set[int]:
    """Everybody whose meetings are touched."""
    steps = [step for one in waiting for offered in one.offered for step in offered.steps]
    return {person for step in steps for person in step.people}
