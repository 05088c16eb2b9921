"""Lists of meetings that networking platforms export: who asked whom, and what people were told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from treffen.files import Reading
from treffen.files.foreign import Frame, read_foreign
from treffen.problem import EntityKind, Goal, Meeting, Participant, Place, Problem, Slot
from treffen.words import located_fault

MADE_UP = Path(__file__).parents[4] / "docs/howto/made-up/meetings"
START = datetime.fromisoformat("2027-04-20T10:00+02:00")
HEAD = "Host,Guest,Status,Date,Start time,End time,Location\n"


def read(path: Path, frame: Frame | None = None) -> Reading:
    reading = read_foreign(path, frame or Frame())
    assert reading is not None
    return reading


def said(reading: Reading) -> list[str]:
    return [located_fault(one, "en") for one in (*reading.faults, *reading.notices)]


def folder(tmp_path: Path, rows: str, people: str = "") -> Path:
    (tmp_path / "meetings.csv").write_text(HEAD + rows, "utf-8")
    if people:
        (tmp_path / "participants.csv").write_text(people, "utf-8")
    return tmp_path


def test_meetings_become_requests_and_those_with_time_and_place_promises() -> None:
    reading = read(MADE_UP)
    problem = reading.problem
    assert problem is not None
    assert [(r.id, r.participants, r.value) for r in problem.requests] == [
        ("m1", ("p1", "p2"), 2),
        ("m2", ("p3", "p1"), 1),
        ("m4", ("p3", "p2"), 2),
    ]
    assert problem.promised == (
        Meeting(request="m1", slot="10:00", place="Table 1"),
        Meeting(request="m4", slot="10:20", place="Table 2"),
    )
    assert Goal.CHANGED in problem.goals
    ada, bo, cy = problem.participants
    assert (ada.organisation, bo.free, cy.free) == ("Example Labs", {"10:00", "10:20"}, None)
    assert reading.labels[EntityKind.PARTICIPANT, "p1"] == "Ada Example"


def test_what_is_left_behind_is_said_with_its_column() -> None:
    email = "There is no place for these, not carried over: Email (3)."
    assert sorted(said(read(MADE_UP))) == [
        "File “meetings.csv”, line 1 (column “Rating”): The column “Rating” is not read.",
        "File “meetings.csv”: Left out (called off or declined): Declined (1).",
        f"File “participants.csv”, line 1 (column “Email”): {email}",
        "File “participants.csv”, line 1 (column “Interests”): The column “Interests” is not read.",
    ]


def test_a_workbook_in_german_is_the_same(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "export.xlsx")
    sheet = book.add_worksheet("Termine")
    rows = [("Anfrage von", "Anfrage an", "Status"), ("Ada", "Bo", "angenommen"), ("Bo", "Cy", "offen")]
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.add_worksheet("Umfrage").write(0, 0, "Wie war es?")
    book.close()
    own = Problem(slots=(Slot(id="10:00"),), places=(Place(id="t"),), participants=(), requests=())
    reading = read(tmp_path / "export.xlsx", Frame(event=Reading(problem=own)))
    assert reading.problem is not None
    assert [(r.participants, r.value) for r in reading.problem.requests] == [
        (("Ada", "Bo"), 2),
        (("Bo", "Cy"), 1),
    ]
    assert (reading.problem.slots, reading.problem.places) == (own.slots, own.places)
    assert said(reading) == ["Sheet “Umfrage”: The sheet “Umfrage” is not read."]


def test_in_a_frame_only_its_slots_and_places_are_promised(tmp_path: Path) -> None:
    slots = tuple(
        Slot(id=f"s{n}", start=START + timedelta(minutes=20 * n), end=START + timedelta(minutes=20 * n + 20))
        for n in range(2)
    )
    own = Problem(slots=slots, places=(Place(id="t1"),), participants=(Participant(id="Ada"),), requests=())
    rows = (
        "Ada,Bo,confirmed,2027-04-20,10:20,,t1\n"
        "Ada,Bo,confirmed,,10:00,,t1\n"
        "Ada,Bo,confirmed,2027-04-20,10:10,,t1\n"
        "Ada,Bo,confirmed,2027-04-20,10:00,,t9\n"
    )
    frame = Frame(event=Reading(problem=own))
    reading = read(folder(tmp_path, rows, "Name\nBo\n"), frame)
    assert reading.problem is not None
    assert [(m.request, m.slot, m.place) for m in reading.problem.promised] == [
        ("1", "s1", "t1"),
        ("2", "s0", "t1"),
    ]
    assert said(reading) == [
        "File “meetings.csv”: Meetings have been promised; this goal is added: changed.",
        "File “meetings.csv”: Left out (a time that is no slot): 1.",
        "File “meetings.csv”: Left out (a place that the event does not have): t9 (1).",
        "File “meetings.csv”: Left out (a time without a place that is known): 1.",
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Ada,Bo,perhaps,,,,\n", "line 2 (column “Status”): “perhaps” at “Status” is not a choice."),
        ("Ada,Bo,,,,,\n", "line 2 (column “Status”): The entry “Status” is missing here."),
        ("Ada,,accepted,,,,\n", "line 2 (column “Guest”): The entry “Participants” is missing here."),
        ("Ada,Boo,accepted,,,,\n", "line 2 (column “Guest”)"),
        ("Ada,Bo,accepted,2027-03-28,02:30,,\n", "The time “2027-03-28 02:30” does not exist on that day"),
        ("Ada,Bo,accepted,,noonish,,\n", "line 2 (column “Start time”): “noonish” at “Start” is not a time."),
        ("Ada,Bo,accepted,9999-12-31,10:00,,\n", "line 2 (column “Date”): “9999-12-31”"),
        ("Ada,Bo,accepted,,0001-01-01T00:00Z,,\n", "line 2 (column “Start time”): “0001-01-01T00:00Z”"),
    ],
)
def test_every_fault_has_its_cell(tmp_path: Path, row: str, fault: str) -> None:
    own = Problem(slots=(Slot(id="10:00"),), places=(Place(id="t"),), participants=(), requests=())
    reading = read(folder(tmp_path, row, "Name\nAda\nBo\n"), Frame(event=Reading(problem=own)))
    assert reading.problem is None
    assert fault.lower() in "\n".join(said(reading)).lower()


def test_an_unknown_person_gets_a_suggestion_and_a_name_twice_is_ambiguous(tmp_path: Path) -> None:
    people = "ID,Name\na,Ada\nb,Bo\nc,Bo\n"
    told = said(read(folder(tmp_path, "Adda,Bo,accepted,2027-04-20,10:00,10:20,t1\n", people)))
    assert any("(column “Host”)" in one and "Adda" in one for one in told)
    assert any("(column “Guest”)" in one and "It may mean: b, c" in one for one in told)


def test_two_columns_of_hosts_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "meetings.csv").write_text("Host,Organizer,Guest,Status\nAda,Ada,Bo,accepted\n")
    assert any("is there twice" in one for one in said(read(tmp_path)))


def test_our_own_sheets_are_not_taken_for_a_list_of_meetings(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_text("From,To,Value\nada,bo,3\n")
    (tmp_path / "participants.csv").write_text("ID\nada\nbo\n")
    assert read_foreign(tmp_path, Frame()) is None


def test_somebody_may_be_there_until_the_end_of_time(tmp_path: Path) -> None:
    people = "Name,Available\nAda,9999-12-31\nBo,\n"
    reading = read(folder(tmp_path, "Ada,Bo,accepted,2027-04-20,10:00,10:20,t1\n", people))
    assert reading.problem is not None
    assert reading.problem.participants[0].free == frozenset()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("2027-04-20,10:00,10:20,a\nC,D,open,2027-04-20,10:00,10:40,b", "line 3 (column “End time”)"),
        ("2027-04-20,10:00,10:40,a\nC,D,open,2027-04-20,10:20,10:40,b", "line 3 (column “Start time”)"),
        ("2027-04-20,10:00,,a\nC,D,open,2027-04-21,10:00,,b\nC,D,open,,11:00,,b", "line 4 (column “Date”)"),
    ],
)
def test_rows_whose_times_contradict_each_other_are_told(tmp_path: Path, rows: str, fault: str) -> None:
    reading = read(folder(tmp_path, f"Ada,Bo,accepted,{rows}\n"))
    assert reading.problem is None
    assert fault in said(reading)[0]


def test_times_with_an_offset_are_the_same_moment_on_our_clocks(tmp_path: Path) -> None:
    rows = "Ada,Bo,accepted,,2027-04-20T10:00:00Z,2027-04-20T10:30:00Z,t1\n"
    problem = read(folder(tmp_path, rows)).problem
    assert problem is not None
    (slot,) = problem.slots
    assert (slot.id, str(slot.start), str(slot.end)) == (
        "12:00",
        "2027-04-20 12:00:00+02:00",
        "2027-04-20 12:30:00+02:00",
    )


def test_a_day_and_a_time_may_share_the_column_of_dates(tmp_path: Path) -> None:
    (tmp_path / "meetings.csv").write_text(
        "Host,Guest,Status,Date,Location\nAda,Bo,booked,2027-04-20 10:00,t1\nAda,Cy,cancelled,,\n"
    )
    problem = read(tmp_path).problem
    assert problem is not None
    assert problem.promised == (Meeting(request="1", slot="10:00", place="t1"),)


def test_slots_before_and_after_a_change_of_clocks_are_found_by_what_clocks_show(tmp_path: Path) -> None:
    starts = [
        datetime.fromisoformat(f"2027-03-{day}T10:00{off}") for day, off in ((27, "+01:00"), (29, "+02:00"))
    ]
    slots = tuple(
        Slot(id=f"s{n}", block=f"b{n}", start=start, end=start + timedelta(minutes=20))
        for n, start in enumerate(starts)
    )
    own = Problem(slots=slots, places=(Place(id="t1"),), participants=(), requests=())
    rows = "Ada,Bo,booked,2027-03-27,10:00,,t1\nAda,Cy,booked,2027-03-29,10:00,,t1\n"
    rows += "Bo,Cy,booked,,2027-03-29T08:00Z,,t1\n"
    problem = read(folder(tmp_path, rows), Frame(event=Reading(problem=own))).problem
    assert problem is not None
    assert [meeting.slot for meeting in problem.promised] == ["s0", "s1", "s1"]


def test_a_comma_makes_no_two_people_of_one_name(tmp_path: Path) -> None:
    rows = '"Meyer, Anna","Schmidt, Bo; Cy",open,,,,\n'
    own = Problem(slots=(Slot(id="10:00"),), places=(Place(id="t"),), participants=(), requests=())
    problem = read(folder(tmp_path, rows), Frame(event=Reading(problem=own))).problem
    assert problem is not None
    assert problem.requests[0].participants == ("Meyer, Anna", "Schmidt, Bo", "Cy")


def test_what_the_frame_has_promised_and_its_goals_are_kept(tmp_path: Path) -> None:
    told = read(MADE_UP)
    assert told.problem is not None
    goals = (Goal.VALUE, Goal.BREAKS)
    own = replace(told.problem, goals=goals)
    (tmp_path / "meetings.csv").write_text(
        "ID,Host,Guest,Status,Start,Place\nx,Ada Example,Cy Example,booked,10:20,Table 1\n"
    )
    reading = read(tmp_path, Frame(event=Reading(problem=own, labels=told.labels)))
    assert reading.problem is not None
    assert reading.problem.promised[:2] == own.promised
    assert reading.problem.promised[2] == Meeting(request="x", slot="10:20", place="Table 1")
    assert reading.problem.goals == (Goal.VALUE, Goal.CHANGED, Goal.BREAKS)
    assert any("this goal is added: changed" in one for one in said(reading))


def test_equal_ids_of_two_systems_are_not_the_same_person(tmp_path: Path) -> None:
    own = Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="t"),),
        participants=(Participant(id="1"), Participant(id="2")),
        requests=(),
    )
    labels = {(EntityKind.PARTICIPANT, "1"): "Ada", (EntityKind.PARTICIPANT, "2"): "Bo"}
    frame = Frame(event=Reading(problem=own, labels=labels))
    people = "ID,Name\n2,Ada\n9,Bo\n7,Cy\n"
    reading = read(folder(tmp_path, "2,7,open,,,,\n", people), frame)
    assert reading.problem is not None
    assert reading.problem.requests[0].participants == ("1", "7")
    assert "File “meetings.csv”: Taken for the same people: Ada = 1, Bo = 2." in said(reading)
    reading = read(folder(tmp_path, "Cy,Ada,open,,,,\n", "ID,Name\n1,Cy\n8,Ada\n"), frame)
    assert reading.problem is None
    assert any("participants.csv”, line 2 (column “Name”)" in one for one in said(reading))


def test_ids_that_are_numbers_and_sheets_without_heads(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "export.xlsx")
    sheets: dict[str, list[tuple[object, ...]]] = {
        "Meetings": [("Host", "Guest", "Status", "Stand"), (12, 13, "open", "B 7")],
        "People": [("?", "!"), (1, 2)],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    own = Problem(slots=(Slot(id="10:00"),), places=(Place(id="B 7"),), participants=(), requests=())
    reading = read(tmp_path / "export.xlsx", Frame(event=Reading(problem=own)))
    assert reading.problem is not None
    assert reading.problem.requests[0].participants == ("12", "13")
    assert said(reading) == ["Sheet “People”: The sheet “People” is not read."]


def test_a_list_as_a_german_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    """Semicolons, Windows-1252, German columns, dates and words."""
    head = "Anfrage von;Anfrage an;Status;Datum;Startzeit;Endzeit;Tisch\r\n"
    rows = "Jörg Müller;Änne Groß;angenommen;20.04.2027;10:00;10:20;Tisch 1\r\nCem;Änne Groß;offen;;;;\r\n"
    (tmp_path / "Gespräche.csv").write_bytes((head + rows).encode("cp1252"))
    problem = read(tmp_path).problem
    assert problem is not None
    assert [(r.participants, r.value) for r in problem.requests] == [
        (("Jörg Müller", "Änne Groß"), 2),
        (("Cem", "Änne Groß"), 1),
    ]
    (slot,) = problem.slots
    assert (slot.start, slot.end) == (START, START + timedelta(minutes=20))
    assert [meeting.place for meeting in problem.promised] == ["Tisch 1"]
