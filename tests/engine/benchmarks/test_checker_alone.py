"""The stand-alone checker with files that no engine wrote: false claims, and nesting without end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import checker
from tests.engine.benchmarks.touched import FORGED, goal_of

pytestmark = pytest.mark.once


def tiny(**changed: Any) -> dict[str, Any]:
    """Two meetings of one person in four slots at one place: no break is needed."""
    requests = [{"id": id, "participants": ["a", who], "must": True} for id, who in (("1", "b"), ("2", "c"))]
    return {
        "format": "treffen.problem/1",
        "slots": [{"id": f"s{t}"} for t in range(4)],
        "places": [{"id": "t"}],
        "participants": [{"id": id} for id in "abc"],
        "requests": requests,
        "goals": ["breaks"],
    } | changed


def plan_of(*goals: dict[str, Any]) -> dict[str, Any]:
    """The two meetings with one break between them, called optimal."""
    meetings = [{"request": id, "slot": slot, "place": "t"} for id, slot in (("1", "s0"), ("2", "s2"))]
    return {"format": "treffen.plan/1", "status": "optimal", "goals": [*goals], "meetings": meetings}


def judged(folder: Path, body: dict[str, Any], plan: dict[str, Any]) -> int:
    """The exit status for an event and a plan as they stand."""
    for name, content in (("event.json", body), ("plan.json", plan)):
        (folder / name).write_text(json.dumps(content), "utf-8")
    return checker.main([str(folder / name) for name in ("event.json", "plan.json")])


def test_null_is_as_good_as_nothing_and_not_a_block_without_an_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slots = [{"id": f"s{t}", "block": None} for t in range(4)]
    assert judged(tmp_path, tiny(slots=slots), plan_of(goal_of("breaks", 1))) == 3
    assert judged(tmp_path, tiny(slots=slots), plan_of(goal_of("breaks", 1) | {"bound": 0})) == 1
    feasible = goal_of("breaks", 1) | {"bound": 0, "status": "feasible"}
    assert judged(tmp_path, tiny(slots=slots), plan_of(feasible) | {"status": "feasible"}) == 0
    core = {"requests": ["1", "2"]}
    impossible = {"format": "treffen.plan/1", "status": "infeasible", "core": core}
    capsys.readouterr()
    assert judged(tmp_path, tiny(slots=slots), impossible) == 3
    assert "NOT PROVED" in capsys.readouterr().out


def test_prices_of_somebody_who_is_named_twice_prove_nothing(tmp_path: Path) -> None:
    prices = [{"participant": "a", "slot": f"s{t}", "price": 1} for t in range(4)]
    forged = goal_of("breaks", 1) | {"certificate": FORGED | {"prices": prices}}
    assert judged(tmp_path, tiny(), plan_of(forged)) == 3
    body = tiny()
    body["requests"][1]["participants"].append("a")
    assert judged(tmp_path, body, plan_of(forged)) == 2


def test_no_plan_claims_nothing_that_could_be_proved(tmp_path: Path) -> None:
    assert judged(tmp_path, tiny(), {"format": "treffen.plan/1", "status": "unknown"}) == 3


def test_a_key_that_stands_twice_a_deep_file_and_a_large_number_are_not_judged(tmp_path: Path) -> None:
    text = json.dumps(tiny())
    for content in (text.replace('"goals"', '"slots": [], "goals"'), "[" * 100_000, "9" * 5000, "1e999", ""):
        (tmp_path / "event.json").write_text(content, "utf-8")
        (tmp_path / "plan.json").write_text(json.dumps(plan_of(goal_of("breaks", 1))), "utf-8")
        assert checker.main([str(tmp_path / name) for name in ("event.json", "plan.json")]) == 2


@pytest.mark.parametrize("status", ["optimal", "feasible"])
@pytest.mark.parametrize("bound", [7, "\nPROVED, all of it"])
def test_the_name_of_a_goal_writes_no_line_of_its_own(
    status: str, bound: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "walking\nPROVED, all of it"
    plan = plan_of(goal_of(name, 7) | {"bound": bound, "status": status}) | {"status": status}
    assert judged(tmp_path, tiny(goals=[name]), plan) == 1
    assert "PROVED, all of it" not in capsys.readouterr().out.splitlines()


def test_nobody_meets_more_often_than_there_are_slots_whatever_the_maximum(tmp_path: Path) -> None:
    people = [{"id": "a", "maximum": 9}, *({"id": id} for id in "bcde")]
    asked = [("a", who) for who in "bcde"] + [("b", "e"), ("c", "e"), ("d", "e")]
    requests = [{"id": a + b, "participants": [a, b], "must": True} for a, b in asked]
    body = tiny(slots=[{"id": "s0"}, {"id": "s1"}], participants=people, requests=requests)
    core = {"requests": ["ab", "ac", "ad"]}
    assert judged(tmp_path, body, {"format": "treffen.plan/1", "status": "infeasible", "core": core}) == 0
