"""The programme for other programs: schedule apps, and calendars that real clients read twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from django.test import Client
from icalendar import Calendar
from tests.engine.files.people.shape import check
from tests.platform import builders

from handschlag.events.models import Event, Material, ProgrammeVersion, Session

BASE = "/de/events/netzwerke-verbinden/"
SHAPE: dict[str, Any] = json.loads(Path(__file__).with_name("schedule.schema.json").read_text("utf-8"))
SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("schedule.xsd")))


@pytest.mark.django_db
def test_schedule_xml_is_what_its_format_wants(
    client: Client, event: Event, sessions: dict[str, Session], publish: Callable[..., ProgrammeVersion]
) -> None:
    Material.objects.create(session=sessions["glass"], title_de="Folien & mehr", url="https://example.org/a")
    Session.objects.filter(pk=sessions["glass"].pk).update(title_de="Glas <formen>\x01 & mehr")
    publish()
    answer = client.get(BASE + "schedule.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    read = SCHEMA.to_dict(answer.content.decode())
    (day,) = read["day"]
    told = {room["@name"]: [one["title"] for one in room["event"]] for room in day["room"]}
    assert told == {"Saal 1": ["Eröffnung", "Was Licht sieht"], "Werkstatt": ["Glas <formen> & mehr"]}
    glass = day["room"][1]["event"][0]
    assert (glass["start"], glass["duration"], glass["date"]) == (
        "10:40",
        "00:30",
        "2027-04-14T10:40:00+02:00",
    )
    assert [one["$"] for one in glass["persons"]["person"]] == ["Dr. Ole Martens"]


@pytest.mark.django_db
def test_an_empty_programme_is_a_valid_schedule_too(client: Client, event: Event) -> None:
    assert SCHEMA.is_valid(client.get(BASE + "schedule.xml").content.decode())


@pytest.mark.django_db
def test_schedule_json_says_the_same_as_the_xml(client: Client, published: dict[str, Session]) -> None:
    data = json.loads(client.get("/en/events/netzwerke-verbinden/schedule.json").content)
    about = data["schedule"]["conference"]
    assert data["$schema"] == "https://c3voc.de/schedule/schema.json"
    assert (about["acronym"], about["daysCount"], about["time_zone_name"]) == (
        "netzwerke_verbinden",
        1,
        "Europe/Berlin",
    )
    read = SCHEMA.to_dict(client.get("/en/events/netzwerke-verbinden/schedule.xml").content.decode())
    in_xml = {one["@guid"]: one["title"] for room in read["day"][0]["room"] for one in room["event"]}
    in_json = {one["guid"]: one["title"] for talks in about["days"][0]["rooms"].values() for one in talks}
    assert in_json == in_xml
    assert len(in_json) == 3


def check_schedule(data: Any) -> int:
    """Fails where it is not of the shape; how many talks it has."""
    check(data, SHAPE)
    number = 0
    for day in data["schedule"]["conference"]["days"]:
        for name, talks in day["rooms"].items():
            for talk in talks:
                check(talk, SHAPE["$defs"]["talk"], SHAPE)
                assert talk["room"] == name
                number += 1
    return number


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_schedule_json_is_what_its_schema_wants(
    client: Client, published: dict[str, Session], publish: Callable[..., ProgrammeVersion], language: str
) -> None:
    address = f"/{language}/events/netzwerke-verbinden/schedule.json"
    assert check_schedule(client.get(address).json()) == 3
    published["light"].room.seats = None
    published["light"].room.save()
    Material.objects.create(session=published["light"], url="https://example.org/a.pdf", title_de="Folien")
    publish()
    assert check_schedule(client.get(address).json()) == 3


@pytest.mark.django_db
def test_an_empty_schedule_json_is_of_its_schema_and_a_wrong_one_is_not(client: Client, event: Event) -> None:
    data = client.get(BASE + "schedule.json").json()
    assert check_schedule(data) == 0
    data["schedule"]["conference"]["timeslot_duration"] = "5 minutes"
    with pytest.raises(AssertionError):
        check_schedule(data)


@pytest.mark.django_db
def test_the_feed_keeps_its_entries_and_counts_their_moves(
    client: Client, published: dict[str, Session], publish: Callable[..., ProgrammeVersion], now: datetime
) -> None:
    def feed(query: str = "") -> dict[str, tuple[str, int, str]]:
        events = Calendar.from_ical(client.get(BASE + "programme.ics" + query).content).walk("VEVENT")
        return {
            str(one["UID"]): (f"{one.decoded('DTSTART'):%H:%M}", int(one["SEQUENCE"]), str(one["STATUS"]))
            for one in events
        }

    light, glass = str(published["light"].uid), str(published["glass"].uid)
    assert feed()[light] == ("10:40", 0, "CONFIRMED")
    Session.objects.filter(pk=published["light"].pk).update(
        starts_at=builders.clock("11:00"), ends_at=builders.clock("11:30")
    )
    published["glass"].delete()
    publish(at=now + timedelta(hours=1))
    assert len(feed()) == 4
    assert feed()[light] == ("11:00", 1, "CONFIRMED")
    assert feed()[glass] == ("10:40", 1, "CANCELLED")
    assert set(feed("?language=en")) == {light}


VDIRSYNCER = """[general]
status_path = "{folder}/status/"
[pair programme]
a = "ours"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage ours]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
KHAL = """[calendars]
[[programme]]
path = {folder}/calendar/
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[sqlite]
path = {folder}/khal.db
"""


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def subscribed(live_server, tmp_path: Path) -> Callable[[], list[str]]:
    """A client that subscribed: fetches the feed anew and lists what the calendar then holds."""
    (tmp_path / "calendar").mkdir()
    names = {"folder": tmp_path, "url": f"{live_server.url}{BASE}programme.ics"}
    sync, look = tmp_path / "vdirsyncer.ini", tmp_path / "khal.ini"
    sync.write_text(VDIRSYNCER.format(**names), "utf-8")
    look.write_text(KHAL.format(**names), "utf-8")
    run("vdirsyncer", "-c", str(sync), "discover")

    def fetch() -> list[str]:
        run("vdirsyncer", "-c", str(sync), "sync")
        columns = "{start-time}-{end-time} {title} {status}"
        listed = run("khal", "-c", str(look), "list", "-df", "", "-f", columns, "2027-04-14", "2027-04-15")
        return [" ".join(line.split()) for line in listed.splitlines() if line.strip()]

    return fetch


@pytest.mark.django_db(transaction=True)
def test_real_clients_see_a_moved_session_moved_and_a_cancelled_one_cancelled(
    subscribed: Callable[[], list[str]],
    published: dict[str, Session],
    publish: Callable[..., ProgrammeVersion],
    now: datetime,
) -> None:
    assert subscribed() == [
        "09:30-10:00 Eröffnung CONFIRMED",
        "10:40-11:10 Glas formen CONFIRMED",
        "10:40-11:10 Was Licht sieht CONFIRMED",
        "12:00-12:30 Mittag CONFIRMED",
    ]
    Session.objects.filter(pk=published["light"].pk).update(
        starts_at=builders.clock("14:00"), ends_at=builders.clock("14:30")
    )
    Session.objects.filter(pk=published["glass"].pk).update(is_cancelled=True)
    publish(at=now + timedelta(days=1))
    assert subscribed() == [
        "09:30-10:00 Eröffnung CONFIRMED",
        "10:40-11:10 Glas formen CANCELLED",
        "12:00-12:30 Mittag CONFIRMED",
        "14:00-14:30 Was Licht sieht CONFIRMED",
    ]
