"""The day of the invented conference begins: people are there, and three incidents wait."""

from __future__ import annotations

import pytest
from tests.platform.day.conftest import Today, ada, bo, cy, event, in_german, linked, otto, service, today

from handschlag.accounts.models import User
from handschlag.day.models import Incident, IncidentKind, Signal, SignalKind
from handschlag.demo import day
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.registration.models import CheckIn

__all__ = ["ada", "bo", "cy", "event", "in_german", "linked", "otto", "service", "today"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def invented(today: Today) -> Today:
    """The event, as the demo finds its own."""
    Service.objects.filter(pk=today.service.pk).update(is_demo=True)
    Event.objects.filter(pk=today.service.event_id).update(is_demo=True)
    User.objects.filter(pk=today.otto.pk).update(email=BY_PART[PersonaRole.ORGANISER].address)
    return today


def test_three_incidents_wait_and_who_is_late_has_not_come(invented: Today) -> None:
    assert day.begin_day(now=invented.now) == 3
    assert set(Incident.objects.values_list("kind", flat=True)) == {
        IncidentKind.LATE,
        IncidentKind.NO_SHOW,
        IncidentKind.PLACE_LOST,
    }
    late = Signal.objects.get(kind=SignalKind.LATE).participant
    assert CheckIn.objects.exists()
    assert not CheckIn.objects.filter(registration=late.registration).exists()


def test_who_puts_the_clock_there_twice_finds_the_same_incidents(invented: Today) -> None:
    day.begin_day(now=invented.now)
    assert day.begin_day(now=invented.now) == 3
    assert Incident.objects.count() == 3
