"""Confirm or release: asked 48 and 24 hours before, answered with one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import letters, matchmaking
from tests.platform.matching.test_phase_emails import held

from handschlag.common.models import AuditEntry, Mail
from handschlag.matching import leaving
from handschlag.matching.leaving import everything_of
from handschlag.matching.models import Meeting, Participant, PhaseEmail, Request, RequestState, Seat
from handschlag.matching.phase_emails import send_phase_emails
from handschlag.matching.phases import dates_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
type Link = Callable[[Participant], str]


@pytest.fixture
def meeting(ada: Participant, bo: Participant) -> Meeting:
    """Ada and Bo are to meet; Bo is told by telephone, and gets no email."""
    Participant.objects.filter(pk=bo.pk).update(is_by_phone=True)
    made = held(matchmaking.asked(bo, ada))
    for one in (ada, bo):
        Seat.objects.create(meeting=made, participant=one, starts_at=made.starts_at)
    return made


def test_who_does_not_answer_is_asked_twice(meeting: Meeting, ada: Participant) -> None:
    begins_at = dates_of(ada.service).begins_at
    assert [send_phase_emails(now=begins_at - hours * HOUR) for hours in (49, 47, 46, 23, 22)] == [
        0,
        1,
        0,
        1,
        0,
    ]
    assert list(PhaseEmail.objects.values_list("kind", flat=True)) == ["coming", "tomorrow"]
    assert ["/coming/" in letters.text_of(mail) for mail in Mail.objects.order_by("pk")] == [True, True]


def test_who_has_said_so_is_not_asked_again(
    meeting: Meeting, ada: Participant, client: Client, linked: Link
) -> None:
    page = reverse("matching:coming", args=[linked(ada)])
    assert client.get(page).status_code == 200
    ada.refresh_from_db()
    assert ada.comes_at is None  # a link that was merely followed says nothing
    for _ in range(2):
        client.post(page, {"answer": "yes"})
    ada.refresh_from_db()
    assert ada.comes_at is not None
    assert AuditEntry.objects.filter(verb="matching.comes").count() == 1
    assert everything_of(ada.registration)["comes_at"] == ada.comes_at.isoformat()  # type: ignore[index]
    begins_at = dates_of(ada.service).begins_at
    assert [send_phase_emails(now=begins_at - hours * HOUR) for hours in (47, 23)] == [1, 1]
    assert list(PhaseEmail.objects.values_list("kind", flat=True)) == ["fixed", "tomorrow"]
    assert not any("/coming/" in letters.text_of(mail) for mail in Mail.objects.all())


def test_one_press_releases_everything_and_the_others_are_told(
    meeting: Meeting, ada: Participant, bo: Participant, cy: Participant, client: Client, linked: Link
) -> None:
    Participant.objects.filter(pk=bo.pk).update(is_by_phone=False)
    waiting = matchmaking.asked(cy, ada)
    client.post(reverse("matching:coming", args=[linked(ada)]), {"answer": "no"})
    assert not Meeting.objects.exists()
    states = set(Request.objects.values_list("state", flat=True))
    assert states == {RequestState.WITHDRAWN}
    waiting.refresh_from_db()
    ada.refresh_from_db()
    assert ada.left_at is not None
    assert [mail.to for mail in Mail.objects.all()] == ["bo-nilsson@example.org"]


def test_erasure_forgets_the_answer(ada: Participant, client: Client, linked: Link) -> None:
    client.post(reverse("matching:coming", args=[linked(ada)]), {"answer": "yes"})
    leaving.erase(registration_id=ada.registration_id, now=ada.joined_at)
    ada.refresh_from_db()
    assert ada.comes_at is None
