"""What people say on the phone becomes an incident once, and only where it changes something."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from tests.platform.day.conftest import Today, clock

from handschlag.common.refusals import Refusal
from handschlag.day import hall, incidents, models, proposals
from handschlag.day.incidents import DayRefusal
from handschlag.day.models import Incident, Repair, Signal
from handschlag.day.signals import unanswered_signals
from handschlag.matching.models import Meeting, Seat

pytestmark = pytest.mark.django_db


def says(today: Today, person: int, kind: str, *, at: datetime | None = None, **more: Any) -> Signal:
    at = at or today.now
    return Signal.objects.create(
        service=today.service,
        participant_id=person,
        kind=kind,
        key=uuid.uuid4(),
        said_at=at,
        heard_at=at,
        **more,
    )


def running_at(time: str, today: Today) -> tuple[hall.Running, ...]:
    return hall.running_of(today.service, now=clock(time))


def hears(today: Today, signal: Signal, at: datetime | None = None) -> Incident | None:
    return incidents.from_signal(signal_id=signal.pk, now=at or today.now)


def test_the_same_signal_and_the_same_news_make_one_incident(today: Today) -> None:
    person = today.meets_most()
    first, again = (says(today, person, "gone") for _ in range(2))
    made = hears(today, first)
    assert (made.kind, made.source, made.participant_id) == ("cancelled", "person", person)
    assert [hears(today, first), hears(today, again)] == [made, made]
    assert Incident.objects.count() == 1


def test_a_partner_is_missed_after_three_minutes_and_not_if_here_meanwhile(today: Today) -> None:
    meeting = Meeting.objects.filter(starts_at=clock("10:30")).first()
    one, other = meeting.seats.order_by("pk").values_list("participant_id", flat=True)
    signal = says(today, one, "partner_missing", at=clock("10:31"), request=meeting.request)
    assert hears(today, signal, clock("10:33")) is None
    assert unanswered_signals(now=clock("10:33")) == [signal.pk]
    late = hears(today, signal, clock("10:34"))
    assert (late.kind, late.participant_id, late.request_id) == ("no_show", other, meeting.request_id)
    Incident.objects.all().delete()
    says(today, other, "here", at=clock("10:33"))
    assert hears(today, signal, clock("10:34")) is None


@pytest.mark.parametrize("taken_back", ["by who waits", "late", "here for another meeting"])
def test_whoever_is_there_or_comes_late_is_not_missed(today: Today, taken_back: str) -> None:
    meeting = Meeting.objects.filter(starts_at=clock("10:30")).first()
    one, other = meeting.seats.order_by("pk").values_list("participant_id", flat=True)
    signal = says(today, one, "partner_missing", at=clock("10:31"), request=meeting.request)
    if taken_back == "by who waits":
        says(today, one, "here", at=clock("10:33"), request=meeting.request)
    elif taken_back == "late":
        says(today, other, "late", at=clock("10:33"), minutes=15, request=meeting.request)
    else:
        elsewhere = Meeting.objects.filter(seats__participant=other).exclude(pk=meeting.pk).first()
        says(today, other, "here", at=clock("10:33"), request=elsewhere.request)
    is_missed = hears(today, signal, clock("10:35")) is not None
    running = running_at("10:35", today)
    shown = {one.person for one in hall.missing_of(today.service, running, now=clock("10:35"))}
    assert is_missed == (other in shown) == (taken_back == "here for another meeting")


def test_five_minutes_are_between_the_two_and_an_hour_is_an_incident(today: Today) -> None:
    person = today.meets_most()
    seat = Seat.objects.filter(participant=person, starts_at__gt=today.now).order_by("starts_at").first()
    request = seat.meeting.request
    assert hears(today, says(today, person, "late", minutes=5, request=request)) is None
    made = hears(today, says(today, person, "late", minutes=60))
    assert (made.kind, made.until_at) == ("late", today.now + timedelta(minutes=60))


def test_one_meeting_that_somebody_cannot_make_leaves_the_others(today: Today) -> None:
    person = today.meets_most()
    seats = Seat.objects.filter(participant=person, starts_at__gt=clock("11:10")).order_by("starts_at")
    meeting = seats[0].meeting
    made = hears(today, says(today, person, "cannot_come", request=meeting.request))
    assert (made.from_at, made.until_at) == (meeting.starts_at, meeting.ends_at)
    proposals = today.proposed(made)
    assert proposals
    for proposal in proposals:
        assert [row["request"] for row in proposal.changes if row["is_own"]] == [meeting.request_id]


def test_a_clock_that_jumps_back_neither_loses_nor_breaks_anything(today: Today) -> None:
    incident = today.cancelled(today.meets_most())
    today.proposed(incident)
    repair = proposals.approve_proposal(
        incident_id=incident.pk, position=1, by=today.otto.subject, now=today.now
    )
    earlier = today.now - timedelta(hours=2)
    with time_machine.travel(earlier, tick=False):
        proposals.undo_repair(repair_id=repair.pk, by=today.otto.subject, now=earlier)
        repair.refresh_from_db()
        assert repair.undone_at == repair.at
        today.proposed(incident, at=earlier)
        incidents.dismiss_incident(incident_id=incident.pk, by=today.otto.subject, now=earlier)
    assert Repair.objects.filter(undone_at=None).count() == 0


def test_a_clock_that_jumps_forward_takes_nothing_that_was_computed_before(today: Today) -> None:
    incident = today.happens(
        models.IncidentKind.LATE,
        incidents.IncidentSubject(participant_id=today.meets_most()),
        until_at=clock("13:00"),
    )
    today.proposed(incident)
    before = today.times()
    with pytest.raises(Refusal) as no:
        proposals.approve_proposal(
            incident_id=incident.pk, position=1, by=today.otto.subject, now=clock("15:55")
        )
    assert (no.value.reason, today.times()) == (DayRefusal.OUT_OF_DATE, before)
