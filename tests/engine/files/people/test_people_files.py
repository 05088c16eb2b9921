"""Profiles come in alike from every format; all that is wrong is said at once, with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.engine.files.people.shape import check
from tests.engine.recommendation.standin import Concepts, pool_of

import treffen.files
from treffen.files import read_event, read_problem, write_problem_csv
from treffen.files.people import (
    add_requests,
    lists_object,
    read_people,
    write_lists,
    write_people_json,
    write_people_template,
)
from treffen.files.people.columns import STATEMENT_KINDS
from treffen.files.people.people_json import POSITION, PROFILE, STATEMENT
from treffen.language.kind_names import StatementKind as Kind
from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    Participant,
    Place,
    Problem,
    ReadingFaultKind,
    Request,
    Slot,
)
from treffen.recommendation import ActorKind, Direction, Position
from treffen.recommendation.lists import Recommender
from treffen.words import located_fault

K = ReadingFaultKind
SCHEMAS = Path(treffen.files.__file__).parent / "schema"
PEOPLE, LISTS = (json.loads((SCHEMAS / f"{n}.schema.json").read_text("utf-8")) for n in ("people", "lists"))


def test_a_csv_of_profiles_is_read(folder: Path) -> None:
    reading = read_people(folder)
    assert reading.faults == ()
    assert reading.pool is not None
    ada, bo = reading.pool.profiles
    assert [s.text for s in ada.offers] == ["Prüfstand, für Zellen", "Kathoden"]  # a text keeps its commas
    assert [(s.id, s.direction) for s in ada.needs] == [("ada:n1", Direction.NEED)]
    assert ada.position == Position(lat=52.5, lon=13.4)
    assert (ada.kind, bo.kind) == (ActorKind.COMPANY, ActorKind.RESEARCH)
    assert ada.known == {"bo"}  # named by the label
    assert ada.languages == {"de", "en"}
    assert reading.labels[EntityKind.PROFILE, "ada"] == "Ada Beispiel"


def test_a_workbook_and_json_say_the_same(folder: Path, tmp_path: Path) -> None:
    pool = read_people(folder).pool
    assert pool is not None
    book = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(str(book)) as made:
        sheet = made.add_worksheet("Profile")
        for row, line in enumerate((folder / "people.csv").read_text("utf-8-sig").splitlines()):
            sheet.write_row(row, 0, line.split(";"))
    written = tmp_path / "people.json"
    write_people_json(written, pool, labels=read_people(folder).labels)
    assert read_people(book).pool == pool
    assert read_people(written).pool == pool
    assert read_people(written).labels == read_people(folder).labels
    check(json.loads(written.read_text("utf-8")), PEOPLE)


def test_any_pool_comes_back_from_json(tmp_path: Path) -> None:
    pool = replace(pool_of(30, seed=4), title="Pool")
    write_people_json(tmp_path / "p.json", pool)
    again = read_people(tmp_path / "p.json").pool
    assert again == pool
    assert again is not None
    assert (again.title, again.digest()) == ("Pool", pool.digest())
    check(json.loads((tmp_path / "p.json").read_text("utf-8")), PEOPLE)


def test_the_schema_has_the_keys_that_are_read() -> None:
    for name, record in (("profile", PROFILE), ("statement", STATEMENT), ("position", POSITION)):
        assert set(PEOPLE["$defs"][name]["properties"]) == set(record.keys) | record.extras
        assert set(PEOPLE["$defs"][name]["required"]) == set(record.required)


def test_all_faults_of_a_csv_are_said_with_their_cells(folder: Path) -> None:
    rows = (
        "Kennung;Gesuch;Art;Kennt schon;Gewünschte Gespräche;Breite;Länge;Sprache der Texte",
        "ada;Recycling;Raumschiff;eve;viele;;;de",
        "bo;Prüfstand;;;3;hoch;9;fr",
        "bo;Laser;;;;91;9;en",
    )
    (folder / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    found = [(f.fault.kind, f.where.cell) for f in read_people(folder).faults]
    assert found == [
        (K.NOT_A_CHOICE, "C2"),
        (FaultKind.UNKNOWN_ID, "D2"),
        (K.NOT_A_NUMBER, "E2"),
        (K.NOT_A_NUMBER, "F3"),
        (FaultKind.BAD_POSITION, "F3"),  # of the second row with this id
        (K.NOT_A_CHOICE, "H3"),
        (FaultKind.DUPLICATE_ID, "A4"),
        (FaultKind.DUPLICATE_ID, "B4"),  # the statement, which takes its id from the row
    ]


def test_statements_have_kinds_in_every_format(tmp_path: Path) -> None:
    rows = (
        "Kennung;Angebot 1;Art des Angebots 1;Angebot 2;Art des Angebots 2;Gesuch;Art des Gesuchs",
        "ada;Prüfstand;Prüfung;Kathoden;;Werk für Versuche;Pilotanwender:in",
        "bo;;;Kapital;investor;Recycling;",
    )
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    pool = read_people(tmp_path).pool
    assert pool is not None
    kinds = [[one.kind for one in (*p.offers, *p.needs)] for p in pool.profiles]
    assert kinds == [[Kind.TEST, None, Kind.PILOT], [Kind.INVESTOR, None]]
    write_people_json(tmp_path / "people.json", pool)
    written = json.loads((tmp_path / "people.json").read_text("utf-8"))
    assert [one.get("kind") for one in written["people"][0]["offers"]] == ["test", None]
    check(written, PEOPLE)
    assert read_people(tmp_path / "people.json").pool == pool


def test_a_kind_that_is_none_or_of_no_statement_is_a_fault(tmp_path: Path) -> None:
    rows = (
        "Kennung;Angebot;Art des Angebots;Gesuch;Art des Gesuchs;Art des Gesuchs 2",
        "ada;Prüfstand;Raumschiff;Recycling;Lieferrant;",
        "bo;;Prüfung;Recycling;;Partner",
    )
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    faults = read_people(tmp_path).faults
    assert [(f.fault.kind, f.where.cell) for f in faults] == [
        (K.NOT_A_CHOICE, "C2"),
        (K.NOT_A_CHOICE, "E2"),
        (K.MISSING_VALUE, "C3"),
        (K.MISSING_VALUE, "F3"),
    ]
    assert faults[1].suggestion == "lieferant"
    said = located_fault(faults[0], "en")
    assert all(kind.value in said for kind in Kind)


def test_the_schema_and_the_sheet_know_every_kind() -> None:
    assert PEOPLE["$defs"]["statement"]["properties"]["kind"]["enum"] == [*Kind, None]
    assert {*STATEMENT_KINDS.values()} == {*Kind} == {*Kind} & {*STATEMENT_KINDS}


def _json(tmp_path: Path, people: object) -> Path:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"format": "treffen.people/1", "people": people}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("people", "kind", "place"),
    [
        ({}, K.WRONG_TYPE, "people"),
        ([7], K.WRONG_TYPE, "people[0]"),
        ([{"id": "a", "age": 7}], K.UNKNOWN_KEY, "people[0].age"),
        ([{"id": "a", "kind": "ship"}], K.NOT_A_CHOICE, "people[0].kind"),
        (
            [{"id": "a", "offers": [{"text": "x", "kind": "ship"}]}],
            K.NOT_A_CHOICE,
            "people[0].offers[0].kind",
        ),
        ([{"id": "a", "needs": [{"text": 7}]}], K.WRONG_TYPE, "people[0].needs[0].text"),
        ([{"id": "a", "needs": [{"text": ""}]}], FaultKind.EMPTY_STATEMENT, "people[0].needs[0].text"),
        ([{"id": "a", "needs": [{"concepts": ["X"]}]}], FaultKind.UNKNOWN_ID, "people[0].needs[0].concepts"),
        ([{"id": "a", "blocked": ["b"]}], FaultKind.UNKNOWN_ID, "people[0].blocked"),
        ([{"id": "a", "position": {"lat": 1}}], K.MISSING_KEY, "people[0].position.lon"),
    ],
)
def test_faults_of_json_have_their_path(tmp_path: Path, people: object, kind: Any, place: str) -> None:
    reading = read_people(_json(tmp_path, people), concepts=frozenset(["LASER"]))
    assert reading.pool is None
    assert [(f.fault.kind, f.where.path) for f in reading.faults] == [(kind, place)]


@pytest.mark.parametrize("name", ["missing.json", "notes.txt", "missing.xlsx"])
def test_files_that_are_none_are_no_trouble(tmp_path: Path, name: str) -> None:
    assert read_people(tmp_path / name).pool is None
    assert len(read_people(tmp_path / name).faults) == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_is_read_and_its_marked_rows_do_not_count(tmp_path: Path, language: Any) -> None:
    path = tmp_path / "profiles.xlsx"
    write_people_template(path, language=language)
    reading = read_people(path)
    assert [f.fault.kind for f in reading.faults] == [K.NOTHING_FILLED_IN]


def test_lists_follow_their_schema(tmp_path: Path) -> None:
    lists = Recommender(pool_of(40), Concepts).lists()
    write_lists(tmp_path / "lists.json", lists)
    written = json.loads((tmp_path / "lists.json").read_text("utf-8"))
    assert written == lists_object(lists)
    check(written, LISTS)


def _event(pool_ids: list[str], requests: tuple[Request, ...] = ()) -> Problem:
    return Problem(
        slots=(Slot(id="1"), Slot(id="2")),
        places=(Place(id="t1"),),
        participants=tuple(Participant(id=i) for i in pool_ids),
        requests=requests,
    )


def test_recommended_pairs_become_requests_once_each() -> None:
    pool = pool_of(20, seed=1)
    lists = Recommender(pool, Concepts).lists(with_reasons=False)
    ids = [str(p.id) for p in pool.profiles if p.id != "p3"]
    first = lists.lists[0]
    known = Request(id="old", participants=(first.participant, first.entries[0].partner))
    problem, absent = add_requests(_event(ids, (known,)), lists)
    assert problem.faults() == ()
    pairs = [frozenset(r.participants) for r in problem.requests]
    assert len(pairs) == len(set(pairs)) > 20
    assert "p3" not in {person for pair in pairs for person in pair}
    assert absent == ("p3",)
    assert all(1 <= r.value <= 100 for r in problem.requests)
    assert problem.requests[0] == known


def test_an_event_may_come_without_requests(tmp_path: Path) -> None:
    write_problem_csv(tmp_path / "event", _event(["ada", "bo"]))
    (tmp_path / "event" / "requests.csv").unlink()
    assert read_problem(tmp_path / "event").problem is None
    assert read_event(tmp_path / "event").problem is not None


def test_faults_name_noun_and_id(folder: Path) -> None:
    text = (folder / "people.csv").read_text("utf-8-sig").replace("Bo Beispiel\n", "niemand\n", 1)
    (folder / "people.csv").write_text(text, "utf-8")
    faults = [f.fault for f in read_people(folder).faults]
    assert faults == [
        Fault(kind=FaultKind.UNKNOWN_ID, noun=EntityKind.PROFILE, id="ada", field="known", value="niemand")
    ]
