"""A process is killed in the middle of an answer: nobody is promised what is not held."""

from __future__ import annotations

import signal
from datetime import datetime

from tests.platform import builders, matchmaking
from tests.platform.common.conftest import House, house

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.matching import answering
from handschlag.matching.models import Meeting, RequestState, Seat

assert house  # the fixture is asked for below


def test_a_process_that_dies_before_it_commits_has_promised_nothing(house: House, now: datetime) -> None:
    event = builders.event("Netzwerke verbinden")
    builders.block(event, places=(builders.place(event),))
    service = matchmaking.matching(event)
    ada, bo = (matchmaking.participant(service, name) for name in ("Ada Lindqvist", "Bo Nilsson"))
    request = matchmaking.asked(ada, bo)
    dead = house.start("tests.platform.matching.dying", str(request.pk), str(bo.pk), now.isoformat())
    assert dead.wait(120) == -signal.SIGKILL, house.log()
    request.refresh_from_db()
    assert (request.state, Meeting.objects.count(), Mail.objects.count()) == (RequestState.OPEN, 0, 0)
    held = answering.accept(
        request_id=request.pk, participant_id=bo.pk, kind="want", has_link=True, by=Subject(), now=now
    )
    assert held.state == RequestState.ACCEPTED
    assert (Meeting.objects.count(), Seat.objects.count(), Mail.objects.count()) == (1, 2, 1)
