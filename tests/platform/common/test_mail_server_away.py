"""A mail server that goes away and comes back: counted once, never on a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.platform.site.mail_server import mail_server

from handschlag.common.mail import delivery
from handschlag.common.mail.delivery import MailServer, deliver_due
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail, MailState, Urgency
from handschlag.common.operations.monitoring import of_unwelcome_sender
from handschlag.site.providers import smtp_mailer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sends_to(settings: Any) -> Callable[[int], None]:
    def choose(port: int) -> None:
        settings.SENDS_MAIL = True
        settings.MAILERS = {"smtp": smtp_mailer(f"smtp://127.0.0.1:{port}?tls=no")}

    return choose


def write(now: datetime, *names: str) -> None:
    for name in names:
        queue_mail(to=f"{name}@example.org", subject=name, text="x", language="de", now=now)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_letters_of_an_outage_go_out_with_the_first_answer_and_have_all_their_tries(
    now: datetime, sends_to: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server() as gone:
        port = gone.port
    sends_to(port)
    server = MailServer()
    write(now, *"abcdefghij")

    def deliver(after: int, at_most: Urgency = Urgency.USUAL) -> int:
        return deliver_due(clock=lambda: now + seconds(after), server=server, at_most=at_most)

    an_hour = range(0, 3600, 5)
    assert sum(deliver(after) for after in an_hour) == 0
    assert set(Mail.objects.values_list("state", "attempts", "due_at")) == {("waiting", 0, now)}
    asked = [one for one in caplog.records if one.message == "The mail server is away"]
    assert len(asked) == 3600 // 15
    with mail_server(port) as back:
        assert deliver(3599) == 0  # asked a moment ago
        assert deliver(3600) == 10
        assert sorted(one["Subject"] for one in back.got) == list("abcdefghij")
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert "The mail server is back" in caplog.messages


def test_a_code_is_not_kept_waiting_by_what_a_bulk_letter_has_found(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as server:
        sends_to(server.port)
        queue_mail(to="a@example.org", subject="x", text="x", language="de", now=now, urgency=Urgency.CODE)
        assert deliver_due(clock=lambda: now, server=MailServer(), at_most=Urgency.CODE) == 1


def test_a_letter_that_breaks_the_line_uses_up_its_own_tries_and_lets_others_pass(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as server:
        sends_to(server.port)
        server.hangs_up_at = b"Subject: poison"
        write(now, "poison", "other")
        assert deliver_due(clock=lambda: now) == 1
        poison = Mail.objects.get(subject="poison")
        assert (poison.state, poison.attempts, poison.due_at - now) == ("waiting", 1, seconds(15))
        assert deliver_due(clock=lambda: now + seconds(15)) == 0
        poison.refresh_from_db()
        assert (poison.attempts, poison.due_at - now) == (2, seconds(15 + 5 * 60))


def test_a_server_that_dies_with_a_letter_in_hand_costs_it_no_try(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as server:
        sends_to(server.port)
        write(now, "first")
        taken = Mail.objects.get()
        server.hangs_up_at = b"Subject: first"
        server.stops_listening_then = True
        assert deliver_due(clock=lambda: now) == 0
        port = server.port
    taken.refresh_from_db()
    assert (taken.state, taken.attempts, taken.due_at) == (MailState.WAITING, 0, now)
    with mail_server(port) as back:
        assert deliver_due(clock=lambda: now) == 1
        assert [one["Message-ID"] for one in back.got] == [taken.message_id]


def test_a_clock_that_was_set_back_holds_no_letter_up(now: datetime, sends_to: Callable[[int], None]) -> None:
    with mail_server() as gone:
        port = gone.port
    sends_to(port)
    server = MailServer()
    write(now - timedelta(days=1), "late")
    assert deliver_due(clock=lambda: now, server=server) == 0
    with mail_server(port):
        assert deliver_due(clock=lambda: now - timedelta(hours=3), server=server) == 1


@pytest.mark.parametrize("refusal", [{b"": "554 not from here"}, {b"EHLO": "550 no", b"HELO": "550 no"}])
def test_a_server_that_takes_no_more_sessions_after_a_refused_letter_costs_the_others_nothing(
    now: datetime, sends_to: Callable[[int], None], refusal: dict[bytes, str]
) -> None:
    with mail_server() as server:
        sends_to(server.port)
        server.answers, server.answers_after = {b"RCPT": "550 nobody"}, {b"RCPT": refusal}
        write(now, "refused", "other")
        assert deliver_due(clock=lambda: now) == 0
        found = Mail.objects.order_by("pk").values_list("state", "attempts", "error")
        assert list(found) == [("failed", 1, "SMTPRecipientsRefused 550"), ("waiting", 0, "")]
        server.answers, server.answers_after = {}, {}
        assert deliver_due(clock=lambda: now) == 1


def test_a_server_that_refuses_the_first_hello_has_no_letter_yet(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as server:
        sends_to(server.port)
        server.answers = {b"EHLO": "550 no", b"HELO": "550 no"}
        write(now, "first")
        assert deliver_due(clock=lambda: now) == 0
        assert Mail.objects.values_list("state", "attempts").get() == ("waiting", 0)


def test_a_slow_server_has_less_time_for_a_letter_than_its_lease_lasts(
    now: datetime, sends_to: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert delivery.PATIENCE < delivery.LEASE
    monkeypatch.setattr(delivery, "PATIENCE", seconds(0.5))
    with mail_server() as server:
        sends_to(server.port)
        server.waits_before = {b"MAIL": 0.4, b"RCPT": 0.4}
        write(now, "first")
        assert deliver_due(clock=lambda: now) == 0
        assert Mail.objects.values_list("state", "attempts").get() == ("waiting", 1)
        server.waits_before = {}
        assert deliver_due(clock=lambda: now + seconds(15)) == 1


def test_a_sender_who_is_refused_costs_one_letter_at_a_time_and_none_for_ever(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as here:
        sends_to(here.port)
        here.answers = {b"MAIL": "550 who are you"}
        write(now, *"abcdef")
        server = MailServer()

        def deliver(after: float) -> int:
            return deliver_due(clock=lambda: now + seconds(after), server=server)

        for after in range(0, 60, 5):  # at 0, 15 and 45 seconds
            assert deliver(after) == 0
        found = list(Mail.objects.order_by("pk").values_list("state", "attempts", "error"))
        assert found == [("waiting", 1, "SMTPSenderRefused 550")] * 3 + [("waiting", 0, "")] * 3
        here.answers = {}
        assert deliver(104) == 0  # a minute after the third
        assert deliver(105) == 6
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_however_long_a_sender_is_refused_a_letter_is_tried_within_quarters_of_an_hour(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    server = MailServer()
    for hours in range(2000, -1, -1):
        server.note_refused_sender(now=now - timedelta(hours=hours))
    with mail_server() as here:
        sends_to(here.port)
        assert server.open(now=now + timedelta(minutes=14)) is None
        assert server.open(now=now + timedelta(minutes=15)) is not None
    assert server.note_acceptance()
    assert not server.note_acceptance()


def test_two_carriers_who_hear_the_same_refusal_count_it_once(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    server = MailServer()
    for _carrier in range(2):
        server.note_refused_sender(now=now)
    with mail_server() as here:
        sends_to(here.port)
        assert server.open(now=now + seconds(14)) is None
        assert server.open(now=now + seconds(15)) is not None


def refused_for_an_hour(now: datetime, here: Any) -> MailServer:
    """A server of a worker whose letters have waited for a while, and whose sender is welcome again."""
    here.answers = {b"MAIL": "550 who are you"}
    write(now, *"abc")
    server = MailServer()
    for minutes in range(60):
        deliver_due(clock=lambda at=minutes: now + timedelta(minutes=at), server=server)  # type: ignore[misc]
    assert set(Mail.objects.values_list("state", "error")) == {("waiting", "SMTPSenderRefused 550")}
    here.answers = {}
    return server


def test_another_worker_than_the_one_that_was_refused_sends_what_waits_for_it(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as here:
        sends_to(here.port)
        refused_for_an_hour(now, here)
        later = now + timedelta(minutes=60)
        Mail.objects.update(due_at=later + timedelta(hours=16))
        write(later, "new")
        assert deliver_due(clock=lambda: later, server=MailServer()) == 4


def test_a_code_and_what_somebody_sends_now_are_tried_before_the_pause_ends(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as here:
        sends_to(here.port)
        server = refused_for_an_hour(now, here)
        last = now + timedelta(minutes=60)
        server.note_refused_sender(now=last)
        Mail.objects.update(due_at=last + timedelta(hours=1))
        assert deliver_due(clock=lambda: last + seconds(40), server=server) == 0
        queue_mail(to="x@example.org", subject="x", text="x", language="de", now=last, urgency=Urgency.CODE)
        assert deliver_due(clock=lambda: last + seconds(29), server=server, at_most=Urgency.HOUR) == 0
        here.answers = {b"MAIL": "550 who are you"}
        assert deliver_due(clock=lambda: last + seconds(30), server=server, at_most=Urgency.HOUR) == 0
        assert Mail.objects.filter(subject="x").values_list("attempts").get() == (1,)
        here.answers = {}
        assert deliver_due(clock=lambda: last + seconds(31), server=server) == 0
        told = last + seconds(32)
        assert delivery.send_now(Mail.objects.filter(subject="a"), by_id=None, now=told) == 1
        assert of_unwelcome_sender().count() == 4
        assert deliver_due(clock=lambda: last + seconds(33), server=server) == 4


def test_a_letter_that_is_too_large_for_the_server_is_refused_alone_and_for_good(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as here:
        sends_to(here.port)
        here.answers, here.answers_after = {b"MAIL": "552 too large"}, {b"MAIL": {b"MAIL": "250 ok"}}
        write(now, "large", "small")
        assert deliver_due(clock=lambda: now) == 1
    found = list(Mail.objects.order_by("pk").values_list("state", "error"))
    assert found == [("failed", "SMTPSenderRefused 552"), ("sent", "")]


def test_a_letter_whose_sender_is_refused_for_a_day_is_given_up(
    now: datetime, sends_to: Callable[[int], None]
) -> None:
    with mail_server() as here:
        sends_to(here.port)
        here.answers = {b"MAIL": "550 who are you"}
        write(now, "only")
        server = MailServer()
        for minutes in range(0, 60 * 30, 30):
            deliver_due(clock=lambda at=minutes: now + timedelta(minutes=at), server=server)  # type: ignore[misc]
    assert Mail.objects.values_list("state", "attempts").get() == ("failed", 7)
