"""Organisers see who comes, and note what somebody said on the telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import matchmaking
from tests.platform.matching.test_phase_emails import held

from handschlag.common.models import AuditEntry
from handschlag.matching.confirmations import Answer, expected_people
from handschlag.matching.models import Meeting, Participant, PhaseEmail, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(ada: Participant, bo: Participant) -> Meeting:
    return held(matchmaking.asked(bo, ada))


def test_whoever_many_rely_on_comes_first_with_what_they_said(
    service: Service, meeting: Meeting, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    for kind in ("coming", "tomorrow", "fixed"):
        PhaseEmail.objects.create(participant=ada, kind=kind, sent_at=now)
    Participant.objects.filter(pk=bo.pk).update(comes_at=now)
    Participant.objects.filter(pk=cy.pk).update(left_at=now)
    assert [(one.who.name, one.meetings, one.answer, one.asked_at) for one in expected_people(service)] == [
        ("Ada Lindqvist", 1, Answer.SILENT, now),
        ("Bo Nilsson", 1, Answer.COMES, None),
        ("Cy Tannert", 0, Answer.LEFT, None),
    ]


def test_what_was_said_on_the_telephone_counts_as_pressed(
    desk: Client, meeting: Meeting, ada: Participant, bo: Participant, at: Callable[..., str]
) -> None:
    assert "1 Gespräch" in desk.get(at("readiness/coming/?answer=silent")).content.decode()
    desk.post(at(f"readiness/{ada.registration_id}/coming/"), {"answer": "yes"})
    ada.refresh_from_db()
    assert ada.comes_at is not None
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert desk.post(at(f"readiness/{bo.registration_id}/coming/"), {}).status_code == 404
    desk.post(at(f"readiness/{bo.registration_id}/coming/"), {"answer": "no"})
    bo.refresh_from_db()
    assert bo.left_at is not None
    assert not Meeting.objects.exists()
    assert list(AuditEntry.objects.filter(verb="matching.comes").values_list("by__name", flat=True)) == [
        "Otto"
    ]


def test_the_list_is_taken_along_as_it_is_shown(
    desk: Client, ada: Participant, bo: Participant, at: Callable[..., str], now: datetime
) -> None:
    Participant.objects.filter(pk=bo.pk).update(comes_at=now)
    taken = desk.get(at("readiness/coming.csv?answer=comes")).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0].strip('"') for line in taken] == ["Name", "Bo Nilsson"]
    assert AuditEntry.objects.get(verb="matching.confirmations_exported").changes == {"rows": [None, 1]}


def test_the_page_asks_as_often_for_three_people_as_for_one(
    desk: Client, service: Service, ada: Participant, at: Callable[..., str]
) -> None:
    counts = []
    for number in (0, 3):
        for more in range(number):
            matchmaking.participant(service, f"Gast {more}")
        desk.get(at("readiness/coming/"))
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at("readiness/coming/")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
