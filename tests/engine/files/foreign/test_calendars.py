"""Timetables and calendars that Indico exports become talks and speakers beside which people meet."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest

from treffen.cli import main
from treffen.files import Reading, read_problem
from treffen.files.foreign import Frame, read_foreign
from treffen.problem import EntityKind
from treffen.words import located_fault

MADE_UP = Path(__file__).parents[4] / "docs/howto/made-up"
TIMETABLE, CALENDAR = MADE_UP / "indico-timetable.json", MADE_UP / "indico.ics"
ENTRY = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talk\n{}\nEND:VEVENT\nEND:VCALENDAR\n"


def read(path: Path) -> Reading:
    reading = read_foreign(path, Frame(tables=2))
    assert reading is not None
    return reading


def said(reading: Reading) -> list[str]:
    return [located_fault(one, "en") for one in (*reading.faults, *reading.notices)]


def of(tmp_path: Path, lines: str) -> Reading:
    (tmp_path / "one.ics").write_text(ENTRY.format(lines), "utf-8", newline="\r\n")
    return read(tmp_path / "one.ics")


def test_a_timetable_becomes_talks_with_speakers_and_with_those_who_lead_a_session() -> None:
    reading = read(TIMETABLE)
    problem = reading.problem
    assert problem is not None
    assert {talk.id: sorted(talk.slots) for talk in problem.talks} == {
        "11": ["10:00", "10:20"],
        "21": ["11:40"],
        "s33": ["11:20", "11:40"],
    }
    assert {person.id: sorted(person.must_attend) for person in problem.participants} == {
        "Ada Example": ["11"],
        "Bo Example": ["21"],
        "Cy Example": ["s33"],
    }
    assert problem.participants[0].organisation == "Example Labs"
    assert said(reading) == [
        (
            "File “indico-timetable.json”: There is no place for these, not carried over:"
            " Break (1), description (1), email (1)."
        )
    ]


def test_a_timetable_of_two_events_is_refused(tmp_path: Path) -> None:
    body = json.loads(TIMETABLE.read_text("utf-8"))
    body["results"]["2"] = body["results"]["1"]
    (tmp_path / "two.json").write_text(json.dumps(body), "utf-8")
    reading = read(tmp_path / "two.json")
    assert reading.problem is None
    assert "results" in said(reading)[0]


def test_a_calendar_becomes_talks_in_the_time_of_the_place_with_speakers() -> None:
    reading = read(CALENDAR)
    problem = reading.problem
    assert problem is not None
    first, last = (f"indico-contribution-{n}@indico.example" for n in (11, 21))
    assert {talk.id: sorted(talk.slots) for talk in problem.talks} == {
        first: ["10:00", "10:20"],
        last: ["11:40"],
    }
    ada, bo = problem.participants
    assert (ada.id, ada.organisation, ada.must_attend) == (
        "Ada Example",
        "Example Labs, Made-up Town",
        {first},
    )
    assert (bo.id, bo.organisation, bo.must_attend) == ("Bo Example", None, {first, last})
    assert reading.labels[EntityKind.TALK, first] == "First words"
    assert said(reading) == [
        "File “indico.ics”: There is no place for these, not carried over: ORGANIZER (1), VALARM (1).",
        "File “indico.ics”: Left out (without a time): Some day (1).",
        "File “indico.ics”: Left out (called off or declined): Never (1).",
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            "DTSTART:2027T1\nDTEND:20270420T100000Z",
            "at VEVENT[0].DTSTART: “2027T1” at “DTSTART” is not a time.",
        ),
        ("DTSTART:20270420T100000Z", "VEVENT[0].DURATION: The entry “DURATION” is missing."),
        ("DTSTART:20270420T100000Z\nDURATION:soon", "“soon” at “DURATION” is not a time."),
        (
            "DTSTART:20270420T100000Z\nDTEND:20270420T090000Z",
            "from the other entries follows > 2027-04-20T12:00:00+02:00",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT1H",
            "VEVENT[0].DTSTART: The time “20270328T023000” does not exist on that day",
        ),
        (
            "DTSTART;TZID=Mars/North:20270420T100000\nDURATION:PT1H",
            "The time zone “Mars/North” is not known.",
        ),
    ],
)
def test_every_fault_of_a_calendar_has_its_place(tmp_path: Path, lines: str, fault: str) -> None:
    reading = of(tmp_path, lines)
    assert reading.problem is None
    assert any(fault in one for one in said(reading)), said(reading)


def test_a_zone_that_nobody_knows_is_one_fault_however_often_it_is_named(tmp_path: Path) -> None:
    zone = "TZID=W. Europe Standard Time"
    reading = of(tmp_path, f"DTSTART;{zone}:20270420T100000\nDTEND;{zone}:20270420T103000")
    assert len(reading.faults) == 1
    assert "The time zone “W. Europe Standard Time” is not known" in said(reading)[0]


def test_an_entry_across_the_hour_that_clocks_show_twice_has_its_length(tmp_path: Path) -> None:
    reading = of(tmp_path, "DTSTART:20271031T003000Z\nDTEND:20271031T011000Z")
    assert reading.problem is not None
    assert [slot.start.astimezone(UTC).isoformat() for slot in reading.problem.slots if slot.start] == [
        "2027-10-31T00:30:00+00:00",
        "2027-10-31T00:50:00+00:00",
    ]


def test_a_length_in_seconds_counts(tmp_path: Path) -> None:
    reading = of(tmp_path, "DTSTART:20270420T080000Z\nDURATION:PT1200S")
    assert reading.problem is not None
    assert len(reading.problem.slots) == 1


def test_nothing_of_a_calendar_is_left_in_silence(tmp_path: Path) -> None:
    entry = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:Talk {0}\nDTSTART:20270420T0{0}0000Z\nDURATION:PT20M\n"
    zone = "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE\n"
    text = (
        f"\n BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Berlin\n{zone}BEGIN:VTODO\nUID:9\nEND:VTODO\nno property\n"
        f"{entry.format(7)}BEGIN:VALARM\nEND:VEVENT\nEND:VCALENDAR\n\n"
        f"BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Lisbon\n{entry.format(8)}END:VEVENT\nEND:VCALENDAR\n"
    )
    (tmp_path / "two.ics").write_text(text, "utf-8")
    reading = read(tmp_path / "two.ics")
    assert reading.problem is not None
    assert [talk.id for talk in reading.problem.talks] == ["7", "8"]
    assert said(reading) == [
        (
            "File “two.ics”: There is no place for these, not carried over:"
            " VALARM (1), VTODO (1), X-WR-TIMEZONE (1)."
        ),
        "File “two.ics”: Left out (lines that are no property): 1.",
    ]


def test_a_timetable_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    body = json.loads(TIMETABLE.read_text("utf-8"))
    day = next(iter(body["results"]["1"].values()))
    entry = next(iter(day.values()))
    for _ in range(100):
        entry = {"entryType": "Session", "entries": {"x": entry}}
    day["deep"] = entry
    (tmp_path / "deep.json").write_text(json.dumps(body), "utf-8")
    reading = read(tmp_path / "deep.json")
    assert reading.problem is None
    assert [one for one in said(reading) if "nested too deeply" in one]


def test_what_repeats_is_read_once_and_told(tmp_path: Path) -> None:
    reading = of(tmp_path, "DTSTART:20270420T080000Z\nDURATION:PT40M\nRRULE:FREQ=DAILY;COUNT=3")
    assert reading.problem is not None
    assert [sorted(talk.slots) for talk in reading.problem.talks] == [["10:00", "10:20"]]
    assert said(reading) == ["File “one.ics”: There is no place for these, not carried over: RRULE (1)."]


def test_folded_lines_quoted_zones_and_brackets_that_stay_open_are_read(tmp_path: Path) -> None:
    zone = 'DTSTART;VALUE=DATE-TIME;TZID="Europe/Lisbon":20270420T100\n 000\nDURATION:PT20M'
    reading = of(tmp_path, f"{zone}\nDESCRIPTION:Speakers: Ada (Labs\\, Bo (" + "(" * 20_000)
    assert reading.problem is not None
    assert [slot.start.isoformat() for slot in reading.problem.slots if slot.start] == [
        "2027-04-20T10:00:00+01:00"
    ]
    assert {person.id for person in reading.problem.participants} >= {"Ada"}


def test_a_hostile_line_of_speakers_is_read_at_once(tmp_path: Path) -> None:
    names = "a (b) " * 50_000 + ", Ada (Labs (Berlin)), Bo)"
    reading = of(tmp_path, f"DTSTART:20270420T080000Z\nDURATION:PT20M\nDESCRIPTION:Speakers: {names}")
    assert reading.problem is not None
    assert [(one.id, one.organisation) for one in reading.problem.participants[1:]] == [
        ("Ada", "Labs (Berlin)"),
        ("Bo", None),
    ]


def test_a_calendar_file_that_holds_no_calendar_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text("Dear all,\n", "utf-8")
    assert read_foreign(tmp_path / "x.ics", Frame()) is None
    assert read_problem(tmp_path / "x.ics").problem is None


def test_the_command_converts_a_calendar(tmp_path: Path) -> None:
    out = tmp_path / "event.json"
    assert main(["convert", str(CALENDAR), "--tables", "3", "-o", str(out)]) == 0
    problem = read_problem(out).problem
    assert problem is not None
    assert (len(problem.talks), len(problem.places)) == (2, 3)
