"""Letters go out at once because somebody says so, by a button or a command; each once, and audited."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import connections
from django.test import Client

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.database import database_now
from handschlag.common.mail import delivery
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import AuditEntry, Mail, MailState

A_DAY = timedelta(days=1)


def letter(state: MailState, error: str = "", **values: Any) -> Mail:
    """One of the last hour, whose next try is tomorrow."""
    now = database_now()
    row = queue_mail(to="anna@example.org", subject="Ihr Plan", text="x", language="de", now=now)
    values = {"due_at": now + A_DAY, "attempts": 4, **values}
    Mail.objects.filter(pk=row.pk).update(state=state, error=error, **values)
    row.refresh_from_db()
    return row


@pytest.fixture
def administrator(person: Any, settings: Any) -> User:
    settings.PASSKEY_FOR = frozenset()
    ada: User = person("ada", Role.ADMINISTRATOR)
    return ada


@pytest.fixture
def outbox(db: None, settings: Any) -> dict[str, Mail]:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    now = database_now()
    return {
        "waits": letter(MailState.WAITING, "SMTPDataError 451"),
        "failed": letter(MailState.FAILED, "SMTPDataError 451", attempts=7),
        "refused": letter(MailState.FAILED, "SMTPRecipientsRefused 550"),
        "held": letter(MailState.FAILED, "held back"),
        "late": letter(MailState.FAILED, "expired", expires_at=now - A_DAY),
        "gone": letter(MailState.FAILED, "gone"),
        "sent": letter(MailState.SENT),
        "in hand": letter(MailState.SENDING, lease_until=now + timedelta(seconds=30)),
    }


def states(outbox: dict[str, Mail]) -> dict[str, str]:
    for row in outbox.values():
        row.refresh_from_db()
    return {name: row.state for name, row in outbox.items()}


def test_all_that_wait_and_all_that_failed_for_a_time_go_out_by_two_buttons(
    client: Client, administrator: User, outbox: dict[str, Mail]
) -> None:
    before = states(outbox)
    client.force_login(administrator)
    page = client.get("/en/outbox/").content.decode()
    assert [words in page for words in ("Send 1 waiting email now", "Send 1 failed email again")] == [
        True
    ] * 2
    for which in ("waiting", "failed"):
        answer = client.post("/en/outbox/send/", {"which": which}, follow=True)
        assert "1 email is sent at once." in answer.content.decode()
    assert states(outbox) == {**before, "failed": "waiting"}
    told = AuditEntry.objects.filter(verb__startswith="mail.").order_by("pk")
    assert [(one.verb, int(one.object_id), one.by_id) for one in told] == [
        ("mail.send_now", outbox["waits"].pk, administrator.pk),
        ("mail.send_again", outbox["failed"].pk, administrator.pk),
    ]
    assert "anna" not in str(list(told.values()))
    assert delivery.deliver_due(clock=database_now) == 2
    assert {one.extra_headers["Message-ID"] for one in django_mail.outbox} == {
        outbox[name].message_id for name in ("waits", "failed")
    }
    outbox["failed"].refresh_from_db()
    assert outbox["failed"].attempts == 1


def test_one_letter_goes_out_by_its_own_button_if_it_can(
    client: Client, administrator: User, outbox: dict[str, Mail]
) -> None:
    client.force_login(administrator)
    can = {"waits", "failed", "refused", "held"}
    for name, row in outbox.items():
        assert ("Send now" in client.get(f"/en/outbox/{row.pk}/").content.decode()) == (name in can), name
        answer = client.post(f"/en/outbox/{row.pk}/send/", follow=True).content.decode()
        assert ("The email is sent at once." in answer) == (name in can), name
    assert delivery.deliver_due(clock=database_now) == len(can)


def test_nobody_but_administrators_may(client: Client, martha: User, outbox: dict[str, Mail]) -> None:
    client.force_login(martha)
    for path in ("send/", f"{outbox['waits'].pk}/send/"):
        assert client.post(f"/en/outbox/{path}").status_code == 404
    assert not AuditEntry.objects.filter(verb__startswith="mail.").exists()


def test_the_command_tells_and_does_the_same(outbox: dict[str, Mail]) -> None:
    def said(*arguments: str) -> str:
        told = StringIO()
        call_command("mail", *arguments, stdout=told)
        return told.getvalue()

    listed = said("list")
    assert "1 failed   since" in listed
    assert "SMTPRecipientsRefused 550" in listed
    assert "anna" not in listed
    assert (said("send-now"), said("retry")) == ("Due now: 1.\n", "Tried again: 1.\n")
    assert said("retry", str(outbox["refused"].pk)) == "Tried again: 1.\n"
    assert said("send-now", str(outbox["sent"].pk)) == "Due now: 0.\n"
    assert delivery.deliver_due(clock=database_now) == 3


@pytest.mark.django_db
def test_what_a_server_said_of_us_and_not_of_the_letter_is_worth_a_try() -> None:
    of_letters = ("SMTPRecipientsRefused 550", "SMTPSenderRefused 552")
    of_us = ("SMTPAuthenticationError 535", "SMTPConnectError 554", "SMTPSenderRefused 550")
    for error in (*of_letters, *of_us):
        letter(MailState.FAILED, error)
    worth = delivery.worth_a_try(Mail.objects.order_by("pk"))
    assert [one.error for one in worth] == list(of_us)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_no_second_letter(now: datetime, settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    row = letter(MailState.FAILED, "SMTPDataError 451")
    start, done = threading.Barrier(4), []

    def press() -> None:
        start.wait(60)
        done.append(delivery.send_again(Mail.objects.filter(pk=row.pk), by_id=None, now=database_now()))
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(done) == [0, 0, 0, 1]
    assert sum(delivery.deliver_due(clock=database_now) for _ in range(3)) == 1
