"""Programmes that pretalx, frab and Indico export become talks and speakers beside which people meet."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from treffen.files import Reading, read_problem
from treffen.files.foreign import Frame, read_foreign
from treffen.problem import EntityKind, Participant, Place, Problem, Slot
from treffen.words import located_fault

MADE_UP = Path(__file__).parents[4] / "docs/howto/made-up"
START = datetime.fromisoformat("2027-04-20T10:00+02:00")
Change = Callable[[dict[str, Any]], object]


def read(path: Path, frame: Frame | None = None, **more: Path) -> Reading:
    reading = read_foreign(path, frame or Frame(tables=2), **more)
    assert reading is not None
    return reading


def said(reading: Reading) -> list[str]:
    return [located_fault(one, "en") for one in (*reading.faults, *reading.notices)]


def changed(tmp_path: Path, name: str, change: Change) -> Path:
    body = json.loads((MADE_UP / name).read_text("utf-8"))
    change(body)
    (tmp_path / name).write_text(json.dumps(body), "utf-8")
    return tmp_path / name


def rooms(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["schedule"]["conference"]["days"][0]["rooms"]
    return found


def test_a_schedule_becomes_slots_talks_and_speakers() -> None:
    reading = read(MADE_UP / "schedule.json", speakers=MADE_UP / "speakers.json")
    problem = reading.problem
    assert problem is not None
    assert problem.title == "Made-up days"
    assert [slot.id for slot in problem.slots] == ["10:00", "10:20", "10:40", "11:00", "11:20", "11:40"]
    assert {talk.id: sorted(talk.slots) for talk in problem.talks} == {
        "AAAAAA": ["10:00", "10:20"],
        "2": ["11:00", "11:20", "11:40"],
        "3": ["10:20", "10:40"],
    }
    ada, bo = problem.participants
    assert (ada.id, ada.must_attend, ada.free) == ("SPKR01", {"AAAAAA", "3"}, {"10:00", "10:20", "10:40"})
    assert (bo.id, bo.must_attend, bo.free) == ("7", {"2"}, None)
    assert reading.labels[EntityKind.PARTICIPANT, "7"] == "Bo Example"
    assert len(problem.places) == 2
    assert problem.requests == ()


def test_what_an_event_has_no_place_for_is_said() -> None:
    assert said(read(MADE_UP / "schedule.json", speakers=MADE_UP / "speakers.json")) == [
        "File “speakers.json”: There is no place for these, not carried over: email (1).",
        "File “speakers.json”: Left out (speaks in no session): Cy Example (1).",
        "File “schedule.json”: There is no place for these, not carried over: abstract (1), biography (1).",
    ]


def test_an_event_of_indico_becomes_talks_and_speakers_with_their_organisation() -> None:
    reading = read(MADE_UP / "indico.json")
    problem = reading.problem
    assert problem is not None
    assert {talk.id: len(talk.slots) for talk in problem.talks} == {"11": 2, "21": 1, "22": 1}
    ada, bo = problem.participants
    assert (ada.id, ada.organisation, ada.must_attend) == ("5", "Example Labs", {"11"})
    assert (bo.id, bo.organisation, bo.must_attend) == ("Example, Bo", None, {"21"})
    assert said(reading) == [
        "File “indico.json”: There is no place for these, not carried over: description (1), track (1).",
        "File “indico.json”: Left out (without a time): Some day (1).",
    ]


def test_the_frame_keeps_its_slots_places_and_people() -> None:
    slots = tuple(
        Slot(id=f"s{n}", start=START + timedelta(minutes=30 * n), end=START + timedelta(minutes=30 * n + 30))
        for n in range(2)
    )
    own = Problem(
        slots=slots,
        places=(Place(id="table"),),
        participants=(Participant(id="x", free=frozenset({"s0"})), Participant(id="y")),
        requests=(),
    )
    frame = Frame(event=Reading(problem=own, labels={(EntityKind.PARTICIPANT, "x"): "Ada Example"}))
    reading = read(MADE_UP / "schedule.json", frame)
    assert reading.problem is not None
    assert (reading.problem.slots, reading.problem.places) == (own.slots, own.places)
    x, y, bo = reading.problem.participants
    assert (x.id, x.must_attend, x.free) == ("x", {"AAAAAA", "3"}, {"s0"})
    assert (y, bo.id) == (own.participants[1], "7")
    assert "File “schedule.json”: Left out (outside the slots): Closing (1)." in said(reading)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda body: rooms(body)["Hall"][1].update(duration="an hour"),
            "days[0].rooms.Hall[1].duration: “an hour” at “duration” is not a time.",
        ),
        (
            lambda body: rooms(body)["Attic"][0].update(date="tomorrow"),
            "at schedule.conference.days[0].rooms.Attic[0].date: “tomorrow”",
        ),
        (
            lambda body: rooms(body)["Attic"][0].pop("date"),
            "rooms.Attic[0].date: The entry “date” is missing.",
        ),
        (
            lambda body: rooms(body).update(Hall="full"),
            "rooms.Hall: At “Hall” there is “full”. It takes a list.",
        ),
        (
            lambda body: rooms(body).update(Hall=["x"]),
            "rooms.Hall[0]: At “Hall” there is “x”. It takes an object.",
        ),
        (
            lambda body: body["schedule"]["conference"].update(time_zone_name="Mars/North"),
            "conference.time_zone_name: The time zone “Mars/North” is not known.",
        ),
        (
            lambda body: rooms(body)["Hall"][0]["persons"].append({}),
            "rooms.Hall[0].persons[1].name: The entry “name” is missing.",
        ),
    ],
)
def test_every_fault_of_a_schedule_has_its_place(tmp_path: Path, change: Change, fault: str) -> None:
    reading = read(changed(tmp_path, "schedule.json", change))
    assert reading.problem is None
    assert fault in "\n".join(said(reading))


def test_every_fault_of_an_event_of_indico_has_its_place(tmp_path: Path) -> None:
    def change(body: dict[str, Any]) -> None:
        first, second = body["results"][0]["contributions"]
        first["startDate"]["tz"] = "Mars/North"
        second.update(startDate="soon", id=None)

    told = "\n".join(said(read(changed(tmp_path, "indico.json", change))))
    assert "at results[0].contributions[0].startDate.tz: The time zone “Mars/North” is not known." in told
    assert (
        "at results[0].contributions[1].startDate: At “startDate” there is “soon”. It takes an object."
        in told
    )
    assert "at results[0].contributions[1].id: The entry “id” is missing." in told


def test_two_events_in_one_export_are_a_fault(tmp_path: Path) -> None:
    path = changed(tmp_path, "indico.json", lambda body: body["results"].append({}))
    assert said(read(path)) != []
    assert read(path).problem is None


def test_without_tables_or_a_frame_it_is_said_what_is_missing() -> None:
    reading = read(MADE_UP / "schedule.json", Frame())
    assert "There are no places for the meetings" in said(reading)[0]


def test_our_own_files_and_others_are_not_taken_for_exports(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text('{"format": "treffen.problem/1"}')
    (tmp_path / "other.json").write_text('{"schedule": "at ten"}')
    (tmp_path / "list.json").write_text("[1]")
    for name in ("event.json", "other.json", "list.json", "forum.dzn", "nowhere"):
        assert read_foreign(tmp_path / name, Frame()) is None
    assert read_problem(tmp_path / "other.json").problem is None


def test_what_cannot_be_read_is_left_to_the_reader_of_events(tmp_path: Path) -> None:
    (tmp_path / "schedule.json").write_text('{"schedule": {\n"conference": }}')
    assert read_foreign(tmp_path / "schedule.json", Frame()) is None
    assert "line 2" in said(read_problem(tmp_path / "schedule.json"))[0]


def test_a_list_of_speakers_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "speakers.json").write_text("[\n}")
    reading = read(MADE_UP / "schedule.json", speakers=tmp_path / "speakers.json")
    assert reading.problem is None
    assert said(reading)[0].startswith("File “speakers.json”, line 2")


def test_a_session_that_is_held_again_is_one_talk_at_both_times(tmp_path: Path) -> None:
    def again(body: dict[str, Any]) -> None:
        rooms(body)["Attic"].append(
            rooms(body)["Hall"][0] | {"date": "2027-04-20T11:00:00+02:00", "room": "Attic"}
        )

    problem = read(changed(tmp_path, "schedule.json", again)).problem
    assert problem is not None
    assert sorted(problem.talks[0].slots) == ["10:00", "10:20", "11:00", "11:20"]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body["schedule"].update(conference=[]),
        lambda body: body["schedule"]["conference"].pop("days"),
        lambda body: body["schedule"]["conference"].update(days=["Monday"]),
        lambda body: rooms(body)["Hall"][0].update(date="9999-12-31T23:59:00+00:00"),
        lambda body: rooms(body)["Hall"][0].update(date="0001-01-01T00:00:00+02:00"),
        lambda body: rooms(body)["Hall"][0].update(date={}),
        lambda body: rooms(body)["Hall"][0].update(date="  "),
        lambda body: rooms(body)["Hall"][0].update(duration="00:00"),
        lambda body: rooms(body)["Hall"][0].update(code=None, id=None, guid={}),
        lambda body: rooms(body)["Hall"][0].update(duration="900:00:00"),
    ],
)
def test_nothing_is_passed_over_in_silence_and_nothing_is_too_late(tmp_path: Path, change: Change) -> None:
    reading = read(changed(tmp_path, "schedule.json", change))
    assert reading.problem is None
    assert "at schedule.conference" in said(reading)[0]


@pytest.mark.parametrize(
    "change",
    [
        {"startDate": {"date": "9999-12-31", "time": "23:50", "tz": "Europe/Berlin"}},
        {"startDate": {}},
        {"endDate": {"date": "2027-04-20", "time": "10:00", "tz": "Europe/Berlin"}},
        {"endDate": None, "duration": 0},
        {"endDate": None, "duration": "60"},
        {"id": " "},
    ],
)
def test_no_session_of_indico_vanishes(tmp_path: Path, change: dict[str, Any]) -> None:
    path = changed(
        tmp_path, "indico.json", lambda body: body["results"][0]["contributions"][0].update(change)
    )
    reading = read(path)
    assert reading.problem is None
    assert "at results[0].contributions[0]" in said(reading)[0]


def test_half_an_availability_and_a_list_that_goes_on_are_told(tmp_path: Path) -> None:
    body = [{"code": "SPKR01", "availabilities": [{"start": "2027-04-20T10:00:00+02:00"}]}]
    (tmp_path / "speakers.json").write_text(json.dumps({"next": "?page=2", "results": body}))
    reading = read(MADE_UP / "schedule.json", speakers=tmp_path / "speakers.json")
    assert reading.problem is None
    assert "results[0].availabilities[0].end: The entry “end” is missing" in said(reading)[0]
    assert any("more pages of the list are missing" in one for one in said(reading))


def test_speakers_of_one_name_or_of_an_equal_id_are_not_one_person(tmp_path: Path) -> None:
    def twins(body: dict[str, Any]) -> None:
        rooms(body)["Hall"][0]["persons"] = [
            {"code": code, "name": name}
            for code, name in (("A", "Ada"), ("B", "Ada"), ("1", "Cy"), ("2", "Di"))
        ]

    slots = (Slot(id="s", start=START, end=START + timedelta(minutes=30)),)
    people = tuple(Participant(id=id) for id in ("1", "2", "3"))
    own = Problem(slots=slots, places=(Place(id="t"),), participants=people, requests=())
    names = {"1": "Ada", "2": "Eve", "3": "Di"}
    labels = {(EntityKind.PARTICIPANT, id): name for id, name in names.items()}
    reading = read(
        changed(tmp_path, "schedule.json", twins), Frame(event=Reading(problem=own, labels=labels))
    )
    assert reading.problem is not None
    talks = {person.id for person in reading.problem.participants if person.must_attend}
    assert talks == {"3", "A", "B", "1-2"}
    assert "File “schedule.json”: Taken for the same people: Di = 3." in said(reading)


def test_a_list_of_results_without_dates_is_no_event_of_indico(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"results": [{"name": "Ada"}]}')
    assert read_foreign(tmp_path / "page.json", Frame()) is None
