"""What is kept about people, until when; one person's data handed out and erased; who looked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking

from handschlag.accounts.hooks import processing_records
from handschlag.accounts.models import User
from handschlag.accounts.own_data import data_holders
from handschlag.common import audit
from handschlag.common.models import AuditEntry
from handschlag.day.models import Mark, Note, Signal
from handschlag.matching.models import Participant, Request, Service, Wish
from handschlag.registration import personal_data
from handschlag.registration.models import Registration
from handschlag.statistics.access_log import READING
from handschlag.statistics.protection import processing_statuses_of, proof_of

pytestmark = pytest.mark.django_db
type Guest = Callable[..., Participant]
type Meet = Callable[..., Request]
KEEP = timedelta(days=180)


@pytest.fixture
def ada(guest: Guest, meet: Meet) -> Participant:
    """Ada with a meeting, a wish, a mark, a note and a signal."""
    ada, bo = guest("Ada Lindqvist", "LES"), guest("Bo Nilsson", "PHM")
    request = meet(ada, bo)
    Wish.objects.create(by=ada, towards=bo, kind="want", changed_at=builders.NOW)
    Mark.objects.create(request=request, participant=ada, took_place=True, marked_at=builders.NOW)
    Note.objects.create(participant=ada, partner=bo, text="netter Mensch", changed_at=builders.NOW)
    Signal.objects.create(
        service=ada.service,
        participant=ada,
        kind="here",
        key="0a0a0a0a-0000-4000-8000-000000000001",
        said_at=builders.NOW,
        heard_at=builders.NOW,
    )
    return ada


def test_every_part_that_keeps_something_about_people_says_why() -> None:
    floors = {one.key.partition(".")[0] for one in processing_records}
    assert floors == {
        *("accounts", "following", "events", "registration", "matching", "day", "api", "directory"),
    }
    keys = [one.key for one in processing_records]
    assert len(keys) == len(set(keys))
    described = {one.name.partition(".")[0] for one in data_holders()} - {"pages"}
    assert described <= floors
    assert all(apps.is_installed(f"handschlag.{floor}") for floor in floors)


def test_the_clock_counts_what_is_there_and_says_the_day(service: Service, ada: Participant) -> None:
    hands = {one.processing.key: (one.count, one.due) for one in processing_statuses_of(service.event)}
    due = builders.SECOND_DAY + KEEP + timedelta(days=1)
    assert hands["registration.people"] == (2, due)
    assert hands["matching.profiles"] == (2, due)
    assert hands["matching.wishes"] == (None, due)  # how many there are is for nobody else, either
    assert hands["day.notes"] == (None, due)
    assert hands["day.marks"] == (1, due)
    assert hands["events.team"] == (1, None)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 4, 20), "Die Daten von 2 Personen werden am 13. Oktober 2027 automatisch gelöscht."),
        (date(2027, 10, 13), "Personendaten hätten am 13. Oktober 2027 gelöscht werden sollen"),
    ],
)
def test_the_page_says_when_data_go_and_when_they_are_overdue(
    signed_in: Callable[[User], Client],
    otto: User,
    at: Callable[..., str],
    ada: Participant,
    valid: Callable[[str], list[str]],
    day: date,
    said: str,
) -> None:
    with time_machine.travel(builders.clock("9:00", day), tick=False):
        text = signed_in(otto).get(at("data-protection/")).content.decode()
    assert said in text
    assert valid(text) == []
    assert "Ada" not in text


def test_what_the_clock_announces_happens_on_that_day(service: Service, ada: Participant) -> None:
    due = processing_statuses_of(service.event)[0].due
    assert due is not None
    before, on = builders.clock("3:00", due - timedelta(days=1)), builders.clock("3:00", due)
    assert personal_data.forget(now=before, keep=KEEP) == 0
    assert personal_data.forget(now=on, keep=KEEP) == 2
    left = {one.processing.key: one.count for one in processing_statuses_of(service.event) if one.due}
    assert {key: count for key, count in left.items() if count} == {}


def test_one_person_is_found_handed_out_and_erased_with_a_receipt(
    desk: Client, at: Callable[..., str], ada: Participant, otto: User
) -> None:
    number = ada.registration_id
    found = desk.get(at("data-protection/"), {"q": "lindqvist"}).content.decode()
    assert at(f"data-protection/people/{number}/") in found
    page = desk.get(at(f"data-protection/people/{number}/")).content.decode()
    assert "netter Mensch" not in page
    data = json.loads(desk.get(at(f"data-protection/people/{number}/data.json")).content)
    assert data["name"] == "Ada Lindqvist"
    assert len(data["matching"]["requests"]) == 1
    desk.post(at(f"data-protection/people/{number}/"))
    assert Registration.objects.get(pk=number).erased_at is None
    receipt = desk.post(at(f"data-protection/people/{number}/"), {"sure": "yes"}, follow=True)
    text = receipt.content.decode()
    assert "Über diese Person ist seit" in text
    assert "Lindqvist" not in text
    proof = proof_of(ada.service.event, number)
    assert proof is not None
    assert set(proof.left.values()) == {0}
    verbs = sorted(one.verb for one in proof.entries)
    assert verbs == ["day.erased", "matching.erased", "registration.erased"]
    assert proof.digest in text
    mine = AuditEntry.objects.filter(verb__startswith="statistics.", by=otto)
    assert sorted(mine.values_list("verb", flat=True)) == [
        "statistics.looked_at_person",
        "statistics.person_exported",
    ]
    assert desk.get(at(f"data-protection/people/{number}/")).status_code == 404


def test_the_receipt_is_a_file_without_a_name_and_proves_the_same(
    desk: Client, at: Callable[..., str], ada: Participant
) -> None:
    number = ada.registration_id
    assert desk.get(at(f"data-protection/receipts/{number}/")).status_code == 404
    desk.post(at(f"data-protection/people/{number}/"), {"sure": "yes"})
    raw = desk.get(at(f"data-protection/receipts/{number}/receipt.json")).content.decode()
    again = json.loads(desk.get(at(f"data-protection/receipts/{number}/receipt.json")).content)
    assert json.loads(raw)["sha256"] == again["sha256"]
    assert "Ada" not in raw
    assert (json.loads(raw)["registration"], set(json.loads(raw)["left"].values())) == (number, {0})


def test_a_receipt_notices_what_was_left(service: Service, ada: Participant) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(erased_at=builders.NOW)
    proof = proof_of(service.event, ada.registration_id)
    assert proof is not None
    assert proof.left["facts"] > 0
    assert proof.left["notes"] == 1


def test_people_of_another_event_are_not_found_here(
    desk: Client, at: Callable[..., str], ada: Participant, person: Callable[..., User]
) -> None:
    other = builders.event("Andere", person("else"))
    there = builders.registration(other, "Ada Woanders")
    assert "Woanders" not in desk.get(at("data-protection/"), {"q": "Ada"}).content.decode()
    for page in (f"people/{there.pk}/", f"people/{there.pk}/data.json", f"receipts/{there.pk}/"):
        assert desk.get(at(f"data-protection/{page}")).status_code == 404
    assert desk.post(at(f"data-protection/people/{there.pk}/"), {"sure": "yes"}).status_code == 404


def test_the_access_log_shows_who_read_and_changed_and_nothing_of_other_events(
    desk: Client, at: Callable[..., str], ada: Participant, otto: User, person: Callable[..., User]
) -> None:
    desk.get(at("report.csv"))
    desk.post(at(f"data-protection/people/{ada.registration_id}/"), {"sure": "yes"})
    everything = desk.get(at("data-protection/log/")).content.decode()
    reading = desk.get(at("data-protection/log/"), {"only": "reading"}).content.decode()
    assert "Bericht exportiert" in everything
    assert "Bericht exportiert" in reading
    assert str(audit.verb_label("registration.erased", language="de")) in everything
    assert str(audit.verb_label("registration.erased", language="de")) not in reading
    other = builders.event("Andere", person("else"))
    matchmaking.matching(other)
    there = f"/de/manage/events/{other.slug}/data-protection/log/"
    assert desk.get(there).status_code == 403
    book = zipfile.ZipFile(io.BytesIO(desk.get(at("data-protection/log.xlsx")).content))
    assert "xl/workbook.xml" in book.namelist()
    assert AuditEntry.objects.filter(verb="statistics.log_exported", by=otto).count() == 1


def test_the_activity_names_sessions_and_people_and_is_narrowed_to_a_part(
    desk: Client, at: Callable[..., str], ada: Participant, otto: User
) -> None:
    event = ada.registration.event
    session = builders.session(event, "Quanten am Morgen")
    for verb, row in (("session.changed", session), ("registration.changed", ada.registration)):
        audit.record(verb=verb, target=row, by_id=otto.pk, now=builders.NOW)
    page = desk.get(at("data-protection/log/")).content.decode()
    assert ("Quanten am Morgen" in page, "Ada Lindqvist" in page) == (True, True)
    page = desk.get(at("data-protection/log/"), {"app": "events"}).content.decode()
    assert ("Quanten am Morgen" in page, "Ada Lindqvist" in page) == (True, False)


def test_every_verb_of_reading_has_words() -> None:
    assert sorted(set(READING) - set(audit.verb_labels())) == []


def test_the_log_takes_odd_pages_and_days_for_what_they_are(
    desk: Client, at: Callable[..., str], ada: Participant
) -> None:
    pages = ({"page": "x"}, {"page": "99999"}, {"last": "heute", "page": "-1"})
    days = ({"first": "2027-13-40"}, {"first": "0001-01-01"}, {"last": "9999-12-31"})
    for query in (*pages, *days):
        assert desk.get(at("data-protection/log/"), query).status_code == 200


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "pdf"])
def test_the_record_of_processing_is_made_from_what_the_floors_say(
    desk: Client, at: Callable[..., str], ada: Participant, ending: str
) -> None:
    answer = desk.get(at(f"data-protection/record.{ending}"))
    if ending == "json":
        (table,) = json.loads(answer.content)["tables"]
        assert len(table["rows"]) == len(tuple(processing_records))
        assert all(cell for row in table["rows"] for cell in row)
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{", "pdf": b"%PDF"}
    assert answer.content.startswith(starts[ending])


def test_the_page_asks_as_often_for_many_people_as_for_few(
    desk: Client, at: Callable[..., str], guest: Guest
) -> None:
    counts = []
    for number in range(3):
        guest(f"Gast {number}", "LES")
        gone = builders.registration(Participant.objects.first().service.event, f"Weg {number}")  # type: ignore[union-attr]
        Registration.objects.filter(pk=gone.pk).update(erased_at=builders.NOW, name="", email="")
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(at("data-protection/"), {"q": "Gast"}).status_code == 200
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts
