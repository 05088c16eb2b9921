"""What some sentences say, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from treffen import words
from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    Goal,
    LocatedFault,
    Meeting,
    Place,
    Problem,
    ReadingFault,
    ReadingFaultKind,
    Slot,
    Where,
)
from treffen.timetable import (
    Core,
    CoreKind,
    GoalResult,
    GoalStatus,
    Plan,
    PlanStatus,
    ProofKind,
    Reason,
    Remedy,
    RemedyKind,
    StopReason,
    Timetable,
    Unscheduled,
    differences,
)
from treffen.verification import Violation, ViolationKind

NAMES = {
    (EntityKind.PARTICIPANT, "3"): "Ada Beispiel",
    (EntityKind.PLACE, "t1"): "Tisch 1",
    (EntityKind.SLOT, "1"): "10:00",
}


def named(noun: EntityKind, id: str) -> str:
    return NAMES.get((noun, id), id)


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert words.number(1234567.25, "de", digits=2) == "1.234.567,25"
    assert words.number(1234567.25, "en", digits=2) == "1,234,567.25"
    assert words.number(-1200, "de") == "-1.200"
    assert words.percent(0.00013, "de") == "0,013\N{NO-BREAK SPACE}%"
    assert words.percent(0.00013, "en") == "0.013%"


@pytest.mark.parametrize(("count", "german"), [(0, "0 Pausen"), (1, "1 Pause"), (1200, "1.200 Pausen")])
def test_plurals_follow_the_number(count: int, german: str) -> None:
    assert words.amount(Goal.BREAKS, count, language="de") == german


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    assert words.joined_words(map(str, range(12)), "de", most=4) == "0, 1, 2 und 9 weitere"
    assert words.joined_words(["a"], "de") == "a"
    assert words.joined_words([], "de") == ""


def test_a_full_participant_is_named_with_counts_and_slots() -> None:
    nine, slots = tuple(f"m{i}" for i in range(9)), tuple(str(i) for i in range(9, 17))
    core = Core(kind=CoreKind.SLOTS_OF_PARTICIPANT, requests=nine, participants=("17",), slots=slots)
    event = Problem(
        slots=tuple(Slot(id=str(i)) for i in range(1, 18)), places=(), participants=(), requests=()
    )
    assert words.core(core, "de", problem=event) == (
        "Teilnehmer:in 17 hat 9 Gespräche in den Zeitfenstern 9 bis 16, aber nur 8 freie Zeitfenster."
    )
    assert words.core(core, "en", problem=event) == (
        "Participant 17 has 9 meetings in slots 9 to 16, but only 8 free slots."
    )


def test_slots_with_a_gap_are_named_by_their_runs() -> None:
    slots = ("12", "1", "3", "4", "5", "6", "9", "10")
    core = Core(kind=CoreKind.PLACES, requests=("a", "b"), slots=slots)
    event = Problem(
        slots=tuple(Slot(id=str(i)) for i in range(1, 18)), places=(), participants=(), requests=()
    )
    assert words.core(core, "de", problem=event) == (
        "Für 2 Gespräche in den Zeitfenstern 1, 3 bis 6, 9, 10 und 12 gibt es nicht genug passende Orte."
    )


def test_the_requests_of_a_core_are_listed_and_a_minimal_one_says_so() -> None:
    core = Core(kind=CoreKind.TOGETHER, requests=("1", "2"), is_minimal=True)
    assert words.core_details(core, "de") == (
        "Betroffen: Anfragen 1 und 2. Entfällt eine davon, löst sich dieser Widerspruch."
    )


def test_names_replace_ids_and_proper_names_stand_alone() -> None:
    full = Unscheduled(request="7", reason=Reason.PERSON_FULL, participants=("3",))
    assert words.reason(full, "de", name=named).startswith("Ada Beispiel hat schon")
    assert words.reason(full, "de").startswith("Teilnehmer:in 3 hat schon")
    places = Remedy(kind=RemedyKind.MORE_PLACES, slot="1")
    assert words.remedy(places, "de", name=named) == (
        "Im Zeitfenster 10:00 genügt ein weiterer passender Ort."
    )


def test_one_and_several_take_their_own_verbs() -> None:
    one = Remedy(kind=RemedyKind.FREE_PARTICIPANT, slot="5", participants=("3",))
    two = Remedy(kind=RemedyKind.FREE_PARTICIPANT, slot="5", participants=("3", "4"))
    assert words.remedy(one, "de") == "Es genügt, wenn Teilnehmer:in 3 im Zeitfenster 5 frei ist."
    assert words.remedy(two, "de") == "Es genügt, wenn Teilnehmer:innen 3 und 4 im Zeitfenster 5 frei sind."


def test_a_fault_names_noun_id_field_and_value() -> None:
    unknown = Fault(
        kind=FaultKind.UNKNOWN_ID, noun=EntityKind.REQUEST, id="12", field="participants", value="99"
    )
    assert words.fault(unknown, "de") == (
        "Anfrage 12: Im Feld „Teilnehmer:innen“ steht „99“. Eine Teilnehmer:in mit dieser Kennung gibt es "
        "nicht. Berichtigen Sie die Kennung, oder ergänzen Sie den Eintrag."
    )
    assert words.fault(unknown, "en") == (
        "Request 12: the field “participants” names “99”. There is no participant with this id. "
        "Correct the id, or add the entry."
    )


def test_braces_in_an_id_are_text_and_never_a_template() -> None:
    odd = Fault(kind=FaultKind.DUPLICATE_ID, noun=EntityKind.PLACE, id="{0.__class__}", field="id")
    assert "{0.__class__}" in words.fault(odd, "en")


def _plan(held: int, missing: int, status: PlanStatus, **more: object) -> Plan:
    meetings = tuple(Meeting(request=str(i), slot="1", place="t1") for i in range(held))
    rest = tuple(Unscheduled(request=f"u{i}", reason=Reason.PLACES_FULL) for i in range(missing))
    return Plan(problem="sha256:0", status=status, timetable=Timetable(meetings), unscheduled=rest, **more)


def test_the_answer_says_what_is_held_and_what_is_proved() -> None:
    breaks = GoalResult(goal=Goal.BREAKS, value=2, bound=2, status=GoalStatus.OPTIMAL, proof=ProofKind.SEARCH)
    plan = _plan(154, 0, PlanStatus.OPTIMAL, goals=(breaks,))
    assert words.answer(plan, "de") == (
        "Alle 154 Gespräche finden statt; es bleiben 2 Pausen. Besser geht es nicht, das ist bewiesen."
    )
    assert words.answer(_plan(1400, 2, PlanStatus.FEASIBLE), "de") == (
        "1.400 von 1.402 angefragten Gesprächen finden statt. Ob es besser geht, ist noch nicht bewiesen."
    )
    assert words.answer(_plan(0, 0, PlanStatus.INFEASIBLE), "en").endswith("This is proved.")
    asked = _plan(0, 3, PlanStatus.UNKNOWN, stopped=StopReason.INTERRUPTED)
    assert "interruption" in words.answer(asked, "en")
    assert "interruption" not in words.answer(_plan(0, 3, PlanStatus.UNKNOWN), "en")


def test_what_is_proved_of_the_first_goal_is_said_and_what_is_open_is_named() -> None:
    value = GoalResult(goal=Goal.VALUE, value=9, bound=9, status=GoalStatus.OPTIMAL, proof=ProofKind.TRIVIAL)
    idle = replace(value, goal=Goal.IDLE, value=0, bound=0)
    changes = replace(value, goal=Goal.CHANGES, value=3, bound=1, status=GoalStatus.FEASIBLE)
    plan = _plan(5, 2, PlanStatus.FEASIBLE, goals=(value, idle, changes))
    assert words.answer(plan, "en") == (
        "5 of 7 requested meetings take place, without an idle slot. More value is impossible. "
        "Not proved to the end: Place changes."
    )
    assert words.answer(_plan(5, 2, PlanStatus.FEASIBLE, goals=(changes, value)), "de") == (
        "5 von 7 angefragten Gesprächen finden statt; es bleiben 3 Ortswechsel. "
        "Ob es mit weniger geht, ist offen; weniger als 1 ist unmöglich."
    )
    more = replace(value, bound=10)
    assert "11.2% more value" in words.evidence(_plan(5, 2, PlanStatus.FEASIBLE, goals=(more,)), "en")


def test_differences_are_told_group_by_group() -> None:
    before = Timetable(
        (
            Meeting(request="1", slot="1", place="t1"),
            Meeting(request="2", slot="1", place="t2"),
            Meeting(request="3", slot="2", place="t1"),
        )
    )
    after = Timetable(
        (
            Meeting(request="1", slot="1", place="t1"),
            Meeting(request="2", slot="2", place="t2"),
            Meeting(request="4", slot="1", place="t2"),
        )
    )
    assert list(words.differences(differences(before, after), "de", name=named)) == [
        "1 Gespräch bleibt, wie es war.",
        "1 Gespräch wandert:",
        "  Gespräch 2: Zeitfenster 10:00 → Zeitfenster 2",
        "1 Gespräch entfällt:",
        "  Gespräch 3: Zeitfenster 2, Tisch 1",
        "1 Gespräch kommt hinzu:",
        "  Gespräch 4: Zeitfenster 10:00, Ort t2",
    ]


def test_a_place_keeps_its_noun_while_it_has_only_an_id() -> None:
    assert words.called(EntityKind.PLACE, Place(id="t7").id, language="de") == "Ort t7"
    assert words.called(EntityKind.PLACE, "Tisch 7", language="de") == "Tisch 7"
    assert words.called_all(EntityKind.PLACE, ["t1", "t2"], language="en") == "places t1 and t2"


@pytest.mark.parametrize(
    ("place", "language", "said"),
    [
        (Where(sheet="Anfragen"), "de", "„1,5“"),
        (Where(sheet="Anfragen"), "en", "“1.5”"),
        (Where(sheet="anfragen.csv"), "de", "„1.5“"),
        (Where(path="requests[0].value"), "de", "„1.5“"),
    ],
)
def test_a_number_has_its_comma_where_a_german_sheet_shows_one(
    place: Where, language: words.Language, said: str
) -> None:
    half = ReadingFault(kind=ReadingFaultKind.NOT_WHOLE, field="value", value="1.5")
    assert f"{said} " in words.located_fault(LocatedFault(fault=half, where=place), language)


def test_a_located_fault_begins_with_its_place_and_ends_with_what_was_meant() -> None:
    missing = ReadingFault(
        kind=ReadingFaultKind.NOT_A_CHOICE, field="kind", value="tabel", expected="table, room"
    )
    where = Where(sheet="Orte", row=3, column=2, header="Art")
    fault = LocatedFault(fault=missing, where=where, suggestion="table")
    assert words.located_fault(fault, "de") == (
        "Blatt „Orte“, Zelle B3 (Spalte „Art“): „tabel“ bei „Art“ steht nicht zur Wahl. "
        "Möglich ist: table, room. Meinen Sie „table“?"
    )
    assert words.located_fault(LocatedFault(fault=missing), "en").startswith("“tabel” at “kind”")


@pytest.mark.parametrize(
    ("where", "english"),
    [
        (Where(), ""),
        (
            Where(sheet="requests.csv", row=4, column=2, header="value"),
            "file “requests.csv”, line 4 (column “value”)",
        ),
        (Where(row=3, column=17, path="requests[3].value"), "line 3, character 17, at requests[3].value"),
        (Where(sheet="Places", row=9), "sheet “Places”, row 9"),
    ],
)
def test_a_place_is_said_as_the_kind_of_file_would(where: Where, english: str) -> None:
    assert words.place_in_file(where, "en") == english


def test_a_violation_names_all_it_concerns() -> None:
    clash = Violation(kind=ViolationKind.PLACE_CLASH, requests=("7", "8"), slots=("1", "2"), places=("t1",))
    assert words.violation(clash, "de", name=named) == (
        "Tisch 1 ist in den Zeitfenstern 10:00 und 2 doppelt belegt: Gespräche 7 und 8."
    )
