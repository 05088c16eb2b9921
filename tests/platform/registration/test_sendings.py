"""Organisers write to many: seen before it goes, sent once, at its time; what is lost is sent again."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from tests.platform import builders
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common import mail
from handschlag.common.models import Mail, MailState
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration import messages
from handschlag.registration.access import link_of
from handschlag.registration.emails import person_of
from handschlag.registration.event_emails import EmailRefusal, counts_by_kind, lost_of
from handschlag.registration.hooks import audiences
from handschlag.registration.messages import lost_rows, send_lost_again
from handschlag.registration.models import CheckIn, EmailSending, Registration, SendingState

EMAILS = "/de/manage/events/netzwerke-verbinden/emails/"
WORDS = {
    "audience": "confirmed",
    "subject_de": "Parken am {dates}",
    "subject_en": "Parking",
    "text_de": "Hallo {name},\n\nder Parkplatz ist gesperrt.\n\n{link}\n\n{reason}",
    "text_en": "Hello {name},\n\nthe car park is closed.\n\n{link}\n\n{reason}",
    "seen": "0",
}


@pytest.fixture
def people(event: Event, register: Callable[..., Registration]) -> list[Registration]:
    found = [register(event, name) for name in ("ada", "ben", "cleo")]
    Mail.objects.all().delete()
    return found


@pytest.fixture
def desk(client: Client, otto: User) -> Client:
    client.force_login(otto)
    return client


def written(desk: Client) -> EmailSending:
    desk.post(EMAILS + "messages/new/", WORDS)
    return EmailSending.objects.get()


def page_of(row: EmailSending) -> str:
    return f"{EMAILS}messages/{row.pk}/"


def planned(row: EmailSending, otto: User, at: datetime, now: datetime) -> None:
    messages.plan_sending(
        event_id=row.event_id,
        sending_id=row.pk,
        send_at=at,
        expected=3,
        seen=row.version,
        by=otto.subject,
        now=now,
    )


def test_it_is_seen_with_its_number_before_anybody_gets_it(desk: Client, people: list[Registration]) -> None:
    row = written(desk)
    page = html.unescape(desk.get(page_of(row)).text)
    assert "An 3 Personen senden" in page
    assert "Hallo Ada," in page
    assert "Hello Ada," in page
    assert not Mail.objects.exists()
    assert messages.send_due(now=people[0].asked_at + timedelta(days=9)) == 0  # a draft stays one


def test_each_gets_it_once_in_their_language(
    desk: Client, otto: User, people: list[Registration], now: datetime
) -> None:
    Registration.objects.filter(pk=people[1].pk).update(language="en")
    row = written(desk)
    planned(row, otto, now, now)
    assert [messages.send_due(now=now) for _ in range(2)] == [3, 0]
    subjects = list(Mail.objects.order_by("pk").values_list("subject", flat=True))
    assert [one.startswith("Parken am 14. April") for one in subjects] == [True, False, True]
    sent = Mail.objects.filter(sending_id=row.pk, kind="registration.message").order_by("pk")
    assert "weil Sie für „Netzwerke verbinden“ angemeldet sind" in text_of(sent[0])
    row.refresh_from_db()
    assert (row.state, row.number) == (SendingState.SENT, 3)


def test_a_time_can_be_set_and_taken_back(
    desk: Client, otto: User, people: list[Registration], now: datetime
) -> None:
    row = written(desk)
    planned(row, otto, now + timedelta(days=1), now)
    assert messages.send_due(now=now + timedelta(hours=23)) == 0
    row.refresh_from_db()
    desk.post(page_of(row) + "cancel/", {"seen": row.version})
    assert messages.send_due(now=now + timedelta(days=2)) == 0
    row.refresh_from_db()
    assert row.state == SendingState.CANCELLED


def test_other_words_have_to_be_looked_at_again(
    desk: Client, otto: User, people: list[Registration], now: datetime
) -> None:
    row = written(desk)
    planned(row, otto, now + timedelta(days=1), now)
    row.refresh_from_db()
    desk.post(page_of(row) + "change/", WORDS | {"subject_de": "Anders", "seen": str(row.version)})
    row.refresh_from_db()
    assert (row.state, row.subject_de) == (SendingState.DRAFT, "Anders")


def test_a_page_that_named_another_number_sends_nothing(
    desk: Client, otto: User, people: list[Registration], register: Callable[..., Registration], now: datetime
) -> None:
    row = written(desk)
    register(people[0].event, "dora")
    with pytest.raises(Refusal, match=EmailRefusal.OTHER_NUMBER.value):
        planned(row, otto, now, now)


def test_others_write_to_nobody(people: list[Registration], now: datetime) -> None:
    names = {name: value for name, value in WORDS.items() if name != "seen"}
    with pytest.raises(Denied):
        messages.write_sending(
            event_id=people[0].event_id, message=messages.Message(**names), by=Subject(), now=now
        )


@pytest.mark.parametrize("key", [one.key for one in audiences])
def test_every_audience_is_a_question_that_can_be_asked(key: str, people: list[Registration]) -> None:
    found = {one.key: one for one in audiences}[key].people(people[0].event_id)
    assert found.count() == (3 if key in {"confirmed", "outside"} else 0)


def test_all_who_came_can_be_written_to_about_their_certificate(
    people: list[Registration], client: Client
) -> None:
    ada, ben, _cleo = people
    at = builders.clock("9:00")
    for one, is_undone in ((ada, False), (ben, False), (ben, True)):
        CheckIn.objects.create(registration=one, at=at, received_at=at, is_undone=is_undone)
        at += timedelta(minutes=5)
    found = {one.key: one for one in audiences}["came"].people(ada.event_id)
    assert list(found) == [ada]
    with time_machine.travel(builders.clock("20:00"), tick=False):
        page = client.get(f"/de/registration/{link_of(ada)}/").content.decode()
    assert f"/de/registration/{link_of(ada)}/certificate/" in page


def test_what_did_not_arrive_is_sent_again_to_the_address_of_now(
    desk: Client, otto: User, people: list[Registration], now: datetime
) -> None:
    row = written(desk)
    planned(row, otto, now, now)
    messages.send_due(now=now)
    lost = Mail.objects.get(to=people[0].email)
    Mail.objects.filter(pk=lost.pk).update(state=MailState.BOUNCED, error="5.1.1")
    Registration.objects.filter(pk=people[0].pk).update(email="ada@new.example")
    page = html.unescape(desk.get(EMAILS + "undelivered/").text)
    assert "Die Adresse gibt es nicht." in page
    desk.post(EMAILS + "undelivered/", {"email": lost.pk})
    again = Mail.objects.get(to="ada@new.example")
    assert (again.sending_id, again.kind) == (row.pk, lost.kind)
    assert "/registration/" in text_of(again)  # the link opens: its seal is for the new address
    assert "Soweit bekannt sind alle E-Mails angekommen." in desk.get(EMAILS + "undelivered/").text
    desk.post(EMAILS + "undelivered/", {})
    assert Mail.objects.filter(sending_id=row.pk).count() == 4


def lost_emails(registration: Registration, now: datetime, *kinds: str, **values: Any) -> list[Mail]:
    """Emails of these kinds to an address of before, that did not arrive."""
    rows = []
    for kind in kinds:
        row = mail.queue_mail(
            to="before@example.org",
            subject=kind,
            text=kind,
            language="de",
            now=now,
            recipient=person_of(registration),
            origin=mail.Origin(kind=kind, event_id=registration.event_id),
        )
        Mail.objects.filter(pk=row.pk).update(state=MailState.BOUNCED, error="5.1.1", **values)
        rows.append(row)
    return rows


def test_what_is_for_another_address_does_not_go_to_the_one_of_now(
    otto: User, people: list[Registration], now: datetime
) -> None:
    kinds = ("registration.to_confirm_address", "registration.address_left", "registration.confirmed")
    lost_emails(people[0], now, *kinds)
    assert send_lost_again(event_id=people[0].event_id, mail_ids=None, by=otto.subject, now=now) == 2
    again = Mail.objects.filter(state__in=(MailState.WAITING, MailState.KEPT)).order_by("pk")
    assert list(again.values_list("kind", "to")) == [
        ("registration.to_confirm_address", "before@example.org"),
        ("registration.confirmed", people[0].email),
    ]


def test_what_is_late_is_not_lost_and_the_rest_goes_out_in_its_order(
    otto: User, people: list[Registration], now: datetime
) -> None:
    event_id = people[0].event_id
    lost_emails(people[0], now, "registration.changed", expires_at=now)
    lost_emails(people[0], now + timedelta(hours=1), "registration.confirmed")
    lost_emails(people[0], now, "registration.cancelled", expires_at=now + timedelta(minutes=1))
    assert lost_of(event_id, now=now).count() == 2
    counts = counts_by_kind(event_id, now=now)
    assert [counts[f"registration.{one}"].lost for one in ("changed", "confirmed", "cancelled")] == [0, 1, 1]
    assert send_lost_again(event_id=event_id, mail_ids=None, by=otto.subject, now=now) == 2
    again = Mail.objects.filter(to=people[0].email).order_by("pk").values_list("kind", flat=True)
    assert list(again) == ["registration.confirmed", "registration.cancelled"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("SMTPRecipientsRefused 550", "Die Adresse gibt es nicht."),
        ("SMTPRecipientsRefused 450", "Der Mailserver hat die E-Mail nicht angenommen."),
    ],
)
def test_only_a_final_no_says_that_there_is_no_such_address(error: str, said: str) -> None:
    (row,) = lost_rows([Mail(kind="nothing", error=error)], {}, [])
    with translation.override("de"):
        assert str(row.cause) == said


def test_after_a_refusal_the_page_shows_what_holds_now(
    desk: Client, people: list[Registration], now: datetime
) -> None:
    row = written(desk)
    answer = desk.post(page_of(row), {"expected": 2, "seen": row.version}, follow=True)
    assert answer.redirect_chain == [(page_of(row), 302)]
    page = html.unescape(answer.text)
    assert "Die Zahl der Empfänger hat sich geändert" in page
    assert 'name="expected" value="3"' in page
    row.refresh_from_db()
    assert row.state == SendingState.DRAFT


def test_what_is_half_sent_goes_to_the_others_as_it_is(
    desk: Client, otto: User, people: list[Registration], now: datetime
) -> None:
    row = written(desk)
    planned(row, otto, now, now)
    EmailSending.objects.update(done_up_to=people[0].pk, number=1)
    row.refresh_from_db()
    page = html.unescape(desk.get(page_of(row)).text)
    assert "An 2 Personen senden" in page
    assert page_of(row) + "change/" not in page
    answer = desk.post(page_of(row) + "change/", WORDS | {"subject_de": "Anders", "seen": str(row.version)})
    assert answer.status_code == 422
    desk.post(page_of(row), {"expected": 2, "seen": row.version})
    assert messages.send_due(now=now + timedelta(days=1)) == 2
    row.refresh_from_db()
    assert (row.state, row.number, row.subject_de) == (SendingState.SENT, 3, WORDS["subject_de"])


def test_the_pages_ask_a_constant_number_of_questions(
    desk: Client,
    event: Event,
    people: list[Registration],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(30):
        builders.registration(event, f"Person {number}")
    with django_assert_max_num_queries(25):
        desk.get(EMAILS)
