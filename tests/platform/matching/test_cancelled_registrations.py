"""A registration is cancelled: the page says what else ends, and the meetings end at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.matching.test_phase_emails import held

from handschlag.accounts.models import User
from handschlag.common.jobs.queue import work_off
from handschlag.common.models import Job, Mail
from handschlag.matching import leaving
from handschlag.matching.leaving import CATCH_UP
from handschlag.matching.models import Meeting, Participant, Seat, Service

pytestmark = pytest.mark.django_db
LOST = "1 zugesagtes Gespräch wird abgesagt, und die andere Person wird benachrichtigt."


@pytest.fixture
def meeting(ada: Participant, bo: Participant) -> Meeting:
    """Ada and Bo are to meet."""
    made = held(matchmaking.asked(bo, ada))
    for one in (ada, bo):
        Seat.objects.create(meeting=made, participant=one, starts_at=made.starts_at)
    return made


def test_the_team_is_told_what_ends_and_it_ends_at_once(
    meeting: Meeting, ada: Participant, bo: Participant, otto: User, signed_in: Callable[[User], Client]
) -> None:
    desk = signed_in(otto)
    slug, number = ada.service.event.slug, ada.registration_id
    address = reverse("registration:cancel_for", args=[slug, number])
    assert LOST in desk.get(address).content.decode()
    leaving.want_catch_up(registration_id=bo.registration_id, now=datetime.now(tz=meeting.starts_at.tzinfo))
    desk.post(address)
    assert list(Job.objects.filter(kind=CATCH_UP).values_list("state", flat=True)) == ["queued"]
    work_off(now=datetime.now(tz=meeting.starts_at.tzinfo))
    assert Participant.objects.get(pk=ada.pk).left_at is not None
    assert not Meeting.objects.filter(pk=meeting.pk).exists()
    assert Mail.objects.filter(to=bo.registration.email).exists()


def test_the_person_is_told_too_and_nothing_is_said_where_nothing_ends(
    meeting: Meeting, ada: Participant, cy: Participant, client: Client, linked: Callable[[Participant], str]
) -> None:
    said = {}
    for one in (ada, cy):
        address = reverse("registration:cancel", args=[linked(one)])
        said[one.pk] = client.get(address).content.decode()
    assert (LOST in said[ada.pk], "zugesagt" in said[cy.pk]) == (True, False)
    Service.objects.update(is_open=False)  # nothing is followed any more, and nobody is told
    assert LOST not in client.get(reverse("registration:cancel", args=[linked(ada)])).content.decode()
