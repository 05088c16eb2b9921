"""Bo takes the meeting with Ada back on its day; Cy once asked Ada."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.day import refilling, signals, stepping_in
from handschlag.day.models import StandBy
from handschlag.day.signals import Kind, SignalReport
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.matching import wishes as matching_wishes
from handschlag.matching.models import Participant, Request, Service, Wish
from handschlag.matching.publishing import actions

NOBODY = Subject()
START = builders.clock("10:30")


def before(number: int) -> datetime:
    """So many minutes before the meeting."""
    return START - timedelta(minutes=number)


def offered(service: Service, at: datetime) -> list[StandBy]:
    return refilling.offer_freed_times(service_id=service.pk, now=at)


def answer(row: StandBy, one: Participant, at: datetime, *, is_yes: bool = True) -> StandBy:
    return stepping_in.answer_offer(
        stand_by_id=row.pk, participant_id=one.pk, is_yes=is_yes, has_link=True, by=NOBODY, now=at
    )


def says(one: Participant, kind: Kind, at: datetime, request: Request | None = None) -> None:
    said = SignalReport(key=str(uuid4()), kind=kind, request=request.pk if request else None, at=at)
    signals.receive_signals(participant_id=one.pk, signals=[said], has_link=True, by=NOBODY, now=at)


def wishes(one: Participant, other: Participant, kind: str = "want") -> None:
    Wish.objects.create(by=one, towards=other, kind=kind, changed_at=builders.NOW)


@pytest.fixture
def told(met: Request, service: Service, otto: User) -> Request:
    """The meeting of Ada and Bo at half past ten, as it was published a week before."""
    service.refresh_from_db()
    actions.publish(
        service_id=service.pk,
        revision=service.revision,
        by=otto.subject,
        now=builders.clock("18:00") - timedelta(days=6),
    )
    return met


@pytest.fixture
def freed(told: Request, ada: Participant, bo: Participant) -> Request:
    """Bo takes the yes back on the day, an hour before."""
    matching_wishes.withdraw(
        request_id=told.pk, participant_id=bo.pk, has_link=True, by=NOBODY, now=before(60)
    )
    return told


def comes_only_then(service: Service, one: Participant) -> None:
    slots = (slot for run in meeting_grid_of(service.event_id).runs for slot in run.slots)
    for at in {slot.starts_at for slot in slots} - {START}:
        one.blocked.create(starts_at=at)


@pytest.fixture
def only_then(service: Service, ada: Participant) -> None:
    """At all other times of the event Ada keeps herself free."""
    comes_only_then(service, ada)


@pytest.fixture
def offer(freed: Request, service: Service, ada: Participant, cy: Participant) -> StandBy:
    """Cy asked Ada once; both are free at half past ten."""
    matchmaking.asked(cy, ada)
    (row,) = offered(service, before(50))
    return row
