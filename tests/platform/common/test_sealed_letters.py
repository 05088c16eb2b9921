"""What a letter opens is put in when it is sent; the outbox, its pages and backups hold nothing usable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client
from tests.platform.conftest import Role, User

from handschlag.common.mail import (
    ConcernedPerson,
    Urgency,
    delivery,
    forget_person,
    outbox,
    seal,
    with_secrets,
    without_secrets,
)
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail, MailPerson, MailState

pytestmark = pytest.mark.django_db
ANNA, BEN = ConcernedPerson(kind="test", id=1), ConcernedPerson(kind="test", id=2)
SECRETS: dict[int, str] = {}


@pytest.fixture(autouse=True)
def openers(settings: Any) -> Iterator[None]:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    outbox.register_seal("test", lambda pk, _to: SECRETS.get(pk))
    SECRETS.update({7: "the-secret"})
    yield
    SECRETS.clear()


def write(now: datetime, *, to: str = "anna@example.org", **values: Any) -> Mail:
    sign = seal("test", 7, to=to)
    wanted = {
        "subject": f"{sign} is yours",
        "text": f"See https://x.example/{sign}/day/",
        "html": f"<b>{sign}</b>",
    }
    return queue_mail(to=to, now=now, language="en", **{**wanted, **values})


def test_the_secret_is_in_the_letter_that_goes_out_and_nowhere_else(now: datetime) -> None:
    row = write(now)
    assert "the-secret" not in str(Mail.objects.values().get())
    delivery.deliver_due(clock=lambda: now)
    (sent,) = django_mail.outbox
    assert (sent.subject, sent.body) == ("the-secret is yours", "See https://x.example/the-secret/day/\n")
    assert sent.alternatives[0].content == "<b>the-secret</b>"
    assert "the-secret" not in str(Mail.objects.values().get())
    assert without_secrets(row).text == f"See https://x.example/{outbox.MASK}/day/\n"


def test_a_letter_carries_the_secret_of_the_moment_it_is_sent(now: datetime) -> None:
    write(now)
    SECRETS[7] = "renewed"
    delivery.deliver_due(clock=lambda: now)
    assert django_mail.outbox[0].subject == "renewed is yours"


def test_a_letter_that_opens_nothing_any_more_is_not_sent(now: datetime) -> None:
    row = write(now)
    SECRETS.clear()
    delivery.deliver_due(clock=lambda: now)
    row.refresh_from_db()
    assert (row.state, row.error, django_mail.outbox) == (MailState.FAILED, "gone", [])


def test_a_seal_copied_into_the_text_of_another_letter_opens_nothing(now: datetime) -> None:
    stolen = seal("test", 7, to="anna@example.org")
    row = write(now, to="ben@example.org", subject=stolen, text=stolen, html=stolen)
    assert with_secrets(row).text == stolen + "\n"
    forged = stolen[:-1] + ("0" if stolen[-1] != "0" else "1")
    assert with_secrets(write(now, text=forged)).text == forged + "\n"


def test_administrators_read_letters_without_what_they_open(
    client: Client, person: Any, now: datetime, settings: Any
) -> None:
    settings.PASSKEY_FOR = frozenset()
    admin: User = person("ada", Role.ADMINISTRATOR)
    client.force_login(admin)
    row = write(now)
    pages = [client.get(f"/en/outbox/{path}") for path in ("", f"{row.pk}/", f"{row.pk}/html/")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    for page in pages:
        assert outbox.MASK in page.text
        assert "the-secret" not in page.text
        assert "SEALED" not in page.text


def test_a_code_does_not_wait_behind_bulk_mail(now: datetime) -> None:
    for number in range(60):
        queue_mail(to=f"p{number}@example.org", subject="Bulk", text="b", language="en", now=now)
    queue_mail(to="h@example.org", subject="Now", text="n", language="en", now=now, urgency=Urgency.HOUR)
    later = now + timedelta(seconds=1)
    queue_mail(to="c@example.org", subject="Code", text="c", language="en", now=later, urgency=Urgency.CODE)
    assert delivery.deliver_due(clock=lambda: later, at_most=Urgency.HOUR) == 2
    assert [one.subject for one in django_mail.outbox] == ["Code", "Now"]
    queue_mail(to="d@example.org", subject="Code", text="c", language="en", now=later, urgency=Urgency.CODE)
    delivery.deliver_due(clock=lambda: later)
    assert django_mail.outbox[2].subject == "Code"


def test_who_is_forgotten_stands_in_no_letter(now: datetime) -> None:
    people: dict[str, Any] = {"recipient": ANNA, "named": [BEN]}
    to_anna = {state: write(now, **people) for state in ("waiting", "sent", "kept", "failed")}
    to_ben = {state: write(now, recipient=BEN, named=[ANNA]) for state in ("waiting", "sent")}
    foreign = write(now, recipient=BEN)
    for row, state in [*((row, s) for s, row in to_anna.items()), *((row, s) for s, row in to_ben.items())]:
        Mail.objects.filter(pk=row.pk).update(state=state)
    forget_person(ANNA, now=now)
    assert not Mail.objects.filter(pk=to_anna["waiting"].pk).exists()
    gone = Mail.objects.filter(erased_at=now, text="", to="", subject="")
    assert set(gone) == {to_anna["sent"], to_anna["kept"], to_anna["failed"], to_ben["sent"]}
    assert not MailPerson.objects.filter(kind="test", object_id=ANNA.id).exists()
    assert (
        delivery.deliver_due(clock=lambda: now) == 2
    )  # the letter that names her, and the one that does not
    to_ben["waiting"].refresh_from_db()
    assert (to_ben["waiting"].state, to_ben["waiting"].text) == (MailState.SENT, "")
    foreign.refresh_from_db()
    assert foreign.text != ""


def test_a_letter_in_hand_when_its_reader_is_forgotten_keeps_no_words(now: datetime) -> None:
    row = write(now, recipient=ANNA)
    assert delivery.claim(now=now) == row
    forget_person(ANNA, now=now)
    delivery.finish_delivery(Mail.objects.get(pk=row.pk), state=MailState.SENT, error="", sent_at=now)
    row.refresh_from_db()
    assert (row.to, row.text, row.erased_at) == ("", "", now)
