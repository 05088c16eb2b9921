"""A place is held for whoever has to open a mailed link; then it is theirs, or goes to who waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.models import Registration, UnconfirmedRegistration
from handschlag.registration.places import RegistrationRefusal, occupancy_of, unconfirmed_of
from handschlag.registration.registering import actions

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
ADA = {"name": "Dr. Ada Lindqvist", "email": "ada@example.org", "organisation": "Linsen Meier GmbH"}
WITHIN = timedelta(hours=settings.CONFIRM_WITHIN_HOURS)


def form(event: Event) -> str:
    return reverse("registration:register", args=[event.slug])


def begun(email: str = "ada@example.org") -> UnconfirmedRegistration:
    return UnconfirmedRegistration.objects.filter(email=email).latest("pk")


def subjects(email: str) -> list[str]:
    return list(Mail.objects.filter(to=email).order_by("pk").values_list("subject", flat=True))


def test_the_last_place_is_held_and_goes_on_when_nobody_confirms(
    client: Client, event: Event, register: Register, now: datetime, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=True)
    client.post(form(event), ADA)
    client.post(form(event), ADA)  # once more: still one place
    link = opening("ada@example.org")
    event.refresh_from_db()
    assert (occupancy_of(event).free, occupancy_of(event).held, unconfirmed_of(event.pk)) == (0, 1, 1)
    ben = register(event, "ben")
    assert ben.state == "waiting"
    assert actions.release(now=now + WITHIN - timedelta(minutes=1)) == 0
    assert actions.release(now=now + WITHIN + timedelta(minutes=1)) == 2
    ben.refresh_from_db()
    assert (ben.state, UnconfirmedRegistration.objects.count()) == ("confirmed", 0)
    assert client.post(link).status_code == 404
    assert subjects("ben@example.org")[-1].startswith("Sie haben einen Platz")


def test_the_held_place_is_given_also_where_others_wait(
    client: Client, event: Event, register: Register, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=True)
    client.post(form(event), ADA)
    register(event, "ben")
    client.post(opening("ada@example.org"))
    rows = dict(Registration.objects.values_list("name", "state"))
    assert rows == {"Ben": "waiting", "Dr. Ada Lindqvist": "confirmed"}


def test_a_full_event_without_a_list_says_so_to_everybody(
    client: Client, event: Event, register: Register
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=False)
    register(event, "ada")
    answers = [client.post(form(event), {**ADA, "email": f"{name}@example.org"}) for name in ("ada", "new")]
    assert [one.status_code for one in answers] == [422, 422]
    assert UnconfirmedRegistration.objects.count() == 0


def test_a_full_event_does_not_tell_for_which_address_a_place_is_held(
    client: Client, event: Event, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=1, has_waiting_list=False)
    client.post(form(event), ADA)
    answers = [client.post(form(event), {**ADA, "email": f"{name}@example.org"}) for name in ("ada", "new")]
    assert [one.status_code for one in answers] == [422, 422]
    client.post(opening("ada@example.org"))
    assert Registration.objects.get().state == "confirmed"


def test_a_link_that_is_late_confirms_nothing(event: Event, now: datetime, client: Client) -> None:
    client.post(form(event), ADA)
    row, ended = begun(), now + WITHIN + timedelta(days=1)
    with pytest.raises(Refusal) as no:
        actions.confirm(unconfirmed_id=row.pk, by=Subject(), now=ended)
    assert (no.value.reason, Registration.objects.count()) == (RegistrationRefusal.GONE, 0)


def test_who_filled_in_the_form_in_time_confirms_after_registration_has_closed(
    client: Client, event: Event, now: datetime, opening: Callable[[str], str]
) -> None:
    client.post(form(event), ADA)
    Event.objects.filter(pk=event.pk).update(registration_closes_at=now - timedelta(minutes=1))
    client.post(opening("ada@example.org"))
    assert Registration.objects.get().state == "confirmed"


def test_a_programme_that_has_moved_costs_nobody_the_registration(
    client: Client, event: Event, publish: Callable[[Event], None], opening: Callable[[str], str]
) -> None:
    first = builders.session(event, "Erstes", "10:00")
    second = builders.session(event, "Zweites", "12:00")
    publish(event)
    client.post(form(event), {**ADA, f"wish_{first.pk}": "must", f"wish_{second.pk}": "must"})
    second.starts_at, second.ends_at = first.starts_at, first.ends_at
    second.save()
    publish(event)
    client.post(opening("ada@example.org"))
    wishes = dict(Registration.objects.get().choices.values_list("session_id", "wish"))
    assert sorted(wishes.values()) == ["like", "must"]
