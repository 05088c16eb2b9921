"""The control room: what it shows, what its buttons do, who may come, and how often it asks the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.conftest import Today, clock

from handschlag.accounts.models import User
from handschlag.day import hall
from handschlag.day.hall import hall_rows, kinds_of
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import DaySettings, Incident, IncidentKind, Repair
from handschlag.events.models import Place
from handschlag.matching.models import Meeting, Seat
from handschlag.matching.refusals import MatchingRefusal, plan_refusal_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(today: Today) -> Callable[..., str]:
    def address(name: str, *args: int) -> str:
        return reverse(f"day:{name}", args=[today.service.event.slug, *args])

    return address


@pytest.fixture
def console(signed_in: Callable[[User], Client], today: Today) -> Client:
    """Otto at 10:40 on the day."""
    with time_machine.travel(today.now, tick=False):
        return signed_in(today.otto)


def shown(console: Client, address: str, today: Today, **more: object) -> str:
    with time_machine.travel(today.now, tick=False):
        return console.get(address, **more).content.decode()


def sent(console: Client, address: str, today: Today, **said: object) -> str:
    """Where a form leads."""
    with time_machine.travel(today.now, tick=False):
        return console.post(address, said).url


def test_nothing_wrong_says_so_and_when_people_change_next(
    console: Client, today: Today, at: Callable[..., str], valid: Callable[[str], list[str]]
) -> None:
    page = shown(console, at("control"), today)
    assert "Alles läuft planmäßig. Nächster Wechsel um 10:50." in page
    assert "10:30 bis 10:45 läuft, noch 5 Min." in page
    assert valid(page) == []


def test_an_incident_is_opened_computed_and_taken(
    console: Client, today: Today, at: Callable[..., str], valid: Callable[[str], list[str]]
) -> None:
    person = today.meets_most()
    there = sent(console, at("new") + "?kind=cancelled", today, subject=person, from_at="10:40")
    incident = Incident.objects.get()
    assert there == f"{at('control')}?incident={incident.pk}#incident"
    page = shown(console, there, today)
    proposal = incident.proposals.get(position=1)
    assert f"Übernehmen und {proposal.people} benachrichtigen" in page
    assert "Kein anderes Gespräch wird verlegt." in page
    assert valid(page) == []
    assert sent(console, at("take", incident.pk), today, position=1) == at("control")
    repair = Repair.objects.get()
    assert (repair.by, repair.is_automatic) == (today.otto, False)
    before, _log, log = shown(console, at("control"), today).partition('id="log"')
    assert ["Rückgängig machen" in part for part in (before, log)] == [False, True]
    assert sent(console, at("undo", repair.pk), today) == f"{at('control')}?incident={incident.pk}#incident"


def test_a_poll_sends_no_open_incident_and_queues_new_ones_below(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    first = today.cancelled(today.meets_most())
    today.proposed(first)
    address = f"{at('control')}?incident={first.pk}&newest={first.pk}"
    place = Meeting.objects.filter(service=today.service).first().place_id
    second = today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place))
    part = shown(console, address, today, headers={"HX-Request": "true"})
    assert 'id="incident"' not in part
    assert f'id="card-{second.pk}"' in part
    assert f'id="card-{first.pk}"' not in part
    assert "1 neu" in part
    assert part.count('hx-swap-oob="true"') == 6


def test_what_is_out_of_date_is_computed_anew(console: Client, today: Today, at: Callable[..., str]) -> None:
    one = today.meets_most()
    other = Seat.objects.exclude(participant=one).filter(starts_at__gt=clock("11:10")).first()
    first, second = today.cancelled(one), today.cancelled(other.participant_id)
    for incident in (first, second):
        today.proposed(incident)
    sent(console, at("take", first.pk), today, position=1)
    assert sent(console, at("take", second.pk), today, position=1).endswith(f"?incident={second.pk}#incident")
    page = shown(console, at("control"), today)
    assert "Bitte neu berechnen." in page
    assert "Neu berechnen" in page
    sent(console, at("propose", second.pk), today)
    assert "Übernehmen" in shown(console, at("control"), today)


def test_a_closed_table_stands_in_the_table_of_exceptions(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    busy = set(Meeting.objects.filter(starts_at=clock("10:30")).values_list("place_id", flat=True))
    free = Meeting.objects.exclude(place_id__in=busy).first()
    place = (free or Meeting.objects.first()).place
    incident = today.happens(IncidentKind.PLACE_LOST, IncidentSubject(place_id=place.pk))
    today.proposed(incident)
    page = shown(console, at("control") + "?all=1", today)
    assert f"Tisch {place.code} gesperrt" in page
    assert "seit 10:40" in page


@pytest.mark.parametrize(
    ("closes", "kind", "since", "step"),
    [
        ("10:44", "closed", "ab 10:44", "Nach diesem Gespräch gesperrt"),
        ("11:10", "runs", "gesperrt ab 11:10", ""),
    ],
)
def test_a_table_that_is_locked_for_later_says_so_at_once_and_is_not_closed_yet(
    today: Today, closes: str, kind: str, since: str, step: str
) -> None:
    running = Meeting.objects.filter(starts_at=clock("10:30")).first()
    for time in (closes, "15:00"):
        about = IncidentSubject(place_id=running.place_id)
        today.happens(IncidentKind.PLACE_LOST, about, from_at=clock(time))
    found = hall.hall_board_of(today.service, now=today.now)
    kinds = kinds_of(found, now=today.now)
    (row,) = hall_rows(found, kinds, {}, is_all=False, now=today.now)
    assert (kinds[running.place_id], row.place, row.since) == (kind, running.place.code, since)
    assert row.step == step
    tomorrow = hall.hall_board_of(today.service, now=today.now - timedelta(days=1))
    assert tomorrow.closed == {}


def test_whatever_the_timetable_refuses_has_words() -> None:
    assert (
        plan_refusal_message(MatchingRefusal.NOT_OFFERED)
        == "Für diese Veranstaltung gibt es zurzeit kein Matching."
    )


def test_the_tables_of_a_closed_room_are_closed(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    room = builders.room(today.service.event, "Saal 9")
    places = list(Place.objects.filter(event=today.service.event).order_by("pk")[:2])
    Place.objects.filter(pk__in=[one.pk for one in places]).update(room=room)
    today.happens(IncidentKind.ROOM_LOST, IncidentSubject(room_id=room.pk))
    closed = hall.closed_today(today.service, now=today.now)
    assert closed == {one.pk: today.now for one in places}


def test_between_two_slots_the_tables_are_still_counted(today: Today) -> None:
    assert hall.hall_board_of(today.service, now=clock("10:47")).running == ()
    assert len(hall.hall_board_of(today.service, now=clock("10:47")).now_open) == 8


def test_the_threshold_is_said_in_words_and_can_be_changed(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    assert "Es wird nichts ohne Ihre Bestätigung übernommen." in shown(console, at("control"), today)
    sent(console, at("settings"), today, freeze_minutes=20, automatic_up_to=1)
    row = DaySettings.objects.get()
    assert (row.freeze_minutes, row.automatic_up_to) == (20, 1)
    assert "höchstens 1 anderes Gespräch verlegen" in shown(console, at("control"), today)
    sent(console, at("settings"), today, freeze_minutes=500)
    assert DaySettings.objects.get().freeze_minutes == 20


def test_a_what_if_has_no_button_to_take_it(console: Client, today: Today, at: Callable[..., str]) -> None:
    person = today.meets_most()
    address = at("new") + "?kind=cancelled&supposed=1"
    sent(console, address, today, subject=person, from_at="10:40", is_supposed="on")
    page = shown(console, at("control"), today)
    assert "Durchgespielt:" in page
    assert 'name="position"' not in page
    sent(console, at("make_real", Incident.objects.get().pk), today)
    assert 'name="position"' in shown(console, at("control"), today)


def test_a_form_that_says_too_little_is_shown_again(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    with time_machine.travel(today.now, tick=False):
        answer = console.post(at("new") + "?kind=late", {"from_at": "10:40"})
    assert (answer.status_code, Incident.objects.count()) == (422, 0)


def test_the_number_of_queries_does_not_grow_with_incidents(
    console: Client, today: Today, at: Callable[..., str]
) -> None:
    people = list(
        Seat.objects.filter(starts_at__gt=clock("11:10"))
        .order_by("participant_id")
        .values_list("participant_id", flat=True)
        .distinct()[:3]
    )
    counts = []
    for number, person in enumerate(people):
        today.proposed(today.cancelled(person))
        if number in {0, 2}:
            shown(console, at("control"), today)
            with CaptureQueriesContext(connection) as asked:
                shown(console, at("control"), today)
            counts.append(len(asked))
    assert counts[0] == counts[1]
