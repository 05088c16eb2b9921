"""Benchmark files: what they mean, and what is wrong with a broken one, to the character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import read_problem
from treffen.files.minizinc import Value, read_data
from treffen.problem import FaultKind, Goal, Participant, Problem, ReadingFaultKind, Request, Where

K = ReadingFaultKind
SMALL = """% an invented event
nBusiness = 3; nMeetings = 3; nTables = 2;
nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1,
  |1, 3, 2,
  |2, 3, 3, |];
meetingsxBusiness = [{1, 2, 3}, {1, 2, 4}, {1, 3, 4}];
forbidden = [{0}, {0, 4}, {}];
fixed = [0, 3, 0];
precedences = [{}, {0}, {0, 1}];
"""
FOLDER = Path(__file__).parents[4] / "shared" / "benchmarks" / "b2b"
needs_benchmarks = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no benchmark files in {FOLDER.parent.name}"
)


def faults_of(path: Path, text: str) -> list[tuple[str, int | None, int | None]]:
    path.write_text(text)
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)
    return [(f.fault.kind, f.where.row, f.where.column) for f in reading.faults]


def test_a_file_says_who_meets_whom_when_and_in_which_order(tmp_path: Path) -> None:
    (tmp_path / "small.dzn").write_text(SMALL)
    problem = read_problem(tmp_path / "small.dzn").problem
    assert problem is not None
    assert [s.id for s in problem.slots] == ["1", "2", "3", "4"]
    assert [p.id for p in problem.places] == ["t1", "t2"]
    assert problem.participants == (
        Participant(id="1"),
        Participant(id="2", free=frozenset("123")),
        Participant(id="3"),
    )
    assert problem.requests == (
        Request(id="1", participants=("1", "2"), must=True, slots=frozenset("12")),
        Request(id="2", participants=("1", "3"), must=True, slots=frozenset("34"), slot="3"),
        Request(id="3", participants=("2", "3"), must=True, after=("1",)),
    )
    assert (problem.pair_once, problem.break_spread) == (False, 2)
    assert problem.goals == (Goal.BREAKS,)
    assert len(list(problem.blocks())) == 1


def test_other_ways_to_write_the_same_data_mean_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "a.dzn", tmp_path / "b.dzn"
    one.write_text(SMALL)
    text = SMALL.replace(
        "[|1, 2, 1,\n  |1, 3, 2,\n  |2, 3, 3, |]", "array2d(1..3, 1..3, [1,2,1,1,3,2,2,3,3])"
    )
    text = text.replace("{0, 4}", "4..4 /* a range */").replace("{}, {0}, {0, 1}", "{},1..0,{1}")
    other.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_problem(one).problem == read_problem(other).problem


def test_a_fixed_slot_in_the_wrong_half_is_an_event_that_cannot_be_held(tmp_path: Path) -> None:
    (tmp_path / "x.dzn").write_text(SMALL.replace("[0, 3, 0]", "[0, 1, 0]"))
    problem = read_problem(tmp_path / "x.dzn").problem
    assert problem is not None
    assert problem.requests[1] == Request(id="2", participants=("1", "3"), must=True, slots=frozenset())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("nTables = 2;", "", [(K.MISSING_KEY, None, None)]),
        ("nTables = 2;", "nTables = 2.5;", [(K.WRONG_TYPE, 2, 41)]),
        ("nTables = 2;", "nTables = 1e400;", [(K.WRONG_TYPE, 2, 41)]),
        ("nTables = 2;", "nTables = 2; nTables = 3;", [(K.DUPLICATE_KEY, 2, 44)]),
        ("nTotalSlots = 4", "nTotalSlots = 99999999", [(K.OUT_OF_RANGE, 3, 15)]),
        ("nTotalSlots = 4", "nTotalSlots = " + "9" * 5000, [(K.TOO_BIG, 3, 15)]),
        ("nMorningSlots = 2", "nMorningSlots = 5", [(K.OUT_OF_RANGE, 3, 34)]),
        ("|1, 3, 2,", "|1, 9, 2,", [(K.OUT_OF_RANGE, 5, 7)]),
        ("|1, 3, 2,", "|1, 3, 4,", [(K.OUT_OF_RANGE, 5, 10)]),
        ("|1, 3, 2,", "|1, 3,", [(K.WRONG_SHAPE, 5, 4)]),
        ("|1, 3, 2,", "", [(K.WRONG_SHAPE, 4, 13)]),
        ("|1, 3, 2,", "|1, 1, 2,", [(K.CONTRADICTION, 7, 44),
                                    (FaultKind.SAME_PERSON_TWICE, 5, 4)]),
        ("{0, 4}", "{0, 5}", [(K.OUT_OF_RANGE, 8, 23)]),
        ("{0, 4}", "4", [(K.WRONG_TYPE, 8, 19)]),
        ("[0, 3, 0]", "[0, 3]", [(K.WRONG_SHAPE, 9, 9)]),
        ("[0, 3, 0]", "[0, {3}, 0]", [(K.WRONG_TYPE, 9, 13)]),
        ("{0, 1}", "{0, 7}", [(K.OUT_OF_RANGE, 10, 29)]),
        ("{0, 1}", "{0, 3}", [(FaultKind.AFTER_ITSELF, 6, 4)]),
        ("{1, 2, 3}, {1, 2, 4}", "{1, 2, 3}, {1, 2}", [(K.CONTRADICTION, 7, 33)]),
        ("fixed = [0, 3, 0];", "fixed = [0, 3, 0;", [(K.SYNTAX, 9, 17)]),
        ("fixed = [0, 3, 0];", "fixed = [0, ?, 0];", [(K.SYNTAX, 9, 13)]),
        ("fixed = [0, 3, 0];", "fixed = " + "[" * 5000, [(K.TOO_DEEP, 9, 29)]),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_at_line_and_column(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int, int]]
) -> None:
    assert old in SMALL
    assert faults_of(tmp_path / "x.dzn", SMALL.replace(old, new)) == expected


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("|1, 3, 2,", "|1, 9, 2,").replace("{0, 4}", "{0, 5}").replace("nTables = 2;", "")
    found = faults_of(tmp_path / "x.dzn", text)
    assert found == [(K.MISSING_KEY, None, None), (K.OUT_OF_RANGE, 5, 7), (K.OUT_OF_RANGE, 8, 23)]


def test_an_unknown_name_is_told_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "x.dzn").write_text(SMALL.replace("forbidden", "forbiden"))
    reading = read_problem(tmp_path / "x.dzn")
    assert reading.problem is not None
    assert [(n.fault.kind, n.where.row, n.suggestion) for n in reading.notices] == [
        (K.IGNORED_KEY, 8, "forbidden")
    ]


@given(text=st.text(st.sampled_from('nB=1;,{}[]|.%"-aey/*() \n'), max_size=30))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_data_never_raises(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.dzn"
    path.write_text(text)
    assert read_problem(path).faults


@given(place=st.integers(0, len(SMALL) - 1), sign=st.sampled_from('0123{}[]|,;x" '))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_wrong_character_never_raises(
    place: int, sign: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "typo.dzn"
    path.write_text(SMALL[:place] + sign + SMALL[place + 1 :])
    reading = read_problem(path)
    assert isinstance(reading.problem, Problem) != bool(reading.faults)


def test_every_kind_of_value_is_read() -> None:
    text = 'a = -3; b = "x%y"; c = true; d = 1.5; e = 2..4; f = [||]; g = {};'
    values = {name: value.content for name, value in read_data(text, Where()).values.items()}
    assert values == {"a": -3, "b": "x%y", "c": True, "d": 1.5, "e": range(2, 5), "f": (), "g": frozenset()}
    assert read_data("a = [7]", Where()).values["a"] == Value((Value(7, 5),), 4)


@needs_benchmarks
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.dzn")), ids=lambda path: path.name)
def test_published_files_are_sound(path: Path) -> None:
    reading = read_problem(path)
    assert reading.faults == ()
    assert reading.notices == ()
    assert reading.problem is not None
    text = path.read_text()
    assert len(reading.problem.requests) == int(text.split("nMeetings = ")[1].split(";")[0])
