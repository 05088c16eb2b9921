"""Problems through CSV and XLSX and back: nothing is lost, nothing is run as a formula."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import read_problem, write_problem_csv, write_problem_workbook
from treffen.problem import EntityKind, Participant, Place, Problem, Request, Slot

RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("language", ["de", "en"])
@given(data=st.data())
@RELAXED
def test_a_problem_goes_through_a_folder_of_csv(
    data: st.DataObject,
    problems: st.SearchStrategy[Problem],
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
) -> None:
    problem = data.draw(problems)
    folder = tmp_path_factory.getbasetemp() / "csv"
    write_problem_csv(folder, problem, language=language)
    reading = read_problem(folder)
    assert reading.faults == ()
    assert reading.notices == ()
    assert reading.problem == problem
    assert reading.problem.digest() == problem.digest()


@pytest.mark.parametrize("language", ["de", "en"])
@given(data=st.data())
@RELAXED
def test_a_problem_goes_through_a_workbook(
    data: st.DataObject,
    problems: st.SearchStrategy[Problem],
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
) -> None:
    problem = data.draw(problems)
    path = tmp_path_factory.getbasetemp() / "problem.xlsx"
    write_problem_workbook(path, problem, language=language)
    reading = read_problem(path)
    assert reading.faults == ()
    assert reading.notices == ()
    assert reading.problem == problem
    assert reading.problem.digest() == problem.digest()


def small(*ids: str, start: datetime | None = None) -> Problem:
    clock = [start + timedelta(minutes=30 * i) if start else None for i in range(3)]
    return Problem(
        slots=tuple(Slot(id=str(i), start=c) for i, c in enumerate(clock)),
        places=(Place(id="t"),),
        participants=tuple(Participant(id=id) for id in ids),
        requests=(Request(id="r", participants=ids[:2]),),
    )


@pytest.mark.parametrize(
    "start", [datetime(2027, 10, 31, 0, 0, tzinfo=UTC), datetime(2027, 3, 28, 0, 0, tzinfo=UTC)]
)
def test_times_survive_the_nights_on_which_clocks_are_changed(tmp_path: Path, start: datetime) -> None:
    problem = small("a", "b", start=start)
    write_problem_csv(tmp_path / "folder", problem)
    write_problem_workbook(tmp_path / "book.xlsx", problem)
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        reading = read_problem(path)
        assert reading.problem == problem


def test_labels_go_along_and_are_no_part_of_the_hash(tmp_path: Path) -> None:
    problem, labels = (
        small("a", "b"),
        {(EntityKind.PARTICIPANT, "a"): "Ada", (EntityKind.PLACE, "t"): "Tisch 1"},
    )
    write_problem_workbook(tmp_path / "book.xlsx", problem, labels=labels)
    reading = read_problem(tmp_path / "book.xlsx")
    assert reading.problem == problem
    assert reading.labels == labels


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path) -> None:
    problem = small("=1+1", "@SUM(A1)", "+49 30", "-x", "'=y", "\t=z")
    write_problem_csv(tmp_path, problem)
    with (tmp_path / "participants.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = [row[0] for row in csv.reader(file, delimiter=";")]
    assert ids == ["ID", "'=1+1", "'@SUM(A1)", "'+49 30", "'-x", "''=y", "'\t=z"]


def test_a_second_problem_in_the_same_folder_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    first = small("a", "b")
    with_frozen = Problem(**{f: getattr(first, f) for f in first.__dataclass_fields__} | {"most_breaks": 1})
    write_problem_csv(tmp_path, with_frozen)
    shutil.copy(tmp_path / "places.csv", tmp_path / "talks.csv")
    write_problem_csv(tmp_path, first)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "event.csv", "participants.csv", "places.csv", "requests.csv", "slots.csv",
    ]  # fmt: skip
    assert read_problem(tmp_path).problem == first
