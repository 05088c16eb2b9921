"""What people say from where they are: nothing is lost, and nothing counts twice."""

from __future__ import annotations

import json
import os
import re
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
from tests.platform.day.people.test_today import figures
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.rules.policy import Denied, Subject
from handschlag.common.models import AuditEntry, Job
from handschlag.day.actions import signal_reports
from handschlag.day.actions.incident_closing import close_undone
from handschlag.day.actions.incident_opening import from_signal
from handschlag.day.models import IncidentState, Signal
from handschlag.day.rules.signals import (
    Kind,
    SignalReport,
    SignalResult,
    SignalState,
    is_off,
    last_of,
    may_replace_at,
    missing_since,
)
from handschlag.matching.models import Participant, Request

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]


def late(request: Request | None, at: datetime, minutes: int = 5, key: str = "") -> SignalReport:
    about = request.pk if request else None
    return SignalReport(key=key or str(uuid4()), kind=Kind.LATE, request=about, minutes=minutes, at=at)


def receive(one: Participant, said: Sequence[SignalReport], now: datetime) -> list[str]:
    receipts = signal_reports.receive(
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
        signal_reports.receive(
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


def pressed(client: Client, token: str, kind: str, about: Request | None = None, **more: str) -> str:
    data = {"key": str(uuid4()), "kind": kind, **more}
    if about is not None:
        data["request"] = str(about.pk)
    return client.post(reverse("day:say", args=[token]), data, follow=True).content.decode()


def test_one_may_change_ones_mind_and_undo_by_name(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("10:25")
    token = linked(ada)
    text = pressed(client, token, "late", met, minutes="5")
    buttons = re.findall(r'data-say="([^"]+)"', text)
    assert buttons == [
        "Ich bin da",
        "„5 Min. später“ rückgängig machen",
        "10 Min.",
        "15 Min.",
        "Zu diesem Gespräch kann ich nicht",
        "Ich kann heute nicht mehr kommen",
        "Niemand ist da",
    ]
    assert "Sie verspäten sich um 15 Minuten." in pressed(client, token, "late", met, minutes="15")
    text = pressed(client, token, "undone", met)
    assert ["Sie verspäten sich" in text, 'data-say="15 Min."' in text] == [False, True]


def test_a_meeting_that_is_off_is_struck_and_the_next_one_stands_large(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:25")
    text = pressed(client, linked(ada), "cannot_come", met)
    assert figures(text)[1] == "10:50"
    assert "<s>10:30, T1, Bo Nilsson</s>" in flat(text)
    theirs = client.get(reverse("day:today", args=[linked(bo)])).content.decode()
    assert "<s>10:30, T1, Ada Lindqvist</s>" in flat(theirs)
    assert ["data-clock" in theirs, "Heute kein weiteres Gespräch." in theirs] == [False, True]
    text = pressed(client, linked(ada), "undone", met)
    assert [figures(text)[1], "<s>" in text] == ["10:30", False]


def test_the_rest_of_the_day_strikes_every_meeting_until_it_is_undone(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:25")
    text = pressed(client, linked(ada), "cannot_come")
    assert ["data-clock" in text, text.count("<s>")] == [False, 2]
    assert "Sie können heute nicht mehr kommen." in text
    text = pressed(client, linked(ada), "undone")
    assert [figures(text)[1], "<s>" in text] == ["10:30", False]


def test_whoever_undoes_does_not_say_to_be_there() -> None:
    at = builders.clock("10:30")
    said = [
        SignalState(by=1, kind="late", at=at, minutes=5),
        SignalState(by=2, kind="partner_missing", at=at + timedelta(minutes=1)),
        SignalState(by=1, kind="undone", at=at + timedelta(minutes=2)),
    ]
    assert (last_of(said, 1), missing_since(said, 2)) == (None, at + timedelta(minutes=1))
    gone = [SignalState(by=pk, kind="cannot_come", at=at) for pk in (2, 3)]
    assert [
        is_off(gone, person=1, others=[2, 3]),
        is_off(gone, person=1, others=[2, 3, 4]),
        is_off(gone, person=2, others=[1]),
    ] == [True, False, True]


def test_undone_in_time_it_is_no_incident_any_more(met: Request, ada: Participant) -> None:
    now = builders.clock("10:20")
    about = SignalReport(key=str(uuid4()), kind=Kind.CANNOT_COME, request=met.pk, at=now)
    assert receive(ada, [about], now) == ["noted"]
    incident = from_signal(signal_id=Signal.objects.get().pk, now=now)
    assert incident is not None
    later = now + timedelta(minutes=2)
    assert receive(
        ada, [SignalReport(key=str(uuid4()), kind=Kind.UNDONE, request=met.pk, at=later)], later
    ) == ["noted"]
    undone = Signal.objects.get(kind="undone").pk
    assert [close_undone(signal_id=undone, now=later) for _ in range(2)] == [1, 0]
    incident.refresh_from_db()
    assert incident.state == IncidentState.DISMISSED
    assert AuditEntry.objects.filter(verb="day.dismissed", by=None).count() == 1


def test_the_newest_word_counts_and_here_ends_it() -> None:
    at = builders.clock("10:20")
    said = [
        SignalState(by=1, kind="late", at=at, minutes=5),
        SignalState(by=1, kind="late", at=at + timedelta(minutes=2), minutes=15),
        SignalState(by=2, kind="partner_missing", at=at + timedelta(minutes=10)),
    ]
    assert last_of(said, 1) == said[1]
    assert may_replace_at(said, 2, starts_at=at) == at + timedelta(minutes=18)
    here = SignalState(by=1, kind="here", at=at + timedelta(minutes=11))
    assert (last_of([*said, here], 1), may_replace_at([*said, here], 2, starts_at=at)) == (None, None)
    assert may_replace_at(said[2:], 2, starts_at=at) == at + timedelta(minutes=13)


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
