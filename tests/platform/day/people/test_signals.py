"""What people say from where they are: nothing is lost, and nothing counts twice."""

from __future__ import annotations

import json
import os
import signal as signals
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry, Job
from handschlag.day import signals as day_signals
from handschlag.day.models import Signal
from handschlag.day.signals import Kind, SignalReport, SignalResult
from handschlag.matching.models import Participant, Request

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]


def late(request: Request | None, at: datetime, minutes: int = 5, key: str = "") -> SignalReport:
    about = request.pk if request else None
    return SignalReport(key=key or str(uuid4()), kind=Kind.LATE, request=about, minutes=minutes, at=at)


def receive(one: Participant, said: Sequence[SignalReport], now: datetime) -> list[str]:
    receipts = day_signals.receive_signals(
        participant_id=one.pk, signals=said, has_link=True, by=Subject(), now=now
    )
    return [receipt.outcome.value for receipt in receipts]


def sent(client: Client, token: str, *said: dict[str, Any], at: datetime) -> Any:
    body = json.dumps({"sent_at": at.isoformat(), "signals": said})
    return client.post(reverse("day:sync", args=[token]), body, content_type="application/json")


def test_a_signal_is_kept_with_its_jobs_in_one_go(met: Request, ada: Participant) -> None:
    now = builders.clock("10:25")
    assert receive(ada, [late(met, now)], now) == ["noted"]
    row = Signal.objects.get()
    assert (row.participant, row.request, row.kind, row.minutes, row.said_at) == (ada, met, "late", 5, now)
    assert list(Job.objects.filter(kind__startswith="day.").values_list("kind", "payload")) == [
        ("day.hear", {"signal_id": row.pk})
    ]
    assert AuditEntry.objects.filter(verb="day.said").count() == 1


def test_sent_twice_it_counts_once_and_with_another_content_not_at_all(
    met: Request, ada: Participant
) -> None:
    now, key = builders.clock("10:25"), str(uuid4())
    assert receive(ada, [late(met, now, key=key)], now) == ["noted"]
    again = [late(met, now, key=key), late(met, now, minutes=10, key=key)]
    assert receive(ada, again, now) == ["known", "key_used"]
    assert list(Signal.objects.values_list("minutes", flat=True)) == [5]


def test_one_that_cannot_be_noted_hinders_no_other(
    met: Request, meeting: Callable[..., Request], ada: Participant, bo: Participant, cy: Participant
) -> None:
    now = builders.clock("10:25")
    other = meeting(cy, bo)
    said = [late(other, now), late(met, now - timedelta(days=9)), late(met, now)]
    assert receive(ada, said, now) == ["not_yours", "not_the_day", "noted"]
    assert Signal.objects.get().request == met


def test_nobody_says_something_for_somebody_else(met: Request, ada: Participant) -> None:
    now = builders.clock("10:25")
    with pytest.raises(Denied):
        day_signals.receive_signals(
            participant_id=ada.pk, signals=[late(met, now)], has_link=False, by=Subject(), now=now
        )
    assert Signal.objects.count() == 0


def test_ten_minutes_without_a_network_are_told_with_the_time_they_were_said(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    now, key = stand_at("10:35"), str(uuid4())
    device = now + timedelta(hours=3)  # its clock is wrong
    said = {"key": key, "kind": "late", "request": met.pk, "minutes": 10}
    said["at"] = (device - timedelta(minutes=10)).isoformat()
    answers = [sent(client, linked(ada), said, at=device).json() for _ in range(2)]
    assert [one["receipts"] for one in answers] == [
        [{"key": key, "outcome": "noted"}],
        [{"key": key, "outcome": "known"}],
    ]
    assert Signal.objects.get().said_at == builders.clock("10:25")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "late", "minutes": 7},
        {"kind": "late", "minutes": True},
        {"kind": "late", "minutes": 5, "request": None},
        {"kind": "gone_fishing"},
        {"kind": "here", "key": "x"},
        {"kind": "here", "request": "1"},
        {"kind": "here", "at": "yesterday"},
        {"kind": "partner_missing", "request": None},
    ],
)
def test_what_no_page_of_ours_sends_is_not_read(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant, wrong: dict[str, Any]
) -> None:
    now = stand_at("10:35")
    said = {"key": str(uuid4()), "request": met.pk, "at": now.isoformat(), **wrong}
    answer = sent(client, linked(ada), said, at=now)
    assert (answer.status_code, answer.json()) == (422, {"fault": "unreadable"})
    assert Signal.objects.count() == 0


def test_a_form_without_a_script_says_the_same_once(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("10:25")
    token = linked(ada)
    data = {"key": str(uuid4()), "kind": "late", "request": met.pk, "minutes": "5"}
    for _ in range(2):
        text = client.post(reverse("day:say", args=[token]), data, follow=True).content.decode()
    assert "Sie verspäten sich um 5 Minuten." in text
    assert Signal.objects.count() == 1
    theirs = client.get(reverse("day:today", args=[linked(bo)])).content.decode()
    assert "Ada Lindqvist verspätet sich um 5 Minuten." in theirs
    data = {"key": str(uuid4()), "kind": "here", "request": met.pk}
    text = client.post(reverse("day:say", args=[token]), data, follow=True).content.decode()
    assert "Sie verspäten sich um 5 Minuten." not in text


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_from_two_pages_at_once_counts_once(met: Request, ada: Participant) -> None:
    now = builders.clock("10:25")
    batch = [late(met, now), late(met, now, minutes=10)]
    said = at_once(*[lambda: receive(ada, batch, now)] * 4)
    assert said == [""] * 4
    assert Counter(Signal.objects.values_list("minutes", flat=True)) == {5: 1, 10: 1}
    assert Job.objects.filter(kind="day.hear").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="beside other workers the server keeps the lock of the process that was killed by a fork",
)
def test_a_process_that_is_killed_has_noted_all_or_nothing_and_the_device_sends_again(
    met: Request, ada: Participant
) -> None:
    now, said = builders.clock("10:25"), late(met, builders.clock("10:24"))
    connection.close()
    child = os.fork()
    if child == 0:
        die_after_the_signal(lambda: receive(ada, [said], now))
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signals.SIGKILL, "the process died where it was to"
    assert (Signal.objects.count(), Job.objects.filter(kind="day.hear").count()) == (0, 0)
    assert receive(ada, [said], now) == [SignalResult.NOTED.value]
    assert (Signal.objects.count(), Job.objects.filter(kind="day.hear").count()) == (1, 1)


def die_after_the_signal(work: Callable[[], object]) -> None:
    """The signal is written; before its transaction ends, the process is killed."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = run(sql, params, many, context)
        if sql.startswith("INSERT") and "day_signal" in sql:
            os.kill(os.getpid(), signals.SIGKILL)
        return done

    try:
        with connection.execute_wrapper(execute):
            work()
    finally:
        os._exit(1)
