"""All files of an event in one: complete, named, listed, and with names only for those who may."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from tests.platform import builders
from tests.platform.statistics.test_report import EVENING

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.common.jobs import work_off
from handschlag.common.models import AuditEntry, Job
from handschlag.matching.models import Participant, Request
from handschlag.registration import personal_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]
PERSONAL = {
    "access-log",
    "registrations",
    "desk",
    "speakers",
    "stand-contacts",
    "wishes",
    "confirmations",
    "timetable",
    "people",
    "needs",
    "demand",
    "timetable-ids",
    "report",
    "report-figures",
}
NAMELESS = {"exhibits", "stands", "meeting-points", "blocks", "record-of-processing"}


def packed(client: Client, home: str, what: str) -> tuple[Job, str]:
    """The job that was asked for and done, and the address of its file."""
    answer = client.post(f"{home}report/everything/", {"what": what})
    job = Job.objects.get(kind="statistics.everything", pk=answer["Location"].rstrip("/").rpartition("/")[2])
    work_off(now=EVENING)
    job.refresh_from_db()
    assert (job.state, job.end) == ("done", "")
    return job, f"{home}report/everything/{job.pk}/"


def contents(data: bytes) -> dict[str, str]:
    """What each file of the list of contents is said to hold: personal data, or not."""
    box = zipfile.ZipFile(io.BytesIO(data))
    name = "netzwerke-verbinden-contents-2027-04-15.csv"
    rows = list(csv.reader(box.read(name).decode("utf-8-sig").splitlines(), delimiter=";"))[1:]
    held = {row[0]: row for row in rows if row[0] != "–"}
    assert set(box.namelist()) == {name, *held}
    assert all(int(row[3]) == len(box.read(one)) > 0 for one, row in held.items())
    prefix, day = "netzwerke-verbinden-", "-2027-04-15."
    assert all(one.startswith(prefix) and day in one for one in held)
    return {one.removeprefix(prefix).partition(day)[0]: row[2] for one, row in held.items()}


def unpacked(book: bytes) -> bytes:
    """The texts of a workbook."""
    box = zipfile.ZipFile(io.BytesIO(book))
    return b"".join(box.read(one) for one in box.namelist())


@pytest.mark.usefixtures("market")
def test_everything_is_there_with_a_list_of_contents(desk: Client, at: Callable[..., str]) -> None:
    job, address = packed(desk, at(), "all")
    answer = desk.get(address)
    assert 'filename="netzwerke-verbinden-everything-2027-04-15.zip"' in answer["Content-Disposition"]
    held = contents(answer.content)
    assert {one for one, personal in held.items() if personal == "ja"} == PERSONAL
    assert {one for one, personal in held.items() if personal == "nein"} == NAMELESS
    assert job.done == job.total == len(held) + 2  # no programme and no statistics are published
    box = zipfile.ZipFile(io.BytesIO(answer.content))
    assert b"Ada" in unpacked(box.read("netzwerke-verbinden-registrations-2027-04-15.xlsx"))
    assert json.loads(box.read("netzwerke-verbinden-timetable-ids-2027-04-15.json"))["meetings"]
    for verb in ("everything_exported", "everything_fetched"):
        entry = AuditEntry.objects.get(verb=f"statistics.{verb}")
        assert entry.changes == {"personal": [None, True]}


def test_without_personal_data_nobody_is_named(
    desk: Client, at: Callable[..., str], market: list[Request], people: list[Participant]
) -> None:
    _job, address = packed(desk, at(), "nameless")
    data = desk.get(address).content
    assert contents(data) == dict.fromkeys(NAMELESS, "nein")
    box = zipfile.ZipFile(io.BytesIO(data))
    read = b"".join(
        unpacked(held) if name.endswith(".xlsx") else held
        for name in box.namelist()
        for held in [box.read(name)]
    )
    names = [person.registration.email.encode() for person in people]
    assert names
    assert [one for one in names if one in read] == []


def test_an_event_with_nothing_but_its_facts_is_packed(
    otto: User, signed_in: Callable[[User], Client]
) -> None:
    builders.event("Leer", otto)
    client = signed_in(otto)
    _job, address = packed(client, "/de/manage/events/leer/", "all")
    names = zipfile.ZipFile(io.BytesIO(client.get(address).content)).namelist()
    assert any("registrations" in one for one in names)
    assert not any("timetable" in one or "report" in one for one in names)


@pytest.mark.usefixtures("market")
def test_the_file_is_for_the_team_and_goes_when_somebody_is_erased(
    desk: Client,
    at: Callable[..., str],
    otto: User,
    people: list[Participant],
    person: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    job, address = packed(desk, at(), "all")
    assert signed_in(person("paul", Role.ORGANISER)).get(address).status_code == 403
    assert default_storage.exists(job.result["file"])
    personal_data.erase(registration_id=people[0].registration_id, has_link=True, by=Subject(), now=EVENING)
    assert signed_in(otto).get(address).status_code == 404
