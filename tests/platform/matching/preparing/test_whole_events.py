"""A whole event is copied with its matchmaking, tried out with invented people, and deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events.copying import copy_event
from handschlag.events.details import set_status
from handschlag.events.editing import EventRefusal
from handschlag.events.hooks import event_emails
from handschlag.events.models import Event, EventStatus
from handschlag.events.my_events import delete_event
from handschlag.matching.models import (
    CategoriesApart,
    Meeting,
    Participant,
    Policy,
    Request,
    Rule,
    Service,
)
from handschlag.matching.tryouts import try_out
from handschlag.registration.emails import draft_of
from handschlag.registration.models import Category, EventInvitation, Registration, UnconfirmedRegistration

pytestmark = pytest.mark.django_db


@pytest.fixture
def tryout(service: Service, otto: User, now: datetime) -> Event:
    return try_out(
        event_id=service.event_id,
        title_de="Probe",
        title_en="",
        language="de",
        by=otto.subject,
        now=now,
    )


def test_a_copy_has_the_dates_settings_and_rules_of_matchmaking(
    service: Service, otto: User, now: datetime
) -> None:
    Service.objects.filter(pk=service.pk).update(policy=Policy.ROUNDS, wanted=4)
    Rule.objects.create(service=service, kind="most_meetings", number=5)
    matchmaking.participant(service)
    service.refresh_from_db()
    made = copy_event(
        event_id=service.event_id,
        title_de="Neu",
        title_en="New",
        first_day=service.event.first_day + timedelta(days=7),
        with_speakers=False,
        by=otto.subject,
        now=now,
    ).event
    copied = Service.objects.get(event=made)
    week = timedelta(days=7)
    assert (copied.fixed_at - service.fixed_at, copied.answers_until - service.answers_until) == (week, week)
    assert (copied.policy, copied.wanted, copied.is_open) == (Policy.ROUNDS, 4, False)
    assert [(row.kind, row.number) for row in copied.rules.all()] == [("most_meetings", 5)]
    assert copied.participants.count() == 0


def test_a_copy_keeps_the_same_categories_apart(service: Service, otto: User, now: datetime) -> None:
    names = ("Förderer", "Firmen", "Gäste")
    rows = [Category.objects.create(event=service.event, name_de=name) for name in names]
    for one, other in ((0, 1), (2, 2)):
        CategoriesApart.objects.create(service=service, first=rows[one], second=rows[other])
    made = copy_event(
        event_id=service.event_id,
        title_de="Neu",
        title_en="",
        first_day=service.event.first_day,
        with_speakers=False,
        by=otto.subject,
        now=now,
    ).event
    copied = CategoriesApart.objects.filter(service__event=made).select_related("first", "second")
    assert [(row.first.name_de, row.second.name_de) for row in copied] == [
        ("Förderer", "Firmen"),
        ("Gäste", "Gäste"),
    ]
    assert {row.first.event_id for row in copied} == {made.pk}


def test_a_try_out_has_invented_people_with_meetings_and_writes_to_nobody(
    tryout: Event, service: Service
) -> None:
    people = Participant.objects.filter(service__event=tryout)
    assert (people.count(), people.filter(is_demo=False).count()) == (16, 0)
    assert Request.objects.filter(service__event=tryout).count() > 40
    assert Meeting.objects.filter(service__event=tryout).exists()
    assert Mail.objects.count() == 0
    assert (tryout.status, tryout.is_tryout, service.participants.count()) == ("draft", True, 0)


def test_real_people_in_a_try_out_get_no_email_but_theirs_can_be_seen(tryout: Event, now: datetime) -> None:
    row = builders.registration(tryout, "Ada Real")
    for email in event_emails:
        assert draft_of(email, row, language="de", now=now).kind == email.kind
        with translation.override("de"):
            email.rehearse(row, now)
    assert Mail.objects.count() == 0


def test_an_event_made_from_a_try_out_is_real(
    tryout: Event, service: Service, otto: User, now: datetime
) -> None:
    made = copy_event(
        event_id=tryout.pk,
        title_de="Echt",
        title_en="",
        first_day=tryout.first_day,
        with_speakers=True,
        by=otto.subject,
        now=now,
    ).event
    assert (made.is_demo, made.is_tryout) == (False, False)
    assert not Service.objects.get(event=made).is_demo
    assert (tryout.is_demo, Service.objects.get(event=tryout).is_demo) == (True, True)


def test_a_try_out_is_never_public_and_can_be_deleted_with_everything(
    tryout: Event, otto: User, now: datetime
) -> None:
    with pytest.raises(Refusal) as no:
        set_status(event_id=tryout.pk, status=EventStatus.PUBLISHED, seen="draft", by=otto.subject, now=now)
    assert no.value.reason is EventRefusal.IS_TRYOUT
    delete_event(event_id=tryout.pk, by=otto.subject, now=now)
    assert [one.title_de for one in Event.objects.all()] == ["Netzwerke verbinden"]
    assert Registration.objects.count() == 0
    assert AuditEntry.objects.filter(verb="event.deleted").count() == 1


def test_an_event_for_which_somebody_registered_stays(
    service: Service, otto: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    console = f"/de/manage/events/{service.event.slug}/"
    client = signed_in(otto)
    with pytest.raises(Refusal) as no:
        delete_event(event_id=service.event_id, by=otto.subject, now=now)
    assert no.value.reason is EventRefusal.ONLY_DRAFTS
    Event.objects.update(status=EventStatus.DRAFT)
    builders.registration(service.event)
    text = client.post(f"{console}delete/", follow=True).content.decode()
    assert "haben sich Personen angemeldet" in text
    Registration.objects.all().delete()
    assert client.get(f"{console}delete/").status_code == 200
    client.post(f"{console}delete/")
    assert Event.objects.count() == 0


@pytest.mark.parametrize("left", ["erased", "invited", "unconfirmed"])
def test_whoever_was_erased_or_invited_or_has_begun_keeps_the_event(
    left: str, service: Service, otto: User, now: datetime
) -> None:
    event = service.event
    Event.objects.update(status=EventStatus.DRAFT)
    if left == "erased":
        Registration.objects.filter(pk=builders.registration(event).pk).update(erased_at=now)
    if left == "invited":
        EventInvitation.objects.create(event=event, email="ada@example.org", secret_hash="a", invited_at=now)
    if left == "unconfirmed":
        UnconfirmedRegistration.objects.create(
            event=event, email="ada@example.org", secret_hash="a", asked_at=now, ends_at=now
        )
    with pytest.raises(Refusal) as no:
        delete_event(event_id=event.pk, by=otto.subject, now=now)
    assert no.value.reason is EventRefusal.HAS_PEOPLE


def test_a_try_out_is_made_on_its_page(
    service: Service, otto: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(otto).post(f"/de/manage/events/{service.event.slug}/matching/try/", follow=True)
    assert "Probe: Netzwerke verbinden" in answer.content.decode()
