"""What mail servers send back is read from a maildir, and the email is known again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail

from handschlag.common import mail
from handschlag.common.mail import bounces, delivery
from handschlag.common.mail.bounces import read_bounces
from handschlag.common.mail.outbox import register_seal, repeat
from handschlag.common.models import Mail, MailState

pytestmark = pytest.mark.django_db
REPORT = """From: MAILER-DAEMON@mail.example
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I could not deliver it to anna@example.org.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; anna@example.org
Action: failed
Status: {status} (bad mailbox)
--B
Content-Type: {kind}

Message-ID: {message_id}
Subject: Hallo

--B--
"""


@pytest.fixture
def letter(now: datetime) -> Mail:
    row = mail.queue_mail(to="anna@example.org", subject="Hallo", text="Hallo", language="de", now=now)
    Mail.objects.filter(pk=row.pk).update(state=MailState.SENT, sent_at=now)
    return row


def deliver(folder: Path, letter: Mail, *, status: str = "5.1.1", kind: str = "message/rfc822") -> Path:
    (folder / "new").mkdir(parents=True, exist_ok=True)
    path = folder / "new" / "1.report"
    path.write_text(REPORT.format(status=status, kind=kind, message_id=letter.message_id), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_an_email_that_came_back_says_so_and_the_report_is_gone(
    kind: str, letter: Mail, tmp_path: Path
) -> None:
    path = deliver(tmp_path, letter, kind=kind)
    assert read_bounces(tmp_path) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (MailState.BOUNCED, "5.1.1")
    assert not path.exists()
    assert read_bounces(tmp_path) == 0


@pytest.mark.parametrize("status", ["4.2.2", "2.0.0"])
def test_a_delay_is_no_bounce(status: str, letter: Mail, tmp_path: Path) -> None:
    deliver(tmp_path, letter, status=status)
    assert read_bounces(tmp_path) == 0
    letter.refresh_from_db()
    assert letter.state == MailState.SENT
    assert [one.name for one in (tmp_path / "cur").iterdir()] == ["1.report:2,S"]


def test_what_people_write_there_stays_as_read(letter: Mail, tmp_path: Path) -> None:
    path = deliver(tmp_path, letter)
    path.write_text(f"From: anna@example.org\nSubject: Frage\n\nMessage-ID: {letter.message_id}\n5.1.1\n")
    (tmp_path / "new" / "2.odd").write_bytes(b"\xff\xfe\x00 no message at all")
    assert read_bounces(tmp_path) == 0
    letter.refresh_from_db()
    assert letter.state == MailState.SENT
    assert len(list((tmp_path / "cur").iterdir())) == 2


def test_a_report_that_cannot_be_read_keeps_no_other_waiting(letter: Mail, tmp_path: Path) -> None:
    path = deliver(tmp_path, letter)
    path.rename(tmp_path / "new" / "9.report")
    nested = "".join(f"Content-Type: multipart/report; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    (tmp_path / "new" / "2.nested").write_text(nested, "utf-8")
    for number, odd in enumerate(("<a\x00b@example.org>", f"<{'a' * 119}>", "no-id", "<ä@example.org>")):
        report = REPORT.format(status="5.1.1", kind="text/rfc822-headers", message_id=odd)
        (tmp_path / "new" / f"3.{number}").write_text(report, "utf-8")
        assert bounces._parsed(tmp_path / "new" / f"3.{number}")[0] == []
    assert read_bounces(tmp_path) == 1
    assert len(list((tmp_path / "cur").iterdir())) == 5
    letter.refresh_from_db()
    assert letter.state == MailState.BOUNCED


HEADLESS = REPORT.partition("--B\nContent-Type: {kind}")[0] + "--B--\n"
QMAIL = """Return-Path: <>
From: MAILER-DAEMON@mail.example
To: bounces@example.org
Subject: failure notice

Hi. This is the qmail-send program at mail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<anna@example.org>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.7.1 No such user
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <bounces@example.org>
Message-ID: {message_id}
Subject: Hallo
"""


def test_a_report_in_the_words_of_qmail_is_known_by_the_copy_below(letter: Mail, tmp_path: Path) -> None:
    path = deliver(tmp_path, letter)
    path.write_text(QMAIL.format(message_id=letter.message_id), "utf-8")
    assert read_bounces(tmp_path) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.error, path.exists()) == (MailState.BOUNCED, "5.7.1", False)


def test_a_report_without_the_email_is_known_by_what_it_answers(letter: Mail, tmp_path: Path) -> None:
    path = deliver(tmp_path, letter)
    text = HEADLESS.format(status="5.1.1")
    path.write_text(f"In-Reply-To: {letter.message_id}\n{text}", "utf-8")
    assert read_bounces(tmp_path) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (MailState.BOUNCED, "5.1.1")


def test_a_report_that_names_only_an_address_is_told_and_changes_nothing(
    letter: Mail, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(tmp_path, letter).write_text(HEADLESS.format(status="5.1.1"), "utf-8")
    assert read_bounces(tmp_path) == 0
    letter.refresh_from_db()
    assert letter.state == MailState.SENT
    assert "A report of a mail server names none of our emails" in caplog.messages
    assert "anna@example.org" not in caplog.text


def test_it_comes_back_to_the_address_of_the_settings(letter: Mail, settings: Any, now: datetime) -> None:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    Mail.objects.filter(pk=letter.pk).update(state=MailState.WAITING)
    assert delivery.deliver_due(clock=lambda: now) == 1
    (sent,) = django_mail.outbox
    assert sent.from_email == "bounces@example.org"
    assert sent.message()["From"] == delivery.from_of(letter)


def test_sent_again_it_opens_for_the_address_of_now(now: datetime) -> None:
    register_seal("test", lambda _id, to: f"key-of-{to}")
    text = f"https://example.org/{mail.seal('test', 7, to='old@example.org')}/"
    first = mail.queue_mail(to="old@example.org", subject="Hallo", text=text, language="de", now=now)
    again = repeat(first, to="new@example.org", state=MailState.WAITING, now=now)
    first.refresh_from_db()
    assert mail.with_secrets(again).text == "https://example.org/key-of-new@example.org/\n"
    assert again.message_id != first.message_id
    assert first.repeated_at == now
