"""Categories of participants: chosen, limited, each with a waiting list of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.events.copying import copy_event
from handschlag.events.models import Event
from handschlag.registration import categories, changes, decisions
from handschlag.registration.models import Category, Registration
from handschlag.registration.people_imports import actions
from handschlag.registration.people_imports.actions import dry_run
from handschlag.registration.personal_data import everything_of
from handschlag.registration.places import place_in_line
from handschlag.registration.registering import actions as registering_actions
from handschlag.registration.registration_data import RegistrationData, saved_data
from handschlag.registration.registrations import RegistrationQuery, get_registrations

pytestmark = pytest.mark.django_db
type Register = Callable[..., Registration]


@pytest.fixture
def category(event: Event) -> Callable[..., Category]:
    """`category("Gäste", capacity=1)`."""

    def do(name: str, **values: Any) -> Category:
        return Category.objects.create(event=event, name_de=name, **values)

    return do


def states(event: Event) -> dict[str, str]:
    return dict(Registration.objects.filter(event=event).values_list("name", "state"))


def test_a_full_category_has_a_waiting_list_that_is_in_nobody_elses_way(
    event: Event, category: Callable[..., Category], register: Register, otto: User, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=4)
    event.refresh_from_db()
    small, large = category("Vortragende", capacity=1), category("Gäste")
    register(event, "ada", category_id=small.pk)
    register(event, "bo", category_id=small.pk, at=now + timedelta(minutes=1))
    cy = register(event, "cy", category_id=small.pk, at=now + timedelta(minutes=2))
    for number, name in enumerate(("di", "ed", "fe"), start=3):
        register(event, name, category_id=large.pk, at=now + timedelta(minutes=number))
    gil = register(event, "gil", category_id=large.pk, at=now + timedelta(minutes=9))
    waiting = {name for name, state in states(event).items() if state == "waiting"}
    assert waiting == {"Bo", "Cy", "Gil"}  # the house is full with four; two wait for speakers' places
    assert (place_in_line(cy), place_in_line(gil)) == (2, 3)
    values = {"name_de": "Vortragende", "name_en": "", "capacity": 2, "is_open": True}
    Event.objects.filter(pk=event.pk).update(capacity=6)
    categories.save_category(event_id=event.pk, category_id=small.pk, values=values, by=otto.subject, now=now)
    assert {name for name, state in states(event).items() if state == "waiting"} == {"Cy"}
    di = Registration.objects.get(name="Di")
    decisions.cancel(registration_id=di.pk, has_link=True, by=Subject(), now=now)
    assert states(event)["Cy"] == "waiting"  # a guest's place is no speaker's place
    ada = Registration.objects.get(name="Ada")
    decisions.cancel(registration_id=ada.pk, has_link=True, by=Subject(), now=now)
    assert states(event)["Cy"] == "confirmed"


def test_a_place_held_for_a_form_counts_in_its_category(
    event: Event, category: Callable[..., Category], client: Client, opening: Callable[[str], str]
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=10)
    small = category("Vortragende", capacity=1)
    page = reverse("registration:register", args=[event.slug])
    typed = {"name": "Ada", "email": "ada@example.org", "organisation": "W", "category": str(small.pk)}
    assert client.post(page, {**typed, "category": ""}).status_code == 422
    client.post(page, typed)
    client.post(page, {**typed, "email": "bo@example.org", "name": "Bo"})
    client.post(opening("bo@example.org"))
    client.post(opening("ada@example.org"))
    assert states(event) == {"Ada": "confirmed", "Bo": "waiting"}


def test_people_choose_once_and_organisers_may_give_another(
    event: Event, category: Callable[..., Category], register: Register, otto: User, now: datetime
) -> None:
    guests, inner = category("Gäste"), category("Team", is_open=False)
    ada = register(event, category_id=inner.pk)
    assert ada.category is None  # not theirs to choose
    facts = replace(saved_data(ada), category_id=guests.pk)
    given: dict[str, Any] = {"registration_id": ada.pk, "facts": facts, "now": now}
    changes.change(seen=ada.version, has_link=True, by=Subject(), **given)
    ada.refresh_from_db()
    assert ada.category is None
    changes.change(seen=ada.version, has_link=False, by=otto.subject, **given)
    ada.refresh_from_db()
    assert ada.category == guests
    assert everything_of(ada)["category"] == "Gäste"
    entered = registering_actions.enter(
        event_id=event.pk,
        facts=RegistrationData(name="Bo", email="bo@example.org", category_id=inner.pk),
        by=otto.subject,
        now=now,
    )
    assert entered.category == inner
    for wanted, names in ((str(guests.pk), ["Ada"]), (str(inner.pk), ["Bo"]), ("none", [])):
        query = RegistrationQuery.of({"category": wanted})
        assert [one.name for one in get_registrations(event.pk, query)] == names


def test_a_list_names_categories_and_the_first_rows_have_their_places(
    event: Event, category: Callable[..., Category], otto: User, now: datetime
) -> None:
    category("Aussteller", name_en="Exhibitors", capacity=1)
    rows = "Name;E-Mail;Kategorie\nA;a@example.org;aussteller\nB;b@example.org;Exhibitors\nC;c@example.org;\n"
    row = actions.upload(
        event_id=event.pk,
        content=f"{rows}D;d@example.org;Niemand\n".encode(),
        file_name="Liste.csv",
        by=otto.subject,
        now=now,
    )
    row = actions.choose_columns(
        list_id=row.pk,
        seen=row.version,
        columns={int(at): field for at, field in row.columns.items()},
        by=otto.subject,
    )
    found = dry_run(row, event).people
    assert [one.action.value for one in found] == ["new", "waits", "new", "faulty"]


def test_the_pages_of_categories_work_and_are_the_teams(
    event: Event, otto: User, paul: User, signed_in: Callable[[User], Client], now: datetime
) -> None:
    desk, page = signed_in(otto), reverse("registration:categories", args=[event.slug])
    typed = {"name_de": "Gäste", "capacity": "5", "is_open": "on"}
    assert desk.post(page, typed).status_code == 302
    assert desk.post(page, typed).status_code == 422  # there is one of this name
    made = Category.objects.get()
    edit = reverse("registration:edit_category", args=[event.slug, made.pk])
    desk.post(edit, {"name_de": "Gäste", "name_en": "Guests", "is_open": "on"})
    made.refresh_from_db()
    assert (made.name_en, made.capacity) == ("Guests", None)
    assert "so viele, wie die Veranstaltung hat" in desk.get(page).content.decode()
    copied = copy_event(
        event_id=event.pk,
        title_de="Noch einmal",
        title_en="",
        first_day=date(2028, 4, 12),
        with_speakers=False,
        by=otto.subject,
        now=now,
    )
    assert Category.objects.get(event=copied.event).name_de == "Gäste"
    with pytest.raises(Denied):
        categories.remove_category(event_id=event.pk, category_id=made.pk, by=paul.subject, now=now)
    desk.post(edit, {"remove": "1"})
    assert not Category.objects.filter(event=event).exists()
