"""The pages on which the desk takes in a walk-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.platform import builders, matchmaking
from tests.platform.day.desk.conftest import HANNA, KEY, NINE

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.printing import qr
from handschlag.day.models import StandBy, StandByState
from handschlag.day.walk_in import meeting_value, possible_meetings
from handschlag.events import reception
from handschlag.events.models import Event, EventOrganiser
from handschlag.matching import day as printed_sheet
from handschlag.matching.models import CategoriesApart, Participant, Service
from handschlag.registration.access import paper_link_of
from handschlag.registration.models import Category, Registration

pytestmark = pytest.mark.django_db
CANNOT = "Sie können diese Veranstaltung ansehen, aber nichts ändern."


@pytest.fixture
def desk(otto: User, signed_in: Callable[[User], Client], monkeypatch: Any) -> Client:
    """Otto at the desk at nine o'clock on the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)
    return signed_in(otto)


def fields(**given: str) -> dict[str, Any]:
    return {
        "name": "Hanna Brinkmann",
        "organisation": "Inselhof",
        "offers": "Linsen für Laser",
        "needs": "Sensoren",
        "speaks": "de",
        "agrees": "on",
        "key": KEY,
        **given,
    }


def test_the_reception_leads_to_the_page_and_without_matching_to_the_long_form(
    desk: Client, event: Event
) -> None:
    reception = reverse("registration:desk", args=[event.slug])
    long = reverse("registration:add", args=[event.slug])
    short = reverse("day:walk_in", args=[event.slug])
    assert long in desk.get(reception).content.decode()
    assert desk.get(short).status_code == 404
    matchmaking.matching(event)
    text = desk.get(reception).content.decode()
    assert short in text
    assert long not in text


def test_two_presses_take_somebody_in_and_the_sheet_says_what_is_asked(
    desk: Client, event: Event, service: Service, ada: Participant, valid: Callable[[str], list[str]]
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    assert valid(desk.get(page).content.decode()) == []
    looked = desk.post(page, fields(do="look"))
    (row,) = looked.context["found"]
    assert (looked.status_code, row.partner.name) == (200, "Ada Lindqvist")
    assert "bietet: Sensoren" in looked.content.decode()
    assert Registration.objects.filter(way="walk_in").count() == 0
    assert valid(looked.content.decode()) == []
    taken = desk.post(page, fields(do="take", meeting=row.value))
    made = Registration.objects.get(way="walk_in")
    assert taken.url == reverse("day:walked_in", args=[event.slug, made.pk])
    shown = desk.get(taken.url)
    assert valid(shown.content.decode()) == []
    assert [one.partner.name for one in shown.context["asked"]] == ["Ada Lindqvist"]
    sheet = desk.get(reverse("day:walk_in_sheet", args=[event.slug, made.pk]))
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(sheet.content)).pages)
    assert "Hanna Brinkmann" in text
    assert "Ada Lindqvist" in text
    assert "Angefragt" in text


def test_who_comes_at_the_desk_meets_nobody_from_whom_the_category_stays_apart(
    desk: Client, event: Event, service: Service, ada: Participant, bo: Participant
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    assert 'name="category"' not in desk.get(page).content.decode()
    seller, buyer = (Category.objects.create(event=event, name_de=name) for name in ("Anbieter", "Käufer"))
    CategoriesApart.objects.create(service=service, first=seller, second=seller)
    Registration.objects.filter(pk=ada.registration_id).update(category=seller)
    Registration.objects.filter(pk=bo.registration_id).update(category=buyer)
    assert desk.post(page, fields(do="look")).status_code == 422

    def met_by(category: Category) -> set[str]:
        looked = desk.post(page, fields(do="look", category=str(category.pk)))
        return {one.partner.name for one in looked.context["found"]}

    assert (met_by(seller), met_by(buyer)) == ({"Bo Nilsson"}, {"Ada Lindqvist", "Bo Nilsson"})
    (row,) = desk.post(page, fields(do="look", category=str(seller.pk))).context["found"]
    desk.post(page, fields(do="take", category=str(seller.pk), meeting=row.value))
    assert Registration.objects.get(way="walk_in").category == seller


def test_the_sheet_of_a_walk_in_has_the_code_for_paper(
    desk: Client,
    event: Event,
    service: Service,
    ada: Participant,
    take_in: Callable[..., Participant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, codes = take_in(possible_meetings(service, HANNA, now=NINE)).registration, []
    monkeypatch.setattr(printed_sheet, "qr", lambda address: codes.append(address) or qr(address))
    assert desk.get(reverse("day:walk_in_sheet", args=[event.slug, made.pk])).status_code == 200
    assert [paper_link_of(made) in one for one in codes] == [True]


def test_only_what_is_ticked_is_asked_for(
    desk: Client, event: Event, service: Service, ada: Participant, bo: Participant
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    rows = desk.post(page, fields(do="look")).context["found"]
    chosen = next(one for one in rows if one.partner.name == "Bo Nilsson")
    desk.post(page, fields(do="take", meeting=chosen.value))
    assert [one.participant_id for one in StandBy.objects.all()] == [bo.pk]


@pytest.mark.parametrize("junk", ["", "1", "x y z", "1 2 3", "1 2 2027-04-14T10:30:00", "9" * 40])
def test_ticks_that_nobody_could_have_made_ask_nobody(
    desk: Client, event: Event, service: Service, ada: Participant, junk: str
) -> None:
    answer = desk.post(reverse("day:walk_in", args=[event.slug]), fields(do="take", meeting=junk))
    assert answer.status_code == 302
    assert StandBy.objects.count() == 0


def test_what_is_missing_is_said_at_its_field_and_a_lost_time_brings_new_ones(
    desk: Client, event: Event, service: Service, ada: Participant
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    answer = desk.post(page, fields(do="take", name="", offers="", needs="", agrees=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "offers", "agrees"}
    one = possible_meetings(service, HANNA, now=NINE)[0].chance
    late = meeting_value(one.partner, one.spot.starts_at - timedelta(hours=2), one.spot.place)
    answer = desk.post(page, fields(do="take", meeting=late))
    assert answer.status_code == 422
    assert "gerade vergeben" in answer.context["fault"]
    assert len(answer.context["found"]) == 1


def test_the_desk_sees_the_answers_as_they_come(
    desk: Client, event: Event, service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    url = reverse("day:walked_in", args=[event.slug, made.registration_id])
    part = desk.get(url, headers={"hx-request": "true"}).content.decode()
    assert ("angefragt, bis" in part, "hx-trigger" in part) == (True, True)
    StandBy.objects.update(state=StandByState.DECLINED)
    part = desk.get(url, headers={"hx-request": "true"}).content.decode()
    assert ("abgelehnt" in part, "hx-trigger" in part) == (True, False)


def test_people_of_another_event_are_not_shown(
    desk: Client, event: Event, service: Service, otto: User
) -> None:
    other = builders.event("Andere Tagung", otto)
    row = builders.registration(other, "Cem")
    for name in ("walked_in", "walk_in_sheet"):
        assert desk.get(reverse(f"day:{name}", args=[event.slug, row.pk])).status_code == 404


def test_a_reader_with_a_pass_works_at_the_reception_and_without_it_looks_on(
    event: Event,
    otto: User,
    service: Service,
    person: Callable[..., User],
    take_in: Callable[..., Participant],
    signed_in: Callable[[User], Client],
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)
    made, olaf = take_in(possible_meetings(service, HANNA, now=NINE)), person("olaf", Role.ORGANISER)
    EventOrganiser.objects.create(event=event, user=olaf, since=NINE, only_reads=True)
    args, client = [event.slug, made.registration_id], signed_in(olaf)
    sheet, day = (reverse(f"day:{name}", args=args) for name in ("walk_in_sheet", "desk_sheet"))
    pages = [reverse(name, args=[event.slug]) for name in ("registration:desk", "day:walk_in")]
    assert [CANNOT in client.get(page).content.decode() for page in pages] == [True, True]
    assert client.get(sheet).status_code == 403
    assert client.post(pages[1], fields(do="look")).status_code == 403
    reception.give_pass(event_id=event.pk, name="Olaf", email=olaf.email, by=otto.subject, now=NINE)
    assert client.get(sheet)["Content-Type"] == "application/pdf"
    assert client.get(day).status_code == 403  # what helpers do not get either
    assert [CANNOT in client.get(page).content.decode() for page in pages] == [False, False]
    assert client.post(pages[1], fields(do="look")).status_code == 200
    assert CANNOT in client.get(reverse("events:team", args=[event.slug])).content.decode()
