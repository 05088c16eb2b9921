"""Two sends at once: no budget is overdrawn, and no pair has two requests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from tests.platform import matchmaking

from handschlag.accounts.policy import Subject
from handschlag.matching import requests
from handschlag.matching.models import Participant, Request, Service

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 60


def at_once(*works: Callable[[], None]) -> list[Exception]:
    """All of them, begun at the same moment; what went wrong."""
    faults: list[Exception] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            if connection.vendor == "sqlite":
                connection.cursor().execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            start.wait(WAIT)
            work()
        except Exception as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return faults


def test_two_windows_that_send_at_once_keep_the_budget(
    service: Service, ada: Participant, now: datetime
) -> None:
    Service.objects.filter(pk=service.pk).update(most_sent=3)
    guests = [matchmaking.participant(service, f"Gast {number}") for number in range(6)]

    def send(some: list[Participant]) -> None:
        wishes = [requests.Outgoing(towards=one.pk, kind="want", purpose="Messen") for one in some]
        requests.send_all(participant_id=ada.pk, wishes=wishes, has_link=True, by=Subject(), now=now)

    assert at_once(lambda: send(guests[:4]), lambda: send(guests[2:])) == []
    pairs = list(Request.objects.values_list("pair", flat=True))
    assert (len(pairs), len(set(pairs))) == (3, 3)


def test_two_who_ask_each_other_at_once_have_one_meeting(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    def send(sender: Participant, other: Participant) -> None:
        wishes = [requests.Outgoing(towards=other.pk, kind="want", purpose="Messen")]
        requests.send_all(participant_id=sender.pk, wishes=wishes, has_link=True, by=Subject(), now=now)

    assert at_once(lambda: send(ada, bo), lambda: send(bo, ada)) == []
    assert list(Request.objects.values_list("state", flat=True)) == ["accepted"]
