"""Requests are told in one letter, once, in time, and by the clocks of the event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform import builders, matchmaking

from handschlag.common.mail import forget_person
from handschlag.common.models import Mail, MailState, Urgency
from handschlag.events.models import Event
from handschlag.matching.meeting_emails import TEMPLATE, send_digests
from handschlag.matching.models import Participant
from handschlag.registration.emails import person_of

pytestmark = pytest.mark.django_db
LATER = builders.NOW + timedelta(hours=2)


def letters() -> int:
    return Mail.objects.filter(template=TEMPLATE).count()


def test_what_was_told_is_not_told_again_when_somebody_whom_it_named_is_erased(
    ada: Participant, bo: Participant, cy: Participant
) -> None:
    for one in (bo, cy):
        matchmaking.asked(one, ada)
    assert send_digests(now=builders.NOW) == 1
    told = Mail.objects.get(template=TEMPLATE)
    assert told.text.startswith("Guten Tag Ada Lindqvist,")
    assert told.html.count("Linsen besprechen</p>") == 2, "each request in a line of its own"
    Mail.objects.update(state=MailState.SENT)
    forget_person(person_of(bo.registration), now=builders.NOW)
    assert Mail.objects.get(template=TEMPLATE).to == ""
    assert (send_digests(now=LATER), letters()) == (0, 1)


def test_what_is_told_to_somebody_else_does_not_count(
    ada: Participant, bo: Participant, cy: Participant
) -> None:
    matchmaking.asked(ada, bo)
    assert send_digests(now=builders.NOW) == 1  # a letter to Bo that names Ada
    matchmaking.asked(cy, ada)
    assert (send_digests(now=builders.NOW), letters()) == (1, 2)


@pytest.mark.parametrize(("time", "urgency"), [("9:00", Urgency.USUAL), ("20:00", Urgency.HOUR)])
def test_on_the_days_of_the_event_where_it_is_requests_do_not_wait(
    event: Event, ada: Participant, bo: Participant, time: str, urgency: Urgency
) -> None:
    Event.objects.filter(pk=event.pk).update(
        time_zone="Pacific/Auckland"
    )  # in April ten hours ahead of Berlin
    now = builders.clock(time, event.first_day - timedelta(days=1))
    matchmaking.asked(bo, ada, sent_at=now)
    assert send_digests(now=now) == 1
    assert Mail.objects.get(template=TEMPLATE).urgency == urgency
