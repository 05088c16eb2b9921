"""Times change: what that endangers is said first, and no agreed meeting is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.events.models import Event
from handschlag.events.programme.publishing import publish_programme
from handschlag.matching import answering, leaving, requests
from handschlag.matching.leaving import everything_of
from handschlag.matching.models import Call, Meeting, Participant, Request, RequestState, Seat, Service
from handschlag.registration import decisions, personal_data
from handschlag.registration.models import Consent, Registration, SessionChoice

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
NOBODY = Subject()


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def held(ada: Participant, bo: Participant, now: datetime) -> Request:
    """Ada and Bo meet, and have read the letters about it."""
    made = meet(ada, bo, now)
    Mail.objects.all().delete()
    return made


def meet(sender: Participant, other: Participant, now: datetime) -> Request:
    said: dict[str, Any] = {"has_link": True, "by": NOBODY, "now": now}
    request = requests.send_request(
        participant_id=sender.pk, towards_id=other.pk, kind="want", purpose="Linsen", **said
    )
    return answering.accept(request_id=request.pk, participant_id=other.pk, kind="want", **said)


def path(token: str) -> str:
    return reverse("matching:time", args=[token])


def next_page(name: str, token: str) -> str:
    return reverse(f"matching:{name}", args=[token])


def sent(one: Participant, **values: Any) -> dict[str, Any]:
    version = Registration.objects.values_list("version", flat=True).get(pk=one.registration_id)
    return {"seen": version, "has_lunch": "on", **values}


def slots(event: Event) -> list[str]:
    """The beginnings of all slots, as the form names them."""
    from handschlag.events.meeting_grid import meeting_grid_of

    return [slot.starts_at.isoformat() for run in meeting_grid_of(event.pk).runs for slot in run.slots]


def test_a_slot_kept_free_moves_the_meeting_after_that_is_confirmed(
    client: Client, event: Event, ada: Participant, held: Request, linked: Link
) -> None:
    token, before = linked(ada), Meeting.objects.get().starts_at
    data = sent(ada, blocked=[before.isoformat()])
    page = client.post(path(token), data).content.decode()
    assert "Kein Gespräch entfällt; 1 erhält eine neue Zeit" in page
    assert (Meeting.objects.get().starts_at, ada.blocked.count()) == (before, 0)
    assert client.post(path(token), {**data, "accepts": "", "confirm": "1"})["Location"] == next_page(
        "day", token
    )
    assert (Meeting.objects.get().starts_at != before, ada.blocked.count()) == (True, 1)
    assert Request.objects.get().state == RequestState.ACCEPTED


def test_a_meeting_that_would_be_lost_is_named_and_goes_to_the_watch_list(
    client: Client, event: Event, ada: Participant, held: Request, linked: Link
) -> None:
    token = linked(ada)
    data = sent(ada, blocked=slots(event))
    page = client.post(path(token), data).content.decode()
    assert "Dadurch würde 1 zugesagtes Gespräch entfallen" in page
    assert "<strong>Bo Nilsson</strong>" in page
    assert (Request.objects.get().state, Mail.objects.count()) == (RequestState.ACCEPTED, 0)
    client.post(path(token), {**data, "accepts": str(held.pk), "confirm": "1"})
    assert (Request.objects.get().state, Meeting.objects.count()) == (RequestState.WATCHED, 0)
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "ada-lindqvist@example.org",
        "bo-nilsson@example.org",
    ]


def test_a_confirmation_covers_only_what_was_shown(
    client: Client,
    event: Event,
    ada: Participant,
    cy: Participant,
    held: Request,
    linked: Link,
    now: datetime,
) -> None:
    token = linked(ada)
    data = sent(ada, blocked=slots(event))
    client.post(path(token), data)
    meet(ada, cy, now)
    page = client.post(path(token), {**data, "accepts": str(held.pk), "confirm": "1"}).content.decode()
    assert "Dadurch würden 2 zugesagte Gespräche entfallen" in page
    assert Meeting.objects.count() == 2


def test_talks_arrival_and_lunch_are_kept_with_the_registration(
    client: Client, event: Event, otto: User, ada: Participant, linked: Link, now: datetime
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:30")
    publish_programme(event_id=event.pk, seen=0, by=otto.subject, now=now)
    token = linked(ada)
    assert "„Unbedingt“ belegt" in client.get(path(token)).content.decode()
    data = sent(ada, arrives_time="10:15", **{f"wish_{talk.pk}": "must"})
    del data["has_lunch"]
    assert client.post(path(token), data)["Location"] == next_page("recommended", token)
    row = Registration.objects.get(pk=ada.registration_id)
    assert (row.arrives_at, row.has_lunch) == (builders.clock("10:15"), False)
    assert list(SessionChoice.objects.values_list("session_id", "wish")) == [(talk.pk, "must")]


def test_of_two_windows_with_times_the_second_is_told(client: Client, ada: Participant, linked: Link) -> None:
    token = linked(ada)
    first = sent(ada, arrives_time="10:45")
    client.post(path(token), first)
    page = client.post(path(token), {**first, "arrives_time": "11:00"})
    assert page.status_code == 422
    assert Registration.objects.get(pk=ada.registration_id).arrives_at == builders.clock("10:45")


def test_a_later_arrival_said_elsewhere_loses_no_meeting_in_silence(
    service: Service, ada: Participant, bo: Participant, cy: Participant, held: Request, now: datetime
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(
        arrives_at=builders.clock("13:00", builders.SECOND_DAY), version=2, changed_at=now
    )
    assert leaving.catch_up(service_id=service.pk, now=now) == 1
    held.refresh_from_db()
    assert (held.state, held.refusal["reason"]) == (RequestState.WATCHED, "no_common_slot")
    assert not Seat.objects.exists()
    assert Mail.objects.count() == 2


def test_the_next_answer_mends_what_changed_elsewhere(
    service: Service, ada: Participant, bo: Participant, cy: Participant, held: Request, now: datetime
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(
        arrives_at=builders.clock("11:15"), version=2, changed_at=now
    )
    other = meet(bo, cy, now)
    assert (other.state, Request.objects.get(pk=held.pk).state) == (RequestState.ACCEPTED,) * 2
    assert Meeting.objects.get(request=held).starts_at >= builders.clock("11:15")


@pytest.mark.parametrize("way", ["cancelled", "withdrawn", "left"])
def test_who_goes_leaves_nobody_waiting(
    service: Service, ada: Participant, bo: Participant, held: Request, now: datetime, way: str
) -> None:
    said: dict[str, Any] = {"has_link": True, "by": NOBODY, "now": now}
    if way == "cancelled":
        decisions.cancel(registration_id=ada.registration_id, **said)
    elif way == "withdrawn":
        Consent.objects.filter(registration=ada.registration_id).update(withdrawn_at=now)
    else:
        leaving.leave(participant_id=ada.pk, **said)
    Mail.objects.all().delete()
    leaving.catch_up(service_id=service.pk, now=now)
    held.refresh_from_db()
    assert (held.state, Meeting.objects.count()) == (RequestState.WITHDRAWN, 0)
    assert Participant.objects.get(pk=ada.pk).left_at == now


def test_erasing_a_registration_erases_what_matching_keeps(
    ada: Participant, bo: Participant, held: Request, now: datetime, settings: Any
) -> None:
    settings.SENDS_MAIL = True  # what waits still reaches the others; what was sent has no words left
    Call.objects.create(service=ada.service, registration=ada.registration, result="reached", at=now)
    kept = everything_of(ada.registration)
    assert kept is not None
    assert kept["calls"] == [{"at": now.isoformat(), "result": "reached"}]
    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=now)
    assert not Call.objects.exists()
    ada.refresh_from_db()
    held.refresh_from_db()
    assert (ada.goal, ada.statements.count(), ada.wishes.count()) == ("", 0, 0)
    assert (held.state, "Linsen" in held.purpose) == (RequestState.WITHDRAWN, False)
    assert [one.to for one in Mail.objects.all()] == ["bo-nilsson@example.org"]


def test_the_own_page_leads_to_matching_where_it_is_open(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    token = linked(ada)
    own, there = reverse("registration:details", args=[token]), reverse("matching:invitation", args=[token])
    assert f'href="{there}"' in client.get(own).content.decode()
    data = client.get(reverse("registration:data", args=[token])).json()
    assert [one["text"] for one in data["matching"]["statements"]] == ["Linsen für Laser", "Sensoren"]
    Service.objects.filter(pk=service.pk).update(is_open=False)
    assert f'href="{there}"' not in client.get(own).content.decode()
