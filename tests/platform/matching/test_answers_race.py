"""Answers at the same moment: nobody is promised what is not held."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from tests.platform import matchmaking

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.matching import answering, wishes
from handschlag.matching.models import Meeting, Participant, Request, RequestState, Seat, Service

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 120


def accept(request: Request, by: Participant, now: datetime) -> Request:
    return answering.accept(
        request_id=request.pk, participant_id=by.pk, kind="want", has_link=True, by=Subject(), now=now
    )


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each says: nothing, the reason of its refusal, or its fault; all begin at the same moment."""
    said: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            if connection.vendor == "sqlite":  # on a machine that is busy with other tests, too
                connection.cursor().execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            start.wait(WAIT)
            work()
            said.append("")
        except Refusal as no:
            said.append(no.reason.value)
        except Exception as fault:  # noqa: BLE001 - told by the test
            said.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return said


def test_two_yeses_for_the_last_common_window_hold_one(
    service: Service, bo: Participant, cy: Participant, now: datetime
) -> None:
    narrow = matchmaking.participant(service, "Eng Zeit", most=1)
    first, second = matchmaking.asked(narrow, bo), matchmaking.asked(narrow, cy)
    said = at_once(lambda: accept(first, bo, now), lambda: accept(second, cy, now))
    assert said == ["", ""]
    states = Counter(Request.objects.values_list("state", flat=True))
    assert states == {RequestState.ACCEPTED: 1, RequestState.WATCHED: 1}
    assert (Meeting.objects.count(), Seat.objects.filter(participant=narrow).count()) == (1, 1)


def test_a_yes_and_a_withdrawal_at_once_leave_nothing_behind(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    request = matchmaking.asked(ada, bo)

    def withdraw() -> None:
        wishes.withdraw(request_id=request.pk, participant_id=ada.pk, has_link=True, by=Subject(), now=now)

    said = at_once(lambda: accept(request, bo, now), withdraw)
    assert Counter(said) in (Counter({"": 2}), Counter({"": 1, "not_in_this_state": 1}))
    request.refresh_from_db()
    assert (request.state, Meeting.objects.count(), Seat.objects.count()) == (RequestState.WITHDRAWN, 0, 0)


def test_a_yes_that_is_clicked_many_times_counts_once(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    request = matchmaking.asked(ada, bo)
    said = at_once(*[lambda: accept(request, bo, now)] * 6)
    assert Counter(said) == {"": 1, "not_in_this_state": 5}
    assert (Meeting.objects.count(), Mail.objects.count()) == (1, 1)
