"""Lists of meetings that networking platforms export: who asked whom, and what people were told."""

from __future__ import annotations

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
