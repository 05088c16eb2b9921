"""Registered but not in the matching: shown, counted, invited, called, and taken in who has agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.jobs.queue import work_off
from handschlag.common.models import Job, JobState, Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching import assisting, reminders
from handschlag.matching.missing import Missing, people_to_call, reminders_of
from handschlag.matching.models import JoinInvitation, Participant, PhaseEmail, Service
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.phase_emails import phase_letter
from handschlag.matching.refusals import MatchingRefusal, PreparingRefusal
from handschlag.registration.models import Consent, Registration

pytestmark = pytest.mark.django_db
EVERYTHING = frozenset(Missing)


@pytest.fixture
def agreed(event: Event, now: datetime) -> Registration:
    """Somebody who agreed on the form and has not come back."""
    row = builders.registration(event, "Gil Agreed", language="de")
    Consent.objects.create(registration=row, purpose="matching", text_version="2026-11", given_at=now)
    return row


@pytest.fixture
def silent(event: Event) -> Registration:
    """Somebody who said nothing about matching."""
    return builders.registration(event, "Sil Ent", language="en")


def asked_for(service: Service, otto: User, now: datetime, number: int) -> None:
    reminders.ask_to_remind(
        service_id=service.pk, steps=EVERYTHING, expected=number, by=otto.subject, now=now
    )
    work_off(now=now)


def test_who_is_registered_and_outside_is_shown_counted_and_called(
    desk: Client, service: Service, agreed: Registration, silent: Registration, at: Callable[..., str]
) -> None:
    assert [(one.name, one.missing) for one in people_to_call(service)] == [
        ("Gil Agreed", Missing.OUTSIDE),
        ("Sil Ent", Missing.OUTSIDE),
    ]
    page = desk.get(at("readiness/?missing=outside")).content.decode()
    assert "2 Personen sind angemeldet, aber nicht im Matching." in page
    assert ("Sil Ent" in page, "Alle sind bereit" in page) == (True, False)
    assert "1 Person aufnehmen, die zugestimmt hat" in page


def test_calls_come_after_opening_and_after_taking_in_who_has_agreed(
    desk: Client, service: Service, agreed: Registration, silent: Registration, at: Callable[..., str]
) -> None:
    page = desk.get(at("readiness/")).content.decode()
    assert "1 Person hat zugestimmt und ist noch nicht im Matching." in page
    assert "Mit Anrufen beginnen" not in page
    Service.objects.update(is_open=False)
    page = desk.get(at("readiness/")).content.decode()
    assert ("Das Matching ist nicht geöffnet." in page, "Mit Anrufen beginnen" in page) == (True, False)
    assert f'href="{at("opening/")}"' in page


def test_the_email_about_profiles_names_no_day_that_has_passed(
    service: Service, ada: Participant, now: datetime
) -> None:
    with override("en"):
        later = phase_letter(ada, EmailKind.PROFILES, now=service.wishes_from - timedelta(days=1))
        begun = phase_letter(ada, EmailKind.PROFILES, now=service.wishes_from)
    assert "You see your recommendations from" in later.paragraphs[2]
    assert begun.paragraphs[2] == "Two or three sentences are enough. You then see your recommendations."


def test_whoever_said_no_is_left_alone(
    service: Service, event: Event, agreed: Registration, silent: Registration, otto: User, now: datetime
) -> None:
    agreed.consents.update(withdrawn_at=now)
    assisting.log_call(
        service_id=service.pk, registration_id=silent.pk, result="no_part", by=otto.subject, now=now
    )
    assert people_to_call(service) == ()


def test_everybody_gets_the_email_that_the_page_has_shown_once(
    desk: Client,
    service: Service,
    otto: User,
    ada: Participant,
    agreed: Registration,
    silent: Registration,
    now: datetime,
    at: Callable[..., str],
    time_machine: Any,
) -> None:
    time_machine.move_to(now, tick=False)
    Participant.objects.filter(pk=ada.pk).update(described_at=None)
    page = desk.get(at("readiness/emails/"))
    text = page.content.decode()
    assert "3 E-Mails senden" in text
    assert "aber noch nicht im Matching" in text
    assert "but you do not take part in matchmaking yet" in text
    desk.post(at("readiness/emails/"), {"expected": 3, "missing": ""})
    work_off(now=now)
    assert sorted(Mail.objects.values_list("to", "language")) == sorted(
        [(ada.registration.email, "de"), (agreed.email, "de"), (silent.email, "en")]
    )
    assert PhaseEmail.objects.get().kind == "profiles"
    assert "0 E-Mails" not in desk.get(at("readiness/emails/")).content.decode()
    assert reminders_of(service, EVERYTHING, now=now + timedelta(hours=19)).due == ()
    again = now + timedelta(hours=21)
    assert len(reminders_of(service, EVERYTHING, now=again).due) == 3
    time_machine.move_to(again, tick=False)
    asked_for(service, otto, again, 3)
    assert set(JoinInvitation.objects.values_list("times", flat=True)) == {2}


def test_nothing_is_sent_when_another_number_is_true_or_by_others_or_before_opening(
    service: Service, otto: User, paul: User, silent: Registration, now: datetime
) -> None:
    values: dict[str, Any] = {"service_id": service.pk, "steps": EVERYTHING, "now": now}
    with pytest.raises(Refusal) as no:
        reminders.ask_to_remind(expected=2, by=otto.subject, **values)
    assert no.value.reason is PreparingRefusal.STALE
    for by in (paul.subject, Subject()):
        with pytest.raises(Denied):
            reminders.ask_to_remind(expected=1, by=by, **values)
        with pytest.raises(Denied):
            reminders.take_in_agreed(service_id=service.pk, by=by, now=now)
    Service.objects.update(is_open=False)
    service.refresh_from_db()
    assert reminders_of(service, EVERYTHING, now=now).due == ()
    with pytest.raises(Refusal) as shut:
        reminders.take_in_agreed(service_id=service.pk, by=otto.subject, now=now)
    assert shut.value.reason is MatchingRefusal.NOT_IN_THIS_PHASE


def test_one_job_at_a_time_and_only_for_whoever_is_still_in_the_team(
    service: Service, otto: User, silent: Registration, now: datetime
) -> None:
    def ask() -> None:
        reminders.ask_to_remind(service_id=service.pk, steps=EVERYTHING, expected=1, by=otto.subject, now=now)

    ask()
    with pytest.raises(Refusal) as no:
        ask()
    assert no.value.reason is PreparingRefusal.STALE
    service.event.organisers.all().delete()
    work_off(now=now)
    assert Job.objects.get(kind=reminders.REMIND).state == JobState.FAILED
    assert not Mail.objects.exists()


def test_who_has_agreed_is_taken_in_by_one_press_and_nobody_else(
    desk: Client,
    service: Service,
    agreed: Registration,
    silent: Registration,
    at: Callable[..., str],
    now: datetime,
    time_machine: Any,
) -> None:
    time_machine.move_to(now, tick=False)
    desk.post(at("readiness/take-in/"))
    assert [one.registration for one in Participant.objects.all()] == [agreed]
    assert [one.missing for one in people_to_call(service)] == [Missing.PROFILE, Missing.OUTSIDE]


def test_turned_off_by_phone_and_without_address_gets_none(
    service: Service, ada: Participant, bo: Participant, cy: Participant, silent: Registration, now: datetime
) -> None:
    Participant.objects.update(described_at=None)
    ada.muted_emails.create(kind="profiles", since=now)
    Participant.objects.filter(pk=bo.pk).update(is_by_phone=True)
    Registration.objects.filter(pk=silent.pk).update(email="")
    found = reminders_of(service, EVERYTHING, now=now)
    assert ([one.participant for one in found.due], found.left_out) == ([cy.pk], 3)


def test_the_step_invitations_is_done_once_everybody_was_invited(
    desk: Client, service: Service, silent: Registration, otto: User, now: datetime, at: Callable[..., str]
) -> None:
    def state() -> str:
        steps = desk.get(at("rules/")).context["screen"]["steps"]
        return {step.url: step.state for step in steps}[at("readiness/emails/")]

    assert state() == "open"
    asked_for(service, otto, now, 1)
    assert state() == "done"


def test_a_row_more_costs_no_query_more(
    service: Service, event: Event, agreed: Registration, now: datetime
) -> None:
    matchmaking.participant(service, described_at=None)
    counts = []
    for number in (0, 3):
        for guest in range(number):
            builders.registration(event, f"Gast {guest}")
        with CaptureQueriesContext(connection) as asked:
            reminders_of(service, EVERYTHING, now=now)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_of_the_job_leads_back_to_the_list(
    desk: Client, service: Service, silent: Registration, otto: User, at: Callable[..., str], now: datetime
) -> None:
    asked_for(service, otto, now, 1)
    job = Job.objects.get(kind=reminders.REMIND)
    assert f'href="{at("readiness/")}"' in desk.get(reverse("common:job", args=[job.pk])).content.decode()
