"""Which tests run on PostgreSQL: together they ask all that was asked on SQLite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, models, transaction
from tests import asked, second_run

from handschlag.directory.index import documents

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


def test_what_is_skipped_here_asks_nothing_here(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    skipped, other = (
        pytest.Function.from_parent(request.node.parent, name=name, callobj=lambda: None)
        for name in ("skipped", "other")
    )
    skipped.add_marker(pytest.mark.skipif(True, reason="as others are on PostgreSQL"))
    noted = {skipped.nodeid: (1, ["p"]), other.nodeid: (9, ["p"])}
    (tmp_path / "alone.json").write_text(json.dumps(noted))
    assert second_run.asked_by_others(tmp_path, [skipped, other]) == set()


def test_of_a_test_with_parts_those_run_again_that_ask_something_new(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    console, other = (
        pytest.Function.from_parent(request.node.parent, name=name, callobj=lambda: None)
        for name in ("console", "other")
    )
    recorder = asked.Recorder(tmp_path, "alone")
    for test, asking in (
        (other, {"": "p"}),
        (console, {"": "p", "start": "q", "start > emails": "pq", "start > plan > run": "r"}),
    ):
        recorder.pytest_runtest_logstart(test.nodeid)
        for part, questions in asking.items():
            recorder.begin(part)
            recorder.number += 1
            recorder.add(*((one,) for one in questions))
        recorder.begin("")
        recorder.tests |= recorder.parts
    recorder.pytest_sessionfinish()
    assert second_run.asked_by_others(tmp_path, [console, other]) == {other}
    wanted = console.stash[second_run.WANTED]
    assert wanted == {"start > emails", "start > plan > run"}

    parts = second_run.Parts(recorder=None, wanted=wanted)
    ways = ("start", "start > emails", "start > plan", "start > plan > run", "start > plan > runs", "emails")
    met = [one for one in ways if parts.leads_to(one)]
    assert met == ["start", "start > emails", "start > plan", "start > plan > run"]
    for one in met[:-1]:
        parts.begin(one)
    assert parts.missed() == {"start > plan > run"}
    everything = second_run.Parts(recorder=None, wanted=None)
    assert (everything.leads_to("emails"), everything.missed()) == (True, frozenset())
    beginning = second_run.Parts(recorder=None, wanted=frozenset())  # what is new comes before all parts
    assert (beginning.leads_to("start"), beginning.missed()) == (False, frozenset())


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> asked.Recorder:
    """Listens until the test ends."""
    for name in ("_execute_with_wrappers", "fetchone", "fetchmany", "fetchall", "statement", "is_ours"):
        known = asked.CursorWrapper.__dict__.get(name)
        monkeypatch.setattr(asked.CursorWrapper, name, known, raising=False)
    monkeypatch.setattr(connection, "failed", "", raising=False)
    monkeypatch.setattr(asked.Field, "get_db_prep_save", asked.Field.get_db_prep_save)
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
@pytest.mark.parametrize("value", ["Müller", "name\0", "n" * 101, "n" * 256, 2**15, 2**31])
def test_a_value_out_of_the_ordinary_makes_another_question(notes: asked.Recorder, value: object) -> None:
    asking = "SELECT 1 WHERE 'name' LIKE %s"
    usual = questions(notes, asking, "name")
    assert usual == questions(notes, asking, "")
    assert questions(notes, asking, value) > usual


def asked_with(statement: str, *values: object) -> set[tuple[str, ...]]:
    recorder = asked.Recorder(Path(), "")
    recorder.note(statement, values, is_many=False)
    return recorder.taken()


def test_a_value_is_known_by_its_column_in_whatever_row() -> None:
    one, long = "INSERT INTO a (b, c) VALUES (%s, %s)", "n" * 101
    two = f"{one}, (%s, %s)"
    assert asked_with(one, long, "") != asked_with(one, "", long)
    assert asked_with(two, "", long, "", "") == asked_with(two, "", "", "", long)
    assert asked_with(two, "", long, "", "") == asked_with(f"{two}, (%s, %s)", "", "", "", "", "", long)
    assert asked_with(two, "", long, "", "") != asked_with(two, "", "", long, "")
    assert asked_with(one) != asked_with(two)


def test_a_value_has_no_place_within_a_list_but_one_behind_it() -> None:
    asking, long = "SELECT 1 WHERE a IN (%s, %s) AND b = %s", "n" * 101
    assert asked_with(asking, long, "", "") == asked_with(asking, "", long, "")
    assert asked_with(asking, "", long, "") != asked_with(asking, "", "", long)
    longer = asking.replace("(%s", "(%s, %s")
    assert asked_with(asking, "", "", long) == asked_with(longer, "", "", "", long)


def test_cases_are_one_question_only_where_they_are_alike() -> None:
    case = "WHEN (id = %s) THEN %s "
    assert asked_with(f"CASE {case * 2}END", 1, "n" * 101) == asked_with(
        f"CASE {case * 3}END", *[1] * 5, "n" * 101
    )
    other = "WHEN (b = %s) THEN 1 "
    assert asked_with(f"CASE {case}{other}END") != asked_with(f"CASE {case}END")


@pytest.mark.parametrize(
    ("field", "within", "beyond"),
    [
        (models.CharField(max_length=5), "n" * 5, "n" * 6),
        (models.TextField(max_length=5), "n" * 6, "\0"),
        (models.SmallIntegerField(), 2**15 - 1, 2**15),
        (models.PositiveIntegerField(), 2**31 - 1, 2**31),
    ],
)
def test_each_test_counts_that_saves_what_its_column_cannot_hold(
    notes: asked.Recorder, field: models.Field, within: object, beyond: object
) -> None:
    field.get_db_prep_save(within, connection)
    assert not notes.taken()
    for name in ("a", "b"):
        notes.pytest_runtest_logstart(name)
        field.get_db_prep_save(beyond, connection)
        assert {one[-1] for one in notes.taken()} == {name}


def test_what_a_thread_asks_later_is_not_of_the_test_before(notes: asked.Recorder) -> None:
    notes.note("SELECT 1", (), is_many=False)
    before = notes.taken()
    notes.note("SELECT a", (), is_many=False)
    assert len(before) == len(notes.taken()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["", " ORDER BY a"])
def test_several_rows_are_more_than_one_row(notes: asked.Recorder, order: str) -> None:
    rows = f"SELECT * FROM (SELECT 1 AS a UNION SELECT 2) AS b WHERE a <= %s{order}"
    assert questions(notes, rows, 2) > questions(notes, rows, 1)


@pytest.mark.django_db
def test_nothing_is_another_answer_where_it_has_a_place_in_an_order(notes: asked.Recorder) -> None:
    three = "SELECT 1 AS a, 1 AS b UNION SELECT NULL, 2 UNION SELECT 3, NULL"
    rows = f"SELECT * FROM ({three}) WHERE b = %s OR a = %s"
    for order in ("ORDER BY a", "ORDER BY 1 ASC"):
        assert questions(notes, f"{rows} {order}", 2, 0) > questions(notes, f"{rows} {order}", 1, 0)
        assert questions(notes, f"{rows} {order}", 0, 3) == questions(notes, f"{rows} {order}", 1, 0)


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
def test_what_fails_while_rows_come_is_told_as_django_tells_it(notes: asked.Recorder) -> None:
    with pytest.raises(DatabaseError, match="overflow"):
        questions(notes, "SELECT abs(a) FROM (SELECT 1 AS a UNION ALL SELECT -9223372036854775808)")
    assert "failed" in {one[0] for one in notes.asked}


@pytest.mark.django_db
def test_what_follows_on_a_failure_is_another_question_until_it_is_undone(notes: asked.Recorder) -> None:
    usual = questions(notes, "SELECT 1")
    with pytest.raises(DatabaseError):
        questions(notes, "SELECT 1 FROM nowhere")
    assert questions(notes, "SELECT 1") > usual
    with pytest.raises(DatabaseError), transaction.atomic():
        questions(notes, "SELECT 1 FROM nowhere")
    assert questions(notes, "SELECT 1") == usual


@pytest.mark.django_db
def test_only_what_the_platform_asks_is_noted(notes: asked.Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "BETWEEN", {asked.__file__})
    assert not questions(notes, "SELECT 1 WHERE 1 = %s", 1)
    documents.refresh_all()
    assert notes.asked
