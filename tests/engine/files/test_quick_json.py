"""Large sound files are read member by member; that gives what the thorough reading gives."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from pathlib import Path

import pytest

from treffen.files import plan_json, problem_json, read_plan, read_problem, write_plan, write_problem
from treffen.files.content import Unreadable
from treffen.files.proofs import PLAN
from treffen.files.reading import Reading
from treffen.generation import FAMILIES, base
from treffen.problem import EntityKind, LocatedFault, Problem, Where
from treffen.problem.sweeping import unswept
from treffen.scheduling import Limits, schedule

pytestmark = pytest.mark.once


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
    ],
)
def test_what_is_wrong_is_left_to_the_thorough_reading(before: str, after: str, tmp_path: Path) -> None:
    text = _text(base(12, 1), tmp_path)
    assert before in text
    wrong = text.replace(before, after, 1)
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
