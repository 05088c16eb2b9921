"""Problems in JSON: exact round trips, and every fault at its place."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import problem_json
from treffen.files.problem_json import read_problem_json, write_problem_json
from treffen.problem import (
    EntityKind,
    FaultKind,
    Participant,
    Place,
    Problem,
    ReadingFaultKind,
    Request,
    Slot,
)
from treffen.words import located_fault

SOUND: dict[str, Any] = {
    "format": "treffen.problem/1",
    "slots": [{"id": "1"}, {"id": "2"}],
    "places": [{"id": "t1"}],
    "participants": [{"id": "ada"}, {"id": "bo", "name": "Bo Beispiel"}],
    "requests": [{"id": "r", "participants": ["ada", "bo"]}],
}
K = ReadingFaultKind


def faults_of(path: Path, content: str | bytes) -> list[tuple[str, str]]:
    """The kinds of fault in a file of this content, and their paths."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = read_problem_json(path)
    assert (reading.problem is None) == bool(reading.faults)
    return [(f.fault.kind.value, f.where.path) for f in reading.faults]


def changed(**parts: object) -> str:
    return json.dumps(SOUND | parts)


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_again(
    data: st.DataObject, problems: st.SearchStrategy[Problem], tmp_path_factory: pytest.TempPathFactory
) -> None:
    problem = data.draw(problems)
    path = tmp_path_factory.getbasetemp() / "round.json"
    labels = {(EntityKind.PARTICIPANT, problem.participants[0].id): "Dr. Ada Beispiel"}
    write_problem_json(path, problem, labels=labels)
    reading = read_problem_json(path)
    assert reading.faults == ()
    assert reading.problem == problem
    assert reading.problem.digest() == problem.digest()
    assert reading.problem.title == problem.title
    assert reading.labels == labels


def test_an_utc_time_and_a_local_time_make_the_same_hash(tmp_path: Path) -> None:
    local = json.dumps(SOUND | {"slots": [{"id": "1", "start": "2027-04-20T10:00:00+02:00"}]})
    (tmp_path / "p.json").write_text(local)
    problem = read_problem_json(tmp_path / "p.json").problem
    assert problem is not None
    assert problem.slots[0].start is not None
    assert problem.slots[0].start.astimezone(UTC).hour == 8


def test_names_are_labels_and_no_part_of_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(changed())
    reading = read_problem_json(path)
    assert reading.labels == {(EntityKind.PARTICIPANT, "bo"): "Bo Beispiel"}
    path.write_text(changed(participants=[{"id": "ada"}, {"id": "bo"}]))
    assert read_problem_json(path).problem == reading.problem


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(K.EMPTY_FILE, "")]),
        (b" \n\t", [(K.EMPTY_FILE, "")]),
        (b"{", [(K.SYNTAX, "")]),
        (b"\x00\x01\x02\xff\xfe", [(K.WRONG_ENCODING, "")]),
        (b"[1]", [(K.WRONG_TYPE, "")]),
        (b"{}", [(K.WRONG_FORMAT_NAME, "format")]),
        (b'{"format": "treffen.plan/1"}', [(K.WRONG_FORMAT_NAME, "format")]),
        (b"[" * 200_000, [(K.TOO_DEEP, "")]),
        (b"1" * 10_000, [(K.WRONG_TYPE, "")]),
        (changed(slots="1"), [(K.WRONG_TYPE, "slots")]),
        (changed(slots=None), [(K.WRONG_TYPE, "slots")]),
        (changed(sluts=[]), [(K.UNKNOWN_KEY, "sluts")]),
        (changed(goals=["valeu"]), [(K.NOT_A_CHOICE, "goals[0]")]),
        (changed(requests=[{"id": "r", "participants": ["ada", "bo"], "value": 1.5}]),
         [(K.NOT_WHOLE, "requests[0].value")]),
        (changed(requests=[{"id": "r", "participants": ["ada", 3]}]),
         [(K.WRONG_TYPE, "requests[0].participants[1]")]),
        (changed(requests=[3]), [(K.WRONG_TYPE, "requests[0]")]),
        (changed(participants=[{"name": "x"}, {"id": "ada"}, {"id": "bo"}]),
         [(K.MISSING_KEY, "participants[0].id")]),
        (changed(participants=[{"id": "ada", "minimum": -1}, {"id": "bo", "maximum": 10**10}]),
         [(K.OUT_OF_RANGE, "participants[0].minimum"), (K.TOO_BIG, "participants[1].maximum")]),
        (changed(slots=[{"id": "1", "start": "ten"}]), [(K.NOT_A_TIME, "slots[0].start")]),
        (changed(slots=[{"id": "1", "start": "2027-04-20T10:00"}]),
         [(FaultKind.NAIVE_TIME, "slots[0].start")]),
        (changed(places=[{"id": "\ud800"}]), [(K.BAD_CHARACTERS, "places[0].id")]),
        (changed(slots=[]), [(FaultKind.NO_SLOTS, "")]),
    ],
)  # fmt: skip
def test_a_bad_file_gives_faults_at_their_paths(
    tmp_path: Path, content: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert faults_of(tmp_path / "p.json", content)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": "co', 'line 1, character 12: This says “"co”; expected is a closing quotation mark.'),
        ('{"slots": [', "line 1, character 12: The line ends here; expected is a value."),
        ('{"slots" []}', "line 1, character 10: This says “[]}”; expected is a colon."),
        ('{"a": "\\x"}', 'line 1, character 8: This says “\\x"}”; expected is text without'),
        ("null", "Here is “null”. It takes an object."),
        ("{}", "at format: The file does not name its format. What is read is treffen.problem/1."),
    ],
)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")
    (fault,) = read_problem_json(path).faults
    assert said in located_fault(fault, "en")


def test_of_a_list_that_is_empty_only_that_is_told(tmp_path: Path) -> None:
    content = changed(
        places=[],
        participants=[{"id": "ada", "home": "t1"}, {"id": "bo", "home": "t2"}],
        requests=[{"id": "r", "participants": ["ada", "bo"], "places": ["t1", "t2"]}],
    )
    assert faults_of(tmp_path / "p.json", content) == [(FaultKind.NO_PLACES, "")]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
def test_absurd_numbers_are_no_numbers(tmp_path: Path, number: str) -> None:
    text = changed(participants=[{"id": "ada", "minimum": 77}, {"id": "bo"}]).replace("77", number)
    assert faults_of(tmp_path / "p.json", text) == [(K.NOT_A_NUMBER, "participants[0].minimum")]


def test_keys_that_stand_twice_are_named(tmp_path: Path) -> None:
    text = changed().replace('{"id": "ada"}', '{"id": "ada", "minimum": 1, "minimum": 2}')
    assert faults_of(tmp_path / "p.json", text) == [(K.DUPLICATE_KEY, "participants[0].minimum")]
    text = changed().replace('"slots":', '"slots": [], "slots":')
    assert faults_of(tmp_path / "p.json", text) == [(K.DUPLICATE_KEY, "slots")]


def test_missing_lists_are_named_once_and_nothing_follows_from_them(tmp_path: Path) -> None:
    parts = {k: v for k, v in SOUND.items() if k not in ("slots", "participants")}
    assert faults_of(tmp_path / "p.json", json.dumps(parts)) == [
        (K.MISSING_KEY, "slots"),
        (K.MISSING_KEY, "participants"),
    ]


def test_all_faults_come_at_once_with_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    people = [{"id": "ada", "minimun": 3}, {"id": "bo"}, {"id": "ada"}]
    wishes = [{"id": "r", "participants": ["adda", "bo"], "value": -1}]
    path.write_text(changed(participants=people, requests=wishes))
    found = [(f.fault.kind, f.where.path, f.suggestion) for f in read_problem_json(path).faults]
    assert found == [
        (K.UNKNOWN_KEY, "participants[0].minimun", "minimum"),
        (K.OUT_OF_RANGE, "requests[0].value", ""),
        (FaultKind.DUPLICATE_ID, "participants[2].id", ""),
        (FaultKind.UNKNOWN_ID, "requests[0].participants[0]", "ada"),
    ]


def test_of_many_unknown_names_only_those_that_are_told_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"p{i}" for i in range(3_000)]
    requests = [{"id": "r", "participants": names}]
    event = {
        "slots": [{"id": "s"}],
        "places": [{"id": "t"}],
        "participants": [{"id": "a"}],
        "requests": requests,
    }
    (tmp_path / "event.json").write_text(json.dumps({"format": "treffen.problem/1", **event}), "utf-8")
    looked_up, look_up = [], problem_json._at_member
    monkeypatch.setattr(
        problem_json, "_at_member", lambda one, body: looked_up.append(one) or look_up(one, body)
    )
    faults = read_problem_json(tmp_path / "event.json").faults
    assert [one.where.path for one in faults[998:]] == [
        f"requests[0].participants[{n}]" for n in (998, 999)
    ] + [""]
    assert (faults[-1].fault.value, len(looked_up)) == ("2000", 1_000)


def test_a_syntax_fault_has_its_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"format": "treffen.problem/1",\n  "slots": [}')
    (fault,) = read_problem_json(path).faults
    assert (fault.where.row, fault.where.column) == (2, 13)


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    for name, kind in (("none.json", K.MISSING_FILE), (".", K.NOT_READABLE)):
        (fault,) = read_problem_json(tmp_path / name).faults
        assert fault.fault.kind is kind


@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_content_never_raises(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(content)
    assert read_problem_json(path).faults


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "talk", "x"]), inner),
    max_leaves=6,
)
FIELDS = [
    "id",
    "participants",
    "value",
    "must",
    "slots",
    "slot",
    "start",
    "kind",
    "likes",
    "free",
    "delegates",
]


KEYS = ["slots", "places", "participants", "requests", "frozen", "walks", "goals", "title"]
NOUNS = st.lists(st.dictionaries(st.sampled_from(FIELDS), JUNK), max_size=3)


@given(key=st.sampled_from(KEYS), nouns=st.one_of(JUNK, NOUNS))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_values_in_the_right_places_never_raise(
    key: str, nouns: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "junk.json"
    path.write_text(json.dumps(SOUND | {key: nouns}))
    reading = read_problem_json(path)
    assert (reading.problem is None) == bool(reading.faults)


def test_a_failing_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text("old")
    broken = Problem(
        slots=(Slot(id="1"),),
        places=(Place(id="t"),),
        participants=(Participant(id="a", minimum=float("nan")),),
        requests=(Request(id="r", participants=()),),
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_problem_json(path, broken)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]
