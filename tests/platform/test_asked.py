"""Which tests run on PostgreSQL: together they ask all that was asked on SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from tests import asked

from handschlag.directory.actions import index

pytestmark = pytest.mark.once
ASKED = {
    "a": (2, frozenset("pq")),
    "b": (2, frozenset("pqr")),
    "c": (200, frozenset("rs")),
    "d": (1, frozenset("s")),
    "e": (1, frozenset()),
}


def test_a_test_that_asks_nothing_new_is_left_out() -> None:
    assert asked.enough(ASKED, tests=ASKED) == {"b", "d"}


def test_what_runs_for_certain_has_asked_already() -> None:
    assert asked.enough(ASKED, tests="bde", certain="ac") == set()
    assert asked.enough(ASKED, tests="acd", certain="b") == {"d"}


def test_nothing_that_was_asked_is_lost_whatever_tests_there_are() -> None:
    many = {
        f"{number:03}": (number % 7, frozenset(str(number * step % 101) for step in range(1, 9)))
        for number in range(300)
    }
    chosen = asked.enough(many, tests=many)
    assert len(chosen) < 60
    assert frozenset.union(*(many[name][1] for name in chosen)) == frozenset.union(
        *(one[1] for one in many.values())
    )


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> asked.Recorder:
    """Listens until the test ends."""
    for name in ("_execute_with_wrappers", "fetchone", "fetchmany", "fetchall", "statement"):
        known = asked.CursorWrapper.__dict__.get(name)
        monkeypatch.setattr(asked.CursorWrapper, name, known, raising=False)
    monkeypatch.setattr(asked, "BETWEEN", {*asked.BETWEEN, __file__})
    recorder = asked.Recorder(tmp_path, "here")
    asked.listen(recorder)
    return recorder


def questions(notes: asked.Recorder, statement: str, *values: object) -> frozenset[tuple[str, ...]]:
    notes.asked = set()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.fetchmany(5)
    return frozenset(notes.asked)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["Müller", "name\0", "n" * 101, "n" * 256, 2**31])
def test_a_value_out_of_the_ordinary_makes_another_question(notes: asked.Recorder, value: object) -> None:
    asking = "SELECT 1 WHERE 'name' LIKE %s"
    usual = questions(notes, asking, "name")
    assert usual == questions(notes, asking, "")
    assert questions(notes, asking, value) > usual


@pytest.mark.django_db
def test_several_rows_in_an_order_are_more_than_one_row(notes: asked.Recorder) -> None:
    rows = "SELECT * FROM (SELECT 1 AS a UNION SELECT 2) AS b WHERE a <= %s ORDER BY a"
    assert questions(notes, rows, 2) > questions(notes, rows, 1)


@pytest.mark.django_db
def test_numbers_in_it_and_the_length_of_a_list_make_no_other_question(notes: asked.Recorder) -> None:
    two = questions(notes, "SELECT 7 WHERE 1 IN (%s, %s)", 1, 3)
    assert two == questions(notes, "SELECT 8 WHERE 1 IN (%s, %s, %s)", 1, 3, 4)


@pytest.mark.django_db
def test_a_question_that_fails_is_another_one(notes: asked.Recorder) -> None:
    with pytest.raises(DatabaseError):
        questions(notes, "SELECT 1 FROM nowhere")
    assert any("Error" in part for one in notes.asked for part in one)


@pytest.mark.django_db
def test_only_what_the_platform_asks_is_noted(notes: asked.Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "BETWEEN", {asked.__file__})
    assert not questions(notes, "SELECT 1 WHERE 1 = %s", 1)
    index.refresh_all()
    assert notes.asked
