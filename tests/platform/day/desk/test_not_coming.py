"""The desk hears that somebody does not come: the control room knows it at once, and once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.conftest import Today, today

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import AuditEntry
from handschlag.day.models import Incident, IncidentKind, IncidentSource, IncidentState
from handschlag.matching.models import Participant
from handschlag.registration.models import Registration, RegistrationState

assert today  # the fixture is asked for below
pytestmark = pytest.mark.django_db


@pytest.fixture
def awaited(today: Today) -> Participant:
    return Participant.objects.select_related("registration").get(pk=today.meets_most())


@pytest.fixture
def page(awaited: Participant) -> str:
    return reverse("day:not_coming", args=[awaited.service.event.slug, awaited.registration_id])


@pytest.fixture
def desk(today: Today, signed_in: Callable[[User], Client]) -> Client:
    with time_machine.travel(today.now, tick=False):
        return signed_in(today.otto)


def pane(desk: Client, one: Participant, today: Today, *, days: int = 0) -> str:
    address = reverse("registration:desk", args=[today.service.event.slug])
    with time_machine.travel(today.now - timedelta(days=days), tick=False):
        return desk.get(f"{address}?who={one.registration_id}").content.decode()


def test_the_desk_leads_there_on_the_day_and_to_the_cancellation_before(
    desk: Client, awaited: Participant, page: str, today: Today
) -> None:
    cancel = reverse("registration:cancel_for", args=[today.service.event.slug, awaited.registration_id])
    assert (page in pane(desk, awaited, today), cancel in pane(desk, awaited, today)) == (True, False)
    before = pane(desk, awaited, today, days=1)
    assert (page in before, cancel in before) == (False, True)


def test_it_shows_who_waits_and_tells_the_control_room_once(
    desk: Client,
    awaited: Participant,
    page: str,
    today: Today,
    valid: Callable[[str], list[str]],
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with time_machine.travel(today.now, tick=False):
        text = desk.get(page).content.decode()
        assert valid(text) == []
        assert f"{awaited.registration.name} kommt nicht mehr" in text
        assert f"An den Leitstand melden, {awaited.seats.count()} Gespräche" in text
        assert not Incident.objects.exists()
        sent = [desk.post(page) for _ in range(2)]
        assert {one.status_code for one in sent} == {302}
    row = Incident.objects.get()
    assert (row.kind, row.source, row.state) == (
        IncidentKind.CANCELLED,
        IncidentSource.DESK,
        IncidentState.OPEN,
    )
    assert AuditEntry.objects.filter(verb="day.opened").count() == 1
    work_off(now=today.now)
    assert row.proposals.exists()
    with time_machine.travel(today.now + timedelta(minutes=2), tick=False):
        text = desk.get(page).content.decode()
        control = desk.get(reverse("day:control", args=[today.service.event.slug])).content.decode()
    assert "Der Leitstand ist seit Mi, 14. April, 10:40 Uhr informiert." in text
    assert "An den Leitstand melden" not in text
    assert "am Empfang" in control
    awaited.registration.refresh_from_db()
    assert awaited.registration.state == RegistrationState.CONFIRMED


def test_whoever_is_awaited_by_nobody_cancels_the_registration(desk: Client, today: Today) -> None:
    alone: Registration = builders.registration(today.service.event, "Allein", badge_code="ALLEINALLEIN")
    address = reverse("day:not_coming", args=[today.service.event.slug, alone.pk])
    with time_machine.travel(today.now, tick=False):
        answers = desk.get(address), desk.post(address)
    cancel = reverse("registration:cancel_for", args=[today.service.event.slug, alone.pk])
    assert {one.headers["Location"] for one in answers} == {cancel}
    assert not Incident.objects.exists()


def test_a_stranger_reports_nobody(
    page: str, today: Today, signed_in: Callable[[User], Client], person: Callable[..., User]
) -> None:
    with time_machine.travel(today.now, tick=False):
        assert signed_in(person("fremd")).post(page).status_code in {403, 404}
    assert not Incident.objects.exists()
