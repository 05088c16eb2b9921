"""Large sound files are read member by member; that gives what the thorough reading gives."""

from __future__ import annotations

import gc
import json
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from treffen.files import (
    plan_json,
    problem_json,
    quick_json,
    read_plan,
    read_problem,
    write_plan,
    write_problem,
)
from treffen.files.codec import Wrongs
from treffen.files.content import Unreadable
from treffen.files.problem_json import located, object_of_format
from treffen.files.proofs import HELD, PLAN
from treffen.files.reading import Reading
from treffen.files.strict_json import parse
from treffen.generation import FAMILIES, base
from treffen.problem import EntityKind, LocatedFault, Problem, RequestId, Where
from treffen.problem.faults import LARGEST
from treffen.problem.sweeping import unswept
from treffen.scheduling import Limits, schedule
from treffen.timetable import Plan, PlanStatus, Reason, Unscheduled

pytestmark = pytest.mark.once
SCAN = quick_json._scan
PLAN_FILE = Where(sheet="plan.json")


@pytest.fixture(autouse=True, params=[300, quick_json.TOGETHER])
def _so_many_letters_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_json, "TOGETHER", request.param)


def _thorough(text: str) -> Reading:
    return problem_json._thorough(text, Where(sheet="event.json"))


@pytest.mark.parametrize("family", ["base", "tight", "conference", "two_sided", "narrow"])
def test_both_ways_of_reading_give_the_same_event(family: str, tmp_path: Path) -> None:
    problem, path = FAMILIES[family](60, 2), tmp_path / "event.json"
    labels = {
        (EntityKind.PARTICIPANT, problem.participants[0].id): "Jörg",
        (EntityKind.REQUEST, problem.requests[0].id): "One",
    }
    write_problem(path, problem, labels=labels)
    quick = problem_json._sound(path.read_text(encoding="utf-8"))
    assert quick is not None
    thorough = _thorough(path.read_text(encoding="utf-8"))
    assert quick.problem == thorough.problem == problem
    assert dict(quick.labels) == dict(thorough.labels) == labels
    assert quick.problem is not None
    assert quick.problem.digest() == problem.digest()
    assert [type(r) for r in quick.problem.requests] == [type(r) for r in problem.requests]


def test_requests_that_were_read_are_as_frozen_as_all_others(tmp_path: Path) -> None:
    write_problem(tmp_path / "event.json", base(12, 1))
    problem = read_problem(tmp_path / "event.json").problem
    assert problem is not None
    one = problem.requests[0]
    with pytest.raises(AttributeError):
        one.value = 7  # type: ignore[misc]
    assert replace(one, value=7).value == 7
    assert hash(one) == hash(base(12, 1).requests[0])


def test_both_ways_of_reading_give_the_same_plan(tmp_path: Path) -> None:
    plan, path = schedule(base(40, 1), limits=Limits(seconds=2)), tmp_path / "plan.json"
    write_plan(path, plan)
    assert plan.unscheduled
    assert plan_json._sound(path.read_text(encoding="utf-8")) == plan
    assert read_plan(path).plan == PLAN.read(json.loads(path.read_text(encoding="utf-8")), []) == plan


def test_plain_lines_are_read_together_and_the_others_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'{{"request": "r{i}", "slot": "s{i % 7}", "place": "t1"}}' for i in range(60)]
    lines[31] = lines[31].replace("}", ', "interpreter": "x"}')
    text, singly = "[\n  " + ",\n  ".join(lines) + "]", list[object]()
    monkeypatch.setattr(quick_json, "_scan", lambda text, at: singly.append(at) or SCAN(text, at))
    found, end = quick_json.nouns(text, 0, HELD, plain=quick_json.plain_meeting)
    assert end == len(text)
    assert [one.request for one in found] == [f"r{i}" for i in range(60)]
    assert [i for i, one in enumerate(found) if one.interpreter] == [31]
    assert 0 < len(singly) <= (60 if len(text) < quick_json.TOGETHER else 12)
    singly.clear()
    assert quick_json.nouns(text.replace(', "interpreter": "x"', ""), 0, HELD, plain=quick_json.plain_meeting)
    assert not singly


@pytest.mark.parametrize("end", ["", ",", ",]", ",\n  ]", ",\n  ", ",\n  {", "}]", ", 5]", ",\n  7]", "\n"])
@pytest.mark.parametrize("count", [1, 5, 6, 7, 60])
def test_a_list_that_does_not_end_as_it_must_is_unusual(end: str, count: int) -> None:
    line = '{"request": "r1", "slot": "s1", "place": "t1"}'
    with pytest.raises((*quick_json.NO_JSON, quick_json.Unusual)):
        quick_json.nouns(
            "[\n  " + ",\n  ".join([line] * count) + end, 0, HELD, plain=quick_json.plain_meeting
        )


@pytest.fixture(scope="module")
def plan_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A plan with reasons as the quick reading makes them itself: about nobody, people and requests."""
    plan, path = schedule(base(40, 1), limits=Limits(work=20)), tmp_path_factory.mktemp("plan") / "plan.json"
    reasons = tuple(replace(one, remedy=None) for one in plan.unscheduled)
    assert any(one.participants for one in reasons)
    assert any(one.requests for one in reasons)
    write_plan(path, replace(plan, unscheduled=(replace(reasons[0], participants=(), requests=()), *reasons)))
    return path.read_text(encoding="utf-8")


def _thorough_plan(text: str) -> tuple[Plan | None, tuple[LocatedFault, ...]]:
    wrongs: Wrongs = []
    try:
        body = object_of_format(parse(text, PLAN_FILE), plan_json.FORMAT, PLAN_FILE)
    except Unreadable as error:
        return None, (error.located,)
    plan = PLAN.read(body, wrongs)
    return None if wrongs else plan, tuple(located(wrong, "plan.json") for wrong in wrongs)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r'"meetings": \[', '"meetings": [], "meetings": ['),
        (r'"meetings": \[', '"meetings": [[], '),
        (r'"meetings": \[.*?\}\]', '"meetings": null'),
        (r'("place": "\w+"\})\]', r"\1,]"),
        (r'("place": "\w+"\}),', r"\1"),
        (r'"slot": "\w+"', '"slot": 1'),
        (r'"slot": "\w+"', '"slot": ["s01"]'),
        (r'"slot": "\w+"', r'"slot": "\\ud800"'),
        (r'"slot": ("\w+")', r'"slot": \1, "slot": \1'),
        (r', "place": "\w+"', ""),
        (r'("request": "\w+"), "slot"', r'\1, \1, "slot"'),
        (r'"request": "\w+"(, "slot")', r'"request": "\\udfff"\1'),
        (r'"unscheduled": \[', '"unscheduled": [], "unscheduled": ['),
        (r'"unscheduled": \[.*?\}\]', '"unscheduled": null'),
        (r'"unscheduled": \[(.*?)\}\]', r'"unscheduled": [\1},]'),
        (r'"reason": "\w+"', '"reason": "bad_weather"'),
        (r'"reason": "\w+"', '"reason": null'),
        (r'("reason": "\w+")', r"\1, \1"),
        (r', "reason": "\w+"', ""),
        (r'"request": "\w+"(, "reason")', r'"request": "\\ud800"\1'),
        (r'(_full", "participants": \[)"\w+"', r'\1"\\ud800"'),
        (r'(_full", "participants": \[)"\w+"', r"\g<1>7"),
        (r'(_full", "participants": )\[.*?\]', r"\1null"),
        (r'(_full", )("participants": \[.*?\])', r"\1\2, \2"),
        (r'(person_full", )"participants"', r'\1"requests": [], "requests"'),
    ],
)
def test_what_is_wrong_in_a_plan_is_left_to_the_thorough_reading(
    before: str, after: str, plan_text: str, tmp_path: Path
) -> None:
    wrong = re.sub(before, after, plan_text, count=1, flags=re.DOTALL)
    assert wrong != plan_text
    assert plan_json._sound(wrong) is None
    (tmp_path / "plan.json").write_text(wrong, encoding="utf-8")
    assert read_plan(tmp_path / "plan.json").faults == _thorough_plan(wrong)[1] != ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (r'"slot": "\w+"', '"slot": "Früh"'),
        (r'("request": "\w+"), ("slot": "\w+")', r"\2, \1"),
        (r'("place": "\w+")', r'\1, "weather": "fair"'),
        (r'"request": "\w+"(, "reason")', r'"request": "Gespräch"\1'),
        (r'("request": "\w+"), ("reason": "\w+")', r"\2, \1"),
        (r'("reason": "\w+")', r'\1, "weather": ["fair"]'),
        (r'(_full", "participants": )\[.*?\]', r"\1[]"),
        (r'"unscheduled": \[.*?\}\]', '"unscheduled": []'),
        (r'"unscheduled": \[.*?\}\],', ""),
    ],
)
def test_what_is_only_unusual_in_a_plan_is_read_alike(before: str, after: str, plan_text: str) -> None:
    unusual = re.sub(before, after, plan_text, count=1, flags=re.DOTALL)
    plan = plan_json._sound(unusual)
    assert (plan, ()) == _thorough_plan(unusual)
    assert plan is not None


def _text(problem: Problem, tmp_path: Path) -> str:
    write_problem(tmp_path / "event.json", problem)
    return (tmp_path / "event.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"value": ', '"value": 1, "value": '),
        ('"participants": ["p', '"participants": ["q'),
        ('"value": ', '"value": -'),
        ('"value": ', '"vlaue": '),
        ('{"id": "r1"', '{"id": "\\ud800"'),
        ('{"id": "r2"', '{"id": "r1"'),
        ('"requests": [', '"requests": [,'),
        ('"requests": [', '"requests": [[], '),
        ('"pair_once": true', '"pair_once": true, "pair_once": false'),
        ('"pair_once": true', '"pair_onse": true'),
        ('"slots": [', '"slots": [], "slots": ['),
        ('"requests": [', '"requests": [], "requests": ['),
    ],
)
def test_what_is_wrong_is_left_to_the_thorough_reading(before: str, after: str, tmp_path: Path) -> None:
    text = _text(base(12, 1), tmp_path)
    assert before in text
    _is_wrong(text.replace(before, after, 1), tmp_path)


@pytest.mark.parametrize(
    "number",
    ["true", "null", '"1"', "[1]", "1.5", "NaN", "-Infinity", "1e999", str(LARGEST + 1), "9" * 5_000],
)
def test_a_value_that_is_none_is_left_to_the_thorough_reading(number: str, tmp_path: Path) -> None:
    _is_wrong(re.sub(r'"value": \d+', f'"value": {number}', _text(base(12, 1), tmp_path), count=1), tmp_path)


@pytest.mark.parametrize("number", ["1.0", "1e2", "-0", str(LARGEST)])
def test_a_value_written_otherwise_is_read_alike(number: str, tmp_path: Path) -> None:
    text = re.sub(r'"value": \d+', f'"value": {number}', _text(base(12, 1), tmp_path), count=1)
    quick = problem_json._sound(text)
    assert quick is not None
    assert quick.problem == _thorough(text).problem
    assert quick.problem is not None
    assert type(quick.problem.requests[0].value) is int


def _is_wrong(wrong: str, tmp_path: Path) -> None:
    """Nothing to the quick reading, and of a file what the thorough one says."""
    assert problem_json._sound(wrong) is None
    (tmp_path / "event.json").write_text(wrong, encoding="utf-8")
    assert read_problem(tmp_path / "event.json").faults == _told(wrong) != ()


def _told(text: str) -> tuple[LocatedFault, ...]:
    try:
        return _thorough(text).faults
    except Unreadable as error:
        return (error.located,)


@pytest.mark.parametrize("more", ["x", "{}", ",", "]"])
def test_what_stands_behind_the_end_is_wrong(more: str, tmp_path: Path) -> None:
    text = _text(base(12, 1), tmp_path)
    assert problem_json._sound(text) is not None
    assert problem_json._sound(text + more) is None
    assert problem_json._sound(text[:-5]) is None


def test_spaces_and_order_do_not_matter(tmp_path: Path) -> None:
    problem = base(12, 1)
    body = json.loads(_text(problem, tmp_path))
    turned = dict(reversed(body.items()))
    for text in (json.dumps(turned), json.dumps(body, indent=1), json.dumps(body, separators=(",", ":"))):
        quick = problem_json._sound(text)
        assert quick is not None
        assert quick.problem == problem


def test_the_search_for_garbage_goes_on_afterwards() -> None:
    with unswept(), unswept():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_written_is_never_there_as_a_whole(tmp_path: Path) -> None:
    reasons = tuple(Unscheduled(request=RequestId(f"r{i}"), reason=Reason.PLACES_FULL) for i in range(8_000))
    plan = Plan(problem="x", status=PlanStatus.FEASIBLE, unscheduled=reasons)
    for write, what in ((write_plan, plan), (write_problem, base(900, 1))):
        path = tmp_path / "written.json"
        tracemalloc.start()
        write(path, what)  # type: ignore[operator]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert path.stat().st_size > 250_000 > 2 * peak
