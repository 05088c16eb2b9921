"""Letters: written with their data, sent once, tried again, erased; no address where it does not belong."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives

from handschlag.common.mail import MailReason, OutboxBackend, Sender, delivery
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail, MailState
from handschlag.common.refusals import Refusal

pytestmark = pytest.mark.django_db
MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def write(now: datetime, **values: Any) -> Mail:
    wanted = {"to": "anna@example.org", "subject": "Ihr Code", "text": "123456", "language": "de", **values}
    return queue_mail(now=now, **wanted)


@pytest.fixture(autouse=True)
def sends(settings: Any) -> None:
    settings.SENDS_MAIL, settings.MAILERS = True, MAILERS


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """A mail server that says no."""

    def set_trouble(trouble: Exception) -> None:
        def send(*_args: object) -> int:
            raise trouble

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)

    return set_trouble


def test_a_letter_is_sent_once(now: datetime) -> None:
    row = write(now, html="<p>123456</p>")
    assert [delivery.deliver_due(clock=lambda: now) for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.attempts) == (MailState.SENT, now, 1)
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject, sent.extra_headers["Message-ID"]) == (
        ["anna@example.org"],
        "Ihr Code",
        row.message_id,
    )
    assert [(a.content, a.mimetype) for a in sent.alternatives] == [("<p>123456</p>", "text/html")]


def test_a_letter_names_who_writes_and_how_to_end_such_letters(now: datetime, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Handschlag <post@example.org>"
    sender = Sender(name="Netzwerke\nverbinden", reply_to="office@example.org")
    write(now, sender=sender, unsubscribe="https://example.org/off/")
    write(now)
    assert delivery.deliver_due(clock=lambda: now) == 2
    named, usual = django_mail.outbox
    assert (named.from_email, usual.from_email) == (
        "Netzwerke verbinden <post@example.org>",
        "Handschlag <post@example.org>",
    )
    assert (named.reply_to, usual.reply_to) == (["office@example.org"], [])
    assert named.extra_headers["List-Unsubscribe"] == "<https://example.org/off/>"
    assert named.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in usual.extra_headers


def test_a_calendar_file_goes_along_and_is_erased_with_the_letter(now: datetime) -> None:
    row = write(now, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    delivery.deliver_due(clock=lambda: now)
    (file,) = django_mail.outbox[0].attachments
    assert (file.filename, file.mimetype) == ("handschlag.ics", "text/calendar")
    assert file.content == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    delivery.erase(now=now + timedelta(days=31), keep=timedelta(days=30))
    row.refresh_from_db()
    assert (row.calendar, row.text) == ("", "")


def test_a_demo_keeps_its_letters(now: datetime, settings: Any) -> None:
    settings.SENDS_MAIL = False
    assert write(now).state == MailState.KEPT
    assert (delivery.deliver_due(clock=lambda: now), django_mail.outbox) == (0, [])


def test_a_subject_cannot_carry_a_header(now: datetime) -> None:
    row = write(now, subject="Hallo\r\nBcc: alle@example.org\n")
    assert row.subject == "Hallo Bcc: alle@example.org"
    delivery.deliver_due(clock=lambda: now)
    assert django_mail.outbox[0].recipients() == ["anna@example.org"]


@pytest.mark.parametrize(
    "to", ["", "anna", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"]
)
def test_an_address_is_one_address(now: datetime, to: str) -> None:
    with pytest.raises(Refusal) as refusal:
        write(now, to=to)
    assert (refusal.value.reason, Mail.objects.count()) == (MailReason.BAD_ADDRESS, 0)


def test_a_letter_that_was_not_taken_is_tried_again_later_and_given_up_in_the_end(
    now: datetime, refusing: Callable[[Exception], None]
) -> None:
    refusing(smtplib.SMTPDataError(451, b"anna@example.org is busy"))
    row = write(now)
    at, waits = now, []
    while row.state == MailState.WAITING:
        assert [delivery.deliver_due(clock=lambda at=at: at) for _ in range(2)] == [0, 0]
        row.refresh_from_db()
        waits.append((row.due_at - at) // timedelta(minutes=1))
        at = row.due_at
    assert waits == [1, 5, 30, 120, 480, 960, 0]
    assert (row.state, row.attempts, row.error) == (MailState.FAILED, 7, "SMTPDataError 451")


def test_a_no_for_ever_is_not_asked_again(now: datetime, refusing: Callable[[Exception], None]) -> None:
    refusing(smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no such user")}))
    row = write(now)
    delivery.deliver_due(clock=lambda: now)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (MailState.FAILED, 1, "SMTPRecipientsRefused 550")


def test_a_carrier_that_died_with_a_letter_in_hand_is_replaced(now: datetime) -> None:
    row = write(now)
    assert delivery.claim(now=now) == row
    assert delivery.deliver_due(clock=lambda: now) == 0
    assert delivery.deliver_due(clock=lambda: now + timedelta(minutes=6)) == 1


def test_a_code_that_has_expired_is_not_sent(now: datetime) -> None:
    row = write(now, expires_at=now + timedelta(minutes=15))
    delivery.deliver_due(clock=lambda: now + timedelta(minutes=15))
    row.refresh_from_db()
    assert (row.state, row.error, django_mail.outbox) == (MailState.FAILED, "expired", [])


def test_old_letters_lose_address_and_words_but_not_those_that_still_wait(now: datetime) -> None:
    old, waits = write(now - timedelta(days=31)), write(now - timedelta(days=31))
    Mail.objects.filter(pk=old.pk).update(state=MailState.SENT)
    young = write(now)
    Mail.objects.filter(pk=young.pk).update(state=MailState.SENT)
    assert delivery.erase(now=now, keep=timedelta(days=30)) == 1
    old.refresh_from_db()
    assert (old.to, old.subject, old.text, old.html, old.erased_at) == ("", "", "", "", now)
    assert set(Mail.objects.filter(erased_at=None)) == {waits, young}


def test_what_django_sends_ends_in_the_outbox_one_row_for_each_address() -> None:
    message = EmailMultiAlternatives("Hallo", "Text", to=["a@example.org"], cc=["b@example.org"])
    message.attach_alternative("<b>Text</b>", "text/html")
    OutboxBackend(alias="default").send_messages([message])
    rows = Mail.objects.order_by("pk").values_list("to", "subject", "text", "html", "state")
    assert list(rows) == [
        (to, "Hallo", "Text\n", "<b>Text</b>", "waiting") for to in ("a@example.org", "b@example.org")
    ]
