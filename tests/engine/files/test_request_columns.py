"""A large list of plain requests is read in columns; anything unusual in it is left to the other readers."""

from __future__ import annotations

import pytest

from treffen.files import problem_json, request_columns, write_problem
from treffen.files.request_columns import read_plain_requests
from treffen.generation import base
from treffen.problem import Where
from treffen.problem.plain_requests import PlainRequests

pytestmark = pytest.mark.once
EVENT = base(2_000, 2)  # more than ten thousand requests, some of them of value 1
PEOPLE = [p.id for p in EVENT.participants]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("large") / "event.json"
    write_problem(path, EVENT)
    return path.read_text(encoding="utf-8")


def _begin(text: str) -> int:
    return text.index('"requests": ') + len('"requests": ')


@pytest.mark.parametrize("letters", [1_000, 77_777, 1 << 22])
def test_columns_are_what_the_thorough_reading_gives(
    text: str, letters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_columns, "PART", letters)
    found = read_plain_requests(text, _begin(text), PEOPLE)
    assert found is not None
    assert found[0] == EVENT.requests
    assert text[found[1] - 1] == "]"
    assert min(found[0].values) == 1  # which is not said in the file
    quick = problem_json._sound(text)
    assert quick is not None
    assert quick.problem is not None
    assert type(quick.problem.requests) is PlainRequests
    thorough = problem_json._thorough(text, Where(sheet="event.json")).problem
    assert thorough is not None
    assert type(thorough.requests) is tuple
    assert quick.problem == thorough == EVENT


LINE = '  {"id": "r5000", "participants": ['


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, LINE.replace("r5000", "")),
        (LINE, LINE.replace("r5000", " 5000")),
        (LINE, LINE.replace("r5000", "r\\u0035000")),
        (LINE, LINE.replace("r5000", "é5000")),
        (LINE, LINE.replace("r5000", "r\t5000")),
        (LINE, LINE.replace("r5000", "r" * 65)),
        (LINE, LINE.replace('"id"', '"name"')),
        (LINE, LINE.replace('"id": ', '"id":')),
        (LINE, '  {"id": "r5000", "must": true, "participants": ['),
        (LINE, LINE + '"p0001", '),
        (LINE + '"p', LINE + '"q'),
        (LINE + '"p', LINE + '"pp'),
        ('"value": 5', '"value": 05'),
        ('"value": 5', '"value": -5'),
        ('"value": 5', '"value": 5e'),
        ('"value": 5', '"value": 1.5'),
        ('"value": 5', '"value": 1000000001'),
        ('"value": 5', '"value": 11111111111111111111'),
        ('"value": 5', '"value": "5'),
        ("},\n" + LINE, ",},\n" + LINE),
        ("},\n" + LINE, "}\n" + LINE),
        ("},\n" + LINE, "} ,\n" + LINE),
        ("},\n" + LINE, "},\n\n" + LINE),
        ("},\n" + LINE, "},\n  {},\n" + LINE),
        ("},\n" + LINE, "}],\n" + LINE),
    ],
)
def test_one_line_that_is_not_plain_ends_it(text: str, old: str, new: str) -> None:
    assert old in text
    spoiled = text.replace(old, new, 1)
    found = read_plain_requests(spoiled, _begin(spoiled), PEOPLE)
    assert found is None
    sound, thorough = problem_json._sound(spoiled), None
    try:
        thorough = problem_json._thorough(spoiled, Where(sheet="event.json"))
    except problem_json.Unreadable:
        assert sound is None
    if sound is not None:
        assert thorough is not None
        assert sound.problem == thorough.problem
    elif thorough is not None:
        assert thorough.faults


def test_a_request_with_oneself_is_not_plain(text: str) -> None:
    first = EVENT.requests[4_999].participants
    spoiled = text.replace(f'{LINE}"{first[0]}", "{first[1]}"', f'{LINE}"{first[1]}", "{first[1]}"')
    assert spoiled != text
    assert read_plain_requests(spoiled, _begin(spoiled), PEOPLE) is None


def test_other_lists_are_left_to_others(text: str) -> None:
    at = _begin(text)
    assert read_plain_requests(text, text.index('"slots": ') + len('"slots": '), PEOPLE) is None
    assert read_plain_requests(text, at, []) is None
    assert read_plain_requests(text, at, ["é"]) is None
    assert read_plain_requests(text[: at + 300_000], at, PEOPLE) is None
    short = text[: text.index("},\n", at + 300_000)] + "}]}"
    assert read_plain_requests(short, at, PEOPLE) is None


def test_a_request_id_that_is_there_twice_is_a_fault_as_before(text: str) -> None:
    spoiled = text.replace('"id": "r5000"', '"id": "r4999"')
    assert problem_json._sound(spoiled) is None
    faults = problem_json._thorough(spoiled, Where(sheet="event.json")).faults
    assert [f.fault.kind.value for f in faults] == ["duplicate_id"]
