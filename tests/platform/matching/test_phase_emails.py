"""Emails of the phases: each at most once, none without content, all can be turned off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, letters, matchmaking

from handschlag.common.mail import without_secrets
from handschlag.common.models import Mail
from handschlag.events.models import Block, Event, Place
from handschlag.matching.meeting_emails import send_digests
from handschlag.matching.models import (
    Listed,
    Meeting,
    MutedEmail,
    Participant,
    PhaseEmail,
    Request,
    RequestState,
    Service,
    Wish,
)
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.phase_emails import send_phase_emails
from handschlag.matching.phases import dates_of
from handschlag.registration.models import CheckIn, Registration

pytestmark = pytest.mark.django_db
LETTERS = Path(__file__).parent / "letters"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = builders.NOW - timedelta(days=40)
type Link = Callable[[Participant], str]


def held(request: Request, time: str = "10:00") -> Meeting:
    """The request is a meeting at the first table."""
    event = request.service.event
    Request.objects.filter(pk=request.pk).update(state=RequestState.ACCEPTED)
    starts_at = builders.clock(time)
    return Meeting.objects.create(
        service=request.service,
        request=request,
        block=Block.objects.filter(event=event).first(),
        place=Place.objects.get(event=event, code="T1"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
    )


def prepared(kind: EmailKind, ada: Participant, bo: Participant) -> datetime:
    """Ada gets this email at the moment that is given back, and Bo none."""
    dates = dates_of(ada.service)
    Participant.objects.update(joined_at=LONG_AGO)
    match kind:
        case EmailKind.PROFILES:
            Participant.objects.filter(pk=ada.pk).update(described_at=None)
            return dates.profiles_from + HOUR
        case EmailKind.WISHES:
            Listed.objects.create(participant=ada, partner=bo, position=1, place="best", score=1.0)
            return dates.wishes_from + HOUR
        case EmailKind.UNSENT:
            Wish.objects.create(by=ada, towards=bo, kind="want", changed_at=builders.NOW)
            return builders.NOW + DAY
        case EmailKind.WAITING:
            matchmaking.asked(bo, ada)
            return dates.answers_until - 3 * DAY
        case EmailKind.ENDING:
            matchmaking.asked(bo, ada)
            return dates.answers_until - 26 * HOUR
        case EmailKind.FIXED:
            held(matchmaking.asked(bo, ada))
            return dates.fixed_at + 20 * HOUR
        case EmailKind.COMING:
            held(matchmaking.asked(bo, ada))
            return dates.begins_at - 42 * HOUR
        case EmailKind.TOMORROW:
            held(matchmaking.asked(bo, ada))
            return dates.begins_at - 20 * HOUR
        case EmailKind.THANKS:
            held(matchmaking.asked(bo, ada))
            return dates.ends_at + 16 * HOUR
    raise AssertionError(kind)


OF_PHASES = [kind for kind in EmailKind if kind not in {EmailKind.REQUESTS, EmailKind.RESULTS}]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", OF_PHASES)
def test_each_phase_has_its_email_once(
    kind: EmailKind, language: str, ada: Participant, bo: Participant
) -> None:
    now = prepared(kind, ada, bo)
    Participant.objects.filter(pk=bo.pk).update(is_by_phone=True)
    Registration.objects.filter(pk=ada.registration_id).update(language=language)
    assert (send_phase_emails(now=now), send_phase_emails(now=now + HOUR)) == (1, 0)
    mail = Mail.objects.get()
    assert PhaseEmail.objects.get().kind == kind
    assert letters.kept_as(mail, LETTERS / f"{kind}.{language}.txt")
    assert (mail.sender_name, len(mail.subject) <= 60) == ("Netzwerke verbinden", True)
    assert letters.text_of(mail).count("http") == 2  # the button and the way to turn it off
    for said in filter(None, without_secrets(mail).text.splitlines()):
        if not said.startswith((">", "--", "http")) and not said.endswith(":"):
            assert said.split(" · ")[0] in without_secrets(mail).html.replace("&#x27;", "'")


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_was_checked_in_is_thanked_with_the_certificate(
    language: str, ada: Participant, bo: Participant
) -> None:
    now = prepared(EmailKind.THANKS, ada, bo)
    Participant.objects.filter(pk=bo.pk).update(is_by_phone=True)
    Registration.objects.filter(pk=ada.registration_id).update(language=language)
    arrived_at = builders.clock("9:00")
    CheckIn.objects.create(
        registration=ada.registration, key=uuid4(), at=arrived_at, received_at=arrived_at, is_undone=False
    )
    assert send_phase_emails(now=now) == 1
    mail = Mail.objects.get()
    assert letters.kept_as(mail, LETTERS / f"thanks-certificate.{language}.txt")
    assert "/certificate/" in letters.text_of(mail)


@pytest.mark.parametrize("kind", OF_PHASES)
def test_who_has_turned_it_off_gets_none(kind: EmailKind, ada: Participant, bo: Participant) -> None:
    now = prepared(kind, ada, bo)
    MutedEmail.objects.create(participant=ada, kind=kind, since=now)
    MutedEmail.objects.create(participant=bo, kind=kind, since=now)
    if kind is EmailKind.COMING:  # the times were fixed before, and would be told now
        MutedEmail.objects.create(participant=ada, kind=EmailKind.FIXED, since=now)
        MutedEmail.objects.create(participant=bo, kind=EmailKind.FIXED, since=now)
    assert send_phase_emails(now=now) == 0


@pytest.mark.parametrize("hours", [-10, 10])  # 1 in the night, 21 in the evening
def test_at_night_nobody_is_written_to(hours: int, ada: Participant, bo: Participant) -> None:
    now = prepared(EmailKind.UNSENT, ada, bo) + hours * HOUR + DAY
    assert send_phase_emails(now=now) == 0


def test_without_content_nobody_is_written_to(service: Service, ada: Participant) -> None:
    Participant.objects.update(joined_at=LONG_AGO)
    dates = dates_of(service)
    for moment in (dates.wishes_from, dates.answers_until - DAY, dates.fixed_at, dates.begins_at - 20 * HOUR):
        assert send_phase_emails(now=moment.replace(hour=9)) == 0


def test_who_is_avoided_waits_in_silence(ada: Participant, bo: Participant) -> None:
    now = prepared(EmailKind.ENDING, ada, bo)
    Wish.objects.create(by=ada, towards=bo, kind="rather_not", changed_at=builders.NOW)
    assert send_phase_emails(now=now) == 0


def test_the_outbox_does_not_hold_how_many_wishes_are_noted(ada: Participant, bo: Participant) -> None:
    now = prepared(EmailKind.UNSENT, ada, bo)
    send_phase_emails(now=now)
    mail = Mail.objects.get()
    assert "noch nicht gesendet: 1." in letters.text_of(mail)
    assert "noch nicht gesendet: 1." not in mail.text
    assert "noch nicht gesendet: 1." not in without_secrets(mail).text


def test_two_emails_are_a_day_apart(ada: Participant, bo: Participant) -> None:
    now = prepared(EmailKind.FIXED, ada, bo)
    PhaseEmail.objects.create(participant=ada, kind=EmailKind.WISHES, sent_at=now - HOUR)
    PhaseEmail.objects.create(participant=bo, kind=EmailKind.FIXED, sent_at=now - DAY)
    assert (send_phase_emails(now=now), send_phase_emails(now=now + DAY)) == (0, 1)


def test_one_page_turns_each_of_them_off(ada: Participant, linked: Link, client: Client) -> None:
    page = reverse("matching:emails", args=[linked(ada)])
    assert client.get(page).content.decode().count("checked") == len(EmailKind)
    wanted = [kind.value for kind in EmailKind if kind is not EmailKind.THANKS]
    assert client.post(page, {"email": wanted}).status_code == 302
    assert list(ada.muted_emails.values_list("kind", flat=True)) == ["thanks"]
    assert client.get(page).content.decode().count("checked") == len(EmailKind) - 1


def test_a_mail_program_turns_one_kind_off_without_a_form(
    event: Event, ada: Participant, bo: Participant, linked: Link
) -> None:
    program = Client(enforce_csrf_checks=True)
    mute = reverse("matching:mute", args=[linked(ada), "requests"])
    assert program.get(mute).status_code == 302
    assert not MutedEmail.objects.exists()  # a link that was merely followed turns nothing off
    assert program.post(mute, {"List-Unsubscribe": "One-Click"}).status_code == 302
    matchmaking.asked(bo, ada)
    assert send_digests(now=builders.NOW) == 0
