"""A conference on its day: 24 people, eight tables, twelve slots, a published timetable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.platform import builders
from tests.platform.matching.conftest import ada, bo, cy, event, in_german, linked, otto, service
from tests.platform.matching.planning.crowd import crowd

from handschlag.accounts.models import User
from handschlag.common.models import Job, Mail
from handschlag.day import incidents, proposals
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import Incident, IncidentKind, Proposal
from handschlag.matching import answering
from handschlag.matching.models import Meeting, Seat, Service
from handschlag.matching.publishing import actions

__all__ = ["ada", "bo", "cy", "event", "in_german", "linked", "otto", "service"]
DAY = date(2027, 4, 14)


def clock(text: str) -> datetime:
    return builders.clock(text, DAY)


@dataclass(frozen=True, kw_only=True)
class Today:
    """The event on its day at 10:40, and what tests do there."""

    service: Service
    otto: User
    now: datetime

    def meets_most(self, *, after: str = "11:10") -> int:
        """Whoever has most meetings ahead."""
        rows = Seat.objects.filter(meeting__service=self.service, starts_at__gt=clock(after))
        count: dict[int, int] = {}
        for one in rows.order_by("participant_id").values_list("participant_id", flat=True):
            count[one] = count.get(one, 0) + 1
        return max(count, key=lambda one: (count[one], -one))

    def happens(self, kind: IncidentKind, about: IncidentSubject, **values: Any) -> Incident:
        values = {"from_at": self.now, "by": self.otto.subject, "now": self.now, **values}
        return incidents.open_incident(service_id=self.service.pk, kind=kind, about=about, **values)

    def cancelled(self, person: int, **values: Any) -> Incident:
        return self.happens(IncidentKind.CANCELLED, IncidentSubject(participant_id=person), **values)

    def proposed(self, incident: Incident, *, at: datetime | None = None) -> list[Proposal]:
        now = at or self.now
        return proposals.propose(incident_id=incident.pk, by=self.otto.subject, now=now)

    def times(self) -> dict[int, tuple[datetime, int]]:
        """By request: when and where."""
        rows = Meeting.objects.filter(service=self.service)
        return {pk: (at, place) for pk, at, place in rows.values_list("request_id", "starts_at", "place_id")}


@pytest.fixture
def today(otto: User) -> Today:
    service = crowd(otto, people=24, each=6, tables=8)
    answering.answer_all(service, now=builders.NOW)
    service.refresh_from_db()
    eve = clock("18:00") - timedelta(days=6)
    actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=eve)
    Job.objects.all().delete()  # letters and the receipt of the first version
    service.refresh_from_db()
    return Today(service=service, otto=otto, now=clock("10:40"))


@pytest.fixture
def told() -> Callable[[], list[str]]:
    """Whom letters about a changed timetable went to, one line for each letter."""

    def addresses() -> list[str]:
        rows = Mail.objects.filter(subject__startswith="Ihre Gespräche")
        return sorted(rows.values_list("to", flat=True))

    return addresses
