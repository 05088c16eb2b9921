"""Certificates of attendance: who gets one, what it says, what its code says, and how it ends."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration import certificates, personal_data
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.certificates import (
    CertificateRefusal,
    certificate_code,
    certificate_facts,
    certificate_with,
)
from handschlag.registration.models import Certificate, CheckIn, Registration, SeatState, SessionChoice
from handschlag.registration.personal_data import everything_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
EVENING = datetime(2027, 4, 14, 16, 30, tzinfo=UTC)  # the house closed at 18 o'clock
MORNING = datetime(2027, 4, 14, 7, 0, tzinfo=UTC)


@pytest.fixture
def ada(event: Event) -> Registration:
    """Ada was checked in at nine."""
    row = builders.registration(event)
    Registration.objects.filter(pk=row.pk).update(secret_hash=hash_of(link_of(row)))
    arrive(row)
    return row


def arrive(row: Registration, *, at: datetime = MORNING, is_undone: bool = False) -> None:
    CheckIn.objects.create(registration=row, key=uuid4(), at=at, received_at=at, is_undone=is_undone)


def issue(row: Registration, *, now: datetime = EVENING) -> Certificate:
    return certificates.issue_certificate(registration_id=row.pk, has_link=True, by=Subject(), now=now)


def refusal(row: Registration, *, now: datetime = EVENING) -> object:
    with pytest.raises(Refusal) as no:
        issue(row, now=now)
    return no.value.reason


def answer_to(client: Client, row: Certificate) -> str:
    return client.get(
        reverse("registration:check_certificate", args=[certificate_code(row)])
    ).content.decode()


@pytest.fixture
def at_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)


def test_the_certificate_says_who_where_and_when_as_an_accessible_file(
    client: Client, event: Event, ada: Registration, at_evening: None
) -> None:
    page = reverse("registration:certificate", args=[link_of(ada)])
    answer = client.post(page)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    reader = PdfReader(io.BytesIO(answer.content))
    (text,) = [sheet.extract_text() for sheet in reader.pages]
    wanted = (
        "Teilnahmebestätigung",
        "Ada Lindqvist",
        "Werkstatt Ada",
        event.title_de,
        "14. April 2027",
        "Kassel",
    )
    assert [words for words in wanted if words not in text] == []
    assert ada.email not in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()
    assert client.post(page).content == answer.content, "the same file however often it is asked for"
    assert AuditEntry.objects.filter(verb="registration.certificate_issued").count() == 1


def test_the_code_says_event_and_day_and_nothing_about_the_person(
    client: Client, event: Event, ada: Registration
) -> None:
    said = answer_to(client, issue(ada))
    assert "Diese Teilnahmebestätigung ist gültig" in said
    assert event.title_de in said
    assert "14. April 2027" in said
    kept = {ada.name, "Lindqvist", ada.email, ada.organisation, ada.badge_code, link_of(ada), "Kassel"}
    assert [word for word in kept if word in said] == []


def test_whatever_is_not_valid_has_one_answer(client: Client, ada: Registration, otto: User) -> None:
    row = issue(ada)
    code = certificate_code(row)
    wrong = [code[:-1], code[:-1] + ("A" if code[-1] != "A" else "B"), link_of(ada), "made-up"]
    pages = [client.get(reverse("registration:check_certificate", args=[one])) for one in wrong]
    certificates.revoke_certificate(registration_id=ada.pk, by=otto.subject, now=EVENING)
    pages.append(client.get(reverse("registration:check_certificate", args=[code])))
    assert [page.status_code for page in pages] == [404] * 5
    said = {page.content.decode().replace(one, "") for page, one in zip(pages, [*wrong, code], strict=True)}
    assert len(said) == 1
    assert "Diese Teilnahmebestätigung ist nicht gültig" in said.pop()


@pytest.mark.parametrize("state", ["asked", "waiting", "declined", "cancelled"])
def test_nobody_without_a_place_gets_one(ada: Registration, state: str) -> None:
    row = issue(ada)
    Registration.objects.filter(pk=ada.pk).update(state=state)
    assert refusal(ada) is CertificateRefusal.NO_PLACE
    assert certificate_with(certificate_code(row)) is None


def test_there_is_none_before_the_house_closes(ada: Registration, event: Event) -> None:
    closing = event.days.get().closes_at
    assert refusal(ada, now=closing - timedelta(seconds=1)) is CertificateRefusal.NOT_OVER
    assert issue(ada, now=closing).issued_at == closing


def test_the_page_says_in_its_language_why_there_is_none_yet(
    client: Client, ada: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    page = client.get(f"/de/registration/{link_of(ada)}/certificate/").content.decode()
    assert "sobald die Veranstaltung vorbei ist" in page


def test_without_hours_the_event_is_over_at_midnight_of_its_place(ada: Registration, event: Event) -> None:
    event.days.all().delete()
    Event.objects.filter(pk=event.pk).update(time_zone="America/New_York")
    midnight = datetime(2027, 4, 15, 4, 0, tzinfo=UTC)
    assert refusal(ada, now=midnight - timedelta(seconds=1)) is CertificateRefusal.NOT_OVER
    assert issue(ada, now=midnight).issued_at == midnight


def test_whom_the_reception_did_not_see_gets_none(event: Event, ada: Registration) -> None:
    assert refusal(builders.registration(event, "Ben Ohne")) is CertificateRefusal.NOT_CHECKED_IN
    row = issue(ada)
    arrive(ada, at=EVENING, is_undone=True)
    assert refusal(ada) is CertificateRefusal.NOT_CHECKED_IN
    assert certificate_with(certificate_code(row)) is None, "what the paper says no longer holds"


def test_sessions_stand_on_it_where_the_person_chose_them_and_was_there(
    event: Event, ada: Registration, publish: Callable[[Event], None]
) -> None:
    times = {
        "Früh": (6, 7),
        "Angebrochen": (6, 8),
        "Gehört": (9, 10),
        "Warteliste": (9, 10),
        "Spät": (14, 15),
    }
    for title, (starts, ends) in times.items():
        session = builders.session(
            event,
            title,
            starts_at=MORNING.replace(hour=starts),
            ends_at=MORNING.replace(hour=ends),
        )
        seat = SeatState.WAITING if title == "Warteliste" else SeatState.NONE
        SessionChoice.objects.create(registration=ada, session=session, seat=seat, chosen_at=MORNING)
    builders.session(
        event, "Nicht gewählt", starts_at=MORNING.replace(hour=9), ends_at=MORNING.replace(hour=10)
    )
    publish(event)
    Registration.objects.filter(pk=ada.pk).update(leaves_at=MORNING.replace(hour=14))
    ada.refresh_from_db()
    facts = certificate_facts(ada, now=EVENING)
    assert [one.title_de for one in facts.sessions] == ["Angebrochen", "Gehört"]


def test_organisers_revoke_it_and_restore_the_same(
    client: Client, signed_in: SignedIn, event: Event, ada: Registration, otto: User
) -> None:
    row = issue(ada)
    page = reverse("registration:registration", args=[event.slug, ada.pk])
    do = reverse("registration:certificate_of", args=[event.slug, ada.pk])
    office = signed_in(otto)
    assert "Teilnahmebestätigung widerrufen" in office.get(page).content.decode()
    office.post(do, {"do": "revoke"})
    assert certificate_with(certificate_code(row)) is None
    assert refusal(ada) is CertificateRefusal.REVOKED
    assert "Teilnahmebestätigung wiederherstellen" in office.get(page).content.decode()
    office.post(do, {"do": "restore"})
    assert certificate_with(certificate_code(row)) == row
    verbs = AuditEntry.objects.filter(verb__startswith="registration.certificate_").order_by("pk")
    assert [one.verb.rpartition("_")[2] for one in verbs] == ["issued", "revoked", "restored"]


def test_only_the_team_revokes(event: Event, ada: Registration, paul: User) -> None:
    issue(ada)
    with pytest.raises(Denied):
        certificates.revoke_certificate(registration_id=ada.pk, by=paul.subject, now=EVENING)
    with pytest.raises(Denied):
        certificates.issue_certificate(registration_id=ada.pk, has_link=False, by=paul.subject, now=EVENING)


def test_erased_the_certificate_is_gone_and_its_code_says_nothing(client: Client, ada: Registration) -> None:
    row = issue(ada)
    assert everything_of(ada)["certificates"] == [{"issued_at": EVENING.isoformat(), "revoked_at": None}]
    personal_data.erase(registration_id=ada.pk, has_link=True, by=Subject(), now=EVENING)
    assert not Certificate.objects.exists()
    assert "nicht gültig" in answer_to(client, row)


def test_a_database_alone_makes_no_certificate(ada: Registration) -> None:
    row = issue(ada)
    code = certificate_code(row)
    assert code not in {row.secret_hash, str(row.uid)}
    with pytest.MonkeyPatch.context() as other:
        other.setattr(settings, "SECRET_KEY", "another key")
        assert certificate_with(code) is None


def test_the_page_asks_as_often_for_many_sessions_as_for_one(
    client: Client, event: Event, ada: Registration, publish: Callable[[Event], None], at_evening: None
) -> None:
    page, counts = reverse("registration:certificate", args=[link_of(ada)]), []
    for number in (1, 3):
        for _at in range(number):
            session = builders.session(
                event, "Vortrag", starts_at=MORNING.replace(hour=9), ends_at=MORNING.replace(hour=10)
            )
            SessionChoice.objects.create(registration=ada, session=session, chosen_at=MORNING)
        publish(event)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert "Vortrag" in client.get(page).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
