"""From the first click to the published timetable of two days for forty people, and on to the report."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.text import slugify
from tests.journeys.organiser.meter import Steps, hold

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.table_files import table_file
from handschlag.events.models import Event, Session
from handschlag.matching.models import Meeting
from handschlag.registration import check_in
from handschlag.registration.check_in import Arrival, check_in_entries
from handschlag.registration.models import Registration
from treffen.generation.names import organisation_names, people_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = 40
SLUG, BERLIN = "photonik-trifft-medizin", ZoneInfo("Europe/Berlin")
TOPICS = ("Linsen", "Laser", "Sensoren", "Kameras", "Kühlung", "Prüfstände", "Optikdesign", "Messtechnik")
SESSIONS = ("Begrüßung", "Licht im OP", "Linsen für alle", "Sehen und Messen", "Aus der Praxis", "Ausblick")

AGAIN, SAVE, ADD = "Save and add another", re.compile("^Save$"), re.compile("^Add$")
DAYS = ("2027-03-09", "2027-03-10")
SPEAKERS = ("Dr. Ada Kern", "Bert Linse", "Prof. Cleo Strahl")
NAMES, FIRMS = people_names(PEOPLE, 1), organisation_names(PEOPLE, 1, language="de")


def test_from_nothing_to_a_published_timetable(
    opened: Callable[..., Any], otto: User, tmp_path: Path
) -> None:
    with opened("/en/manage/events/", user=otto) as page:
        page.set_default_timeout(180_000)
        steps = Steps(page)
        for part in PARTS:
            steps.part = part.__name__.replace("_", " ")
            part(steps, tmp_path)
    assert Registration.objects.count() == PEOPLE
    assert Meeting.objects.count() == 3 * PEOPLE
    assert (
        len({timezone.localtime(at).date() for at in Meeting.objects.values_list("starts_at", flat=True)})
        == 2
    )
    assert set(Session.objects.values_list("room__name_de", flat=True)) == {"Saal", "Seminarraum"}
    hold("from_nothing", steps)
    with opened(f"/en/manage/events/{SLUG}/planning/timetable/", user=otto) as page:
        Steps(page).take_picture("w7-timetable")
    work_off(now=timezone.now())
    with (
        time_machine.travel(datetime(2027, 3, 9, 13, 10, tzinfo=BERLIN), tick=True),
        opened(f"/en/manage/events/{SLUG}/day/", user=otto) as page,
    ):
        everybody_comes(otto)
        page.reload()
        Steps(page).take_picture("w8-control-room")
    with (
        time_machine.travel(datetime(2027, 3, 17, 9, tzinfo=BERLIN), tick=True),
        opened(f"/en/manage/events/{SLUG}/report/", user=otto) as page,
    ):
        assert "40" in page.locator("main").inner_text()
        Steps(page).take_picture("w9-report")


def everybody_comes(otto: User) -> None:
    event, now = Event.objects.get(), timezone.now()
    here = [
        Arrival(key=str(uuid.uuid4()), code=one.code, is_undone=False, at=now)
        for one in check_in_entries(event.pk)
    ]
    check_in.record_check_ins(event_id=event.pk, arrivals=here, by=otto.subject, now=now)


def a_new_event(steps: Steps, folder: Path) -> None:
    del folder
    steps.link("New event")
    steps.write(title_de="Photonik trifft Medizin", title_en="Photonics meets medicine")
    steps.write(first_day="2027-03-09", last_day="2027-03-10", venue="Volkshaus", place="Jena")
    steps.button("Set up the event")
    steps.take_picture("w1-checklist")


def two_rooms(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Venue and tables")
    steps.link("Add a room")
    for name, button in (("Saal", AGAIN), ("Seminarraum", SAVE)):
        steps.write(name_de=name, seats="60")
        steps.button(button)


def three_speakers(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Programme")
    steps.link("Speakers")
    steps.link("Add a speaker")
    for name, button in zip(SPEAKERS, (AGAIN, AGAIN, SAVE), strict=True):
        steps.write(name=name, organisation="Institut für Optik")
        steps.button(button)


def six_sessions(steps: Steps, folder: Path) -> None:
    del folder
    steps.link("Sessions")
    steps.link("Add a session")
    for number, title in enumerate(SESSIONS):
        begins = 9 + number % 3
        steps.write(title_de=title, day=DAYS[number // 3], starts=f"{begins:02}:00", ends=f"{begins:02}:45")
        if number % 3 == 0:  # the next ones stay in the same room
            steps.choose("room", ("Saal", "Seminarraum")[number // 3])
        steps.choose("speaker-0-speaker", f"{SPEAKERS[number % 3]} (Institut für Optik)")
        steps.button(AGAIN if title != SESSIONS[-1] else SAVE)
    steps.take_picture("w2-programme")


def a_public_programme(steps: Steps, folder: Path) -> None:
    del folder
    steps.link("Publish the programme")
    steps.button("Publish now")


def blocks_and_tables(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Venue and tables")
    steps.link("Meeting times and tables")
    steps.link("Add a block")
    for day, hours, button in ((0, ("13:00", "15:30"), AGAIN), (1, ("12:00", "14:00"), ADD)):
        steps.write(name_de=f"Tag {day + 1}", day=DAYS[day], begins=hours[0], ends=hours[1])
        steps.write(meeting_minutes="15", change_minutes="5")
        steps.button(button)
    steps.link("0 meeting points")
    steps.link("Add meeting points")
    steps.write(codes="T1..T12")
    steps.button(ADD)
    steps.take_picture("w3-tables")


def stands(steps: Steps, folder: Path) -> None:
    del folder
    steps.link("Exhibition")
    steps.link("Stands")
    steps.link("Add stands")
    steps.write(codes="A1..A6")
    steps.button(ADD)


def open_registration(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Overview")
    steps.link("Registration period")
    steps.write(registration_opens_at="2026-11-01T09:00", registration_closes_at="2027-03-01T18:00")
    steps.tick("#id_is_open")
    steps.button(SAVE)
    steps.button("Make it public")


def forty_people(steps: Steps, folder: Path) -> None:
    path = folder / "people.xlsx"
    path.write_bytes(table_file("xlsx", people()))
    steps.menu("Registrations")
    steps.link("Import")
    steps.attach(path)
    steps.button("Upload and check the columns")
    steps.button("Check the table")
    steps.take_picture("w4-import")
    steps.button("Register 40 people")


def open_matchmaking(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Matchmaking")
    steps.write(profiles_from="2026-11-01T09:00", wishes_from="2026-11-10T09:00")
    steps.button("Save, and on to the number of tables")
    steps.link("Check and open matchmaking")
    steps.button("Open matchmaking")


def all_who_agreed(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Readiness")
    steps.button(re.compile("Take"))


def their_wishes(steps: Steps, folder: Path) -> None:
    path = folder / "wishes.xlsx"
    path.write_bytes(table_file("xlsx", wished()))
    steps.link("Wish lists")
    steps.attach(path)
    steps.button("Look at the list")
    steps.button(re.compile("Send"))


def a_plan(steps: Steps, folder: Path) -> None:
    del folder
    steps.menu("Optimise")
    steps.button(re.compile("Calculate|Start"))
    work_off(now=timezone.now())
    steps.page.reload()
    steps.take_picture("w5-plan")
    steps.button("Prepare plan A as version 1")


def a_published_timetable(steps: Steps, folder: Path) -> None:
    del folder
    steps.take_picture("w6-publish")
    steps.button(re.compile("Publish now"))


def people() -> Sequence[Sequence[str]]:
    """As a spreadsheet of the office has them: who it is, what they bring, and that they agreed."""
    head = ("Name", "E-Mail", "Firma", "Bietet", "Sucht", "Sprachen", "Einwilligung Matching")
    return [head, *(_person(number, name) for number, name in enumerate(NAMES))]


def _person(number: int, name: str) -> tuple[str, ...]:
    offers, seeks = TOPICS[number % len(TOPICS)], TOPICS[(number + 3) % len(TOPICS)]
    return (name, _email(number), FIRMS[number], offers, seeks, "Deutsch", "02.11.2026")


def _email(number: int) -> str:
    return f"{slugify(NAMES[number])}@example.org"


def wished() -> Sequence[Sequence[str]]:
    """Each wishes to meet the next three, who wish the same."""
    pairs = [(one, (one + step) % PEOPLE) for one in range(PEOPLE) for step in range(1, 4)]
    both = [pair for one, other in pairs for pair in ((one, other), (other, one))]
    head = ("Absender", "Empfänger", "Wunsch", "Anliegen")
    return [head, *((_email(one), _email(other), "möchte", "Optik") for one, other in both)]


PARTS: tuple[Callable[[Steps, Path], None], ...] = (
    a_new_event,
    two_rooms,
    three_speakers,
    six_sessions,
    a_public_programme,
    blocks_and_tables,
    stands,
    open_registration,
    forty_people,
    open_matchmaking,
    all_who_agreed,
    their_wishes,
    a_plan,
    a_published_timetable,
)
