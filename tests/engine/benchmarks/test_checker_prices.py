"""Prices that narrow a refutation: engine and checker read them alike, and the checker believes none."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from benchmarks import checker
from tests.engine.benchmarks.test_checker import OBJECTIVES, Case
from tests.engine.benchmarks.touched import goal_of
from tests.engine.solvers.satisfiability.test_refutation import (
    claim_of,
    claims,
    has_solution,
    known,
    priced,
)

from treffen.files import write_refutation
from treffen.files.problem_json import write_problem_json
from treffen.problem import Goal, ParticipantId, Problem
from treffen.solvers.base import Stop
from treffen.solvers.satisfiability import Refutation, refute
from treffen.solvers.satisfiability.idle import shortest_wait
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.timetable import AssignmentCertificate

pytestmark = pytest.mark.once


def test_they_write_the_same_clauses_of_prices(tmp_path: Path) -> None:
    n_equal = 0
    for seed in range(1, 60, 2):
        for problem, limits, _ in claims(seed):
            prices = priced(problem, seed)
            write_problem_json(tmp_path / "event.json", problem)
            write_refutation(tmp_path, "idle", log=(), prices=prices)
            body = json.loads((tmp_path / "event.json").read_text("utf-8"))
            numbers = {goal.value: most for goal, most in limits.items()}
            plain = formula_of(claim_of(problem, limits))
            ours = formula_of(replace(claim_of(problem, limits), prices=prices))
            theirs = checker.Formula(checker.Event(body), numbers, tmp_path / "idle.prices.json").clauses
            assert ([] in ours) == ([] in theirs)
            assert [] in ours or ours == theirs
            n_equal += [] not in ours and ours != plain
    assert n_equal > 10


def test_a_refutation_with_prices_is_accepted_and_refused_with_prices_that_are_none(tmp_path: Path) -> None:
    for seed in range(1, 200, 2):
        case_of = known(seed)
        problem = None if case_of is None else replace(case_of[0], goals=OBJECTIVES[2], break_spread=None)
        folder = tmp_path / str(seed)
        folder.mkdir()
        if problem is None or not (case := Case(folder, problem)).has("idle.prices.json"):
            continue
        assert case.ends_with() == 0
        case.edit("idle.prices.json", lambda body: body["prices"][0].update(price=0.5))
        assert case.ends_with() == 1
        case.edit("idle.prices.json", lambda body: body.update(prices=[], scale=0))
        assert case.ends_with() == 1
        return
    pytest.fail("no event rests on a refutation with prices")


def written(folder: Path, *own: int, goals: tuple[str, ...] = ("idle",)) -> Path:
    """The files of a false claim: p is busy all day; q could meet u in s1, meets in s2, and "must wait"."""
    asked = {"A": ("pq", "s0"), "B": ("pr", "s1"), "C": ("ps", "s2"), "D": ("qu", None)}
    requests = [
        {"id": id, "participants": [*who], "must": True} | ({"slot": slot} if slot else {})
        for id, (who, slot) in asked.items()
    ]
    requests[-1]["slots"] = ["s1", "s2"]
    meetings = [
        {"request": id, "slot": slot or "s2", "place": "y" if id == "D" else "x"}
        for id, (_, slot) in asked.items()
    ]
    prices = [{"slot": f"s{t}", "participant": "p", "price": price} for t, price in enumerate(own)]
    body = {
        "format": "treffen.problem/1",
        "slots": [{"id": f"s{t}"} for t in range(3)],
        "places": [{"id": id} for id in "xyz"],
        "participants": [{"id": id} for id in "pqrsu"],
        "requests": requests,
        "goals": goals,
    }
    plan = {
        "format": "treffen.plan/1",
        "status": "optimal",
        "goals": [goal_of(goal, 1) for goal in goals],
        "meetings": meetings,
    }
    certificate = {"goal": "idle", "scale": 1, "prices": prices}
    files = {"event": body, "plan": plan, f"{goals[-1]}.prices": certificate}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")
    return folder


def ends_with(folder: Path) -> int:
    """The exit status of the checker."""
    return checker.main([str(folder / name) for name in ("event.json", "plan.json", "")])


@pytest.mark.parametrize("goals", [("idle",), ("idle", "idle_range")])
def test_prices_of_a_day_that_costs_too_much_prove_nothing(goals: tuple[str, ...], tmp_path: Path) -> None:
    for large, small in ((10**15, -6 * 10**14), (10**18, -(10**18)), (4 * 10**14, 1)):
        assert ends_with(written(tmp_path, large, small, small, goals=goals)) == 1
    for large, small in ((3 * 10**14, -3 * 10**14), (-3 * 10**14, 3 * 10**14), (9, -6)):
        assert ends_with(written(tmp_path, large, small, small, goals=goals)) == 3


def test_no_prices_prove_that_somebody_waits_who_need_not(tmp_path: Path) -> None:
    dice = random.Random(1)
    found = []
    for exponent in [*range(18)] * 12:
        own = [dice.randint(-(10**exponent), 10**exponent) for _ in range(3)]
        found.append(ends_with(written(tmp_path, *own)))
    assert set(found) == {1, 3}


def test_prices_of_any_size_forbid_no_timetable_that_keeps_the_limit(tmp_path: Path) -> None:
    n_read = n_refused = 0
    for seed, exponent in product(range(1, 60, 2), range(12, 17)):
        for problem, limits, is_possible in claims(seed):
            if not is_possible or Goal.IDLE not in limits:
                continue
            write_problem_json(tmp_path / "event.json", problem)
            prices = priced(problem, seed + exponent, size=10**exponent)
            write_refutation(tmp_path, "idle", log=(), prices=prices)
            body = json.loads((tmp_path / "event.json").read_text("utf-8"))
            numbers = {goal.value: most for goal, most in limits.items()}
            try:
                found = checker.Formula(checker.Event(body), numbers, tmp_path / "idle.prices.json")
            except checker.Refused:
                n_refused += 1
                continue
            n_read += 1
            assert has_solution(found.clauses)
    assert min(n_read, n_refused) > 10


def test_prices_are_asked_for_only_where_they_narrow_the_formula() -> None:
    n_asked = n_not = 0
    for seed in range(24):
        for problem, limits, is_possible in claims(seed):
            claim, asked = claim_of(problem, limits), list[AssignmentCertificate]()
            plain = formula_of(claim)
            if is_possible or (Goal.IDLE not in limits and n_not > 5):
                continue

            def prices(problem: Problem = problem, asked: list[AssignmentCertificate] = asked) -> Any:
                asked.append(priced(problem, 1))
                return asked[-1]

            found = refute(claim.model, claim.options, limits=limits, stop=Stop(), prices=prices)
            is_of_use = Goal.IDLE in limits and claim.is_one_day and [] not in plain
            assert len(asked) == is_of_use
            if isinstance(found, Refutation):
                assert found.prices == (asked[0] if asked else None)
            n_asked, n_not = n_asked + is_of_use, n_not + (not is_of_use)
    assert min(n_asked, n_not) > 3


def test_an_order_of_people_is_read_alike_and_takes_no_timetable_away(tmp_path: Path) -> None:
    n_other = n_possible = 0
    for seed in range(1, 80, 2):
        for problem, limits, is_possible in claims(seed):
            claim, dice = claim_of(problem, limits), random.Random(seed)
            waiting = [p for p in claim.whole if claim.held[p] > 1 and claim.held[p] < len(problem.slots)]
            plain = formula_of(claim)
            if Goal.IDLE not in limits or [] in plain or not (rungs := dict(_open(claim, waiting))):
                continue
            claim = replace(claim_of(problem, limits), order=dice.sample(sorted(rungs), len(rungs)))
            order = [problem.participants[p].id for p in claim.order]
            write_problem_json(tmp_path / "event.json", problem)
            write_refutation(tmp_path, "idle", log=(), prices=None, order=order)
            body = json.loads((tmp_path / "event.json").read_text("utf-8"))
            numbers = {goal.value: most for goal, most in limits.items()}
            ours = formula_of(claim)
            assert (
                ours
                == checker.Formula(checker.Event(body), numbers, None, tmp_path / "idle.order.json").clauses
            )
            assert has_solution(ours) == has_solution(plain)
            n_other, n_possible = n_other + (ours != plain), n_possible + is_possible
    assert min(n_other, n_possible) > 3


def _open(claim: Claim, people: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Who may wait longer than they must."""
    for p in people:
        low = shortest_wait(claim.day(p))
        if low is not None and low < claim.instance.n_slots - claim.held[p]:
            yield p, low


@pytest.mark.parametrize("order", ["[7]", '["nobody"]', '{"p": 1}', "7", "", '["r"]', '[["p"]]'])
def test_no_order_of_people_proves_anything_or_ends_the_checker(order: str, tmp_path: Path) -> None:
    (written(tmp_path) / "idle.order.json").write_text(order, "utf-8")
    assert ends_with(tmp_path) in (1, 3)


def test_prices_of_another_refutation_do_not_stay(tmp_path: Path) -> None:
    certificate = AssignmentCertificate(goal=Goal.IDLE, scale=1, prices=())
    write_refutation(tmp_path, "idle", log=(), prices=certificate, order=[ParticipantId("p")])
    assert (tmp_path / "idle.prices.json").exists()
    assert json.loads((tmp_path / "idle.order.json").read_text("utf-8")) == ["p"]
    write_refutation(tmp_path, "idle", log=(), prices=None)
    assert [file.name for file in tmp_path.iterdir()] == ["idle.lrat.gz"]


BROKEN: tuple[dict[str, Any], ...] = (
    {"prices": [{"slot": "s0", "participant": "nobody", "price": 1}]},
    {"prices": [{"slot": "s9", "participant": "p", "price": 1}]},
    {"prices": [{"slot": "s0"}]},
    {"prices": [{"slot": "s0", "participant": "p", "price": "1"}]},
    {"prices": [{"slot": "s0", "participant": ["p"], "price": 1}]},
    {"prices": None},
    {"prices": [1]},
    {"scale": None},
    {"scale": True},
    {"scale": "1"},
    {"goal": "breaks"},
)
TEXTS = (
    "",
    "{",
    "[]",
    "7",
    "[" * 100_000,
    "9" * 5000,
    '{"goal": "idle", "scale": 1, "scale": 2, "prices": []}',
)


def test_prices_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    file = written(tmp_path, 9, -6, -6) / "idle.prices.json"
    whole = json.loads(file.read_text("utf-8"))
    texts = [json.dumps(whole | change) for change in BROKEN]
    for content in (b"\xff\xfe", *(text.encode() for text in (*texts, *TEXTS))):
        file.write_bytes(content)
        assert ends_with(tmp_path) == 1, content[:60]
    file.unlink()
    file.mkdir()
    assert ends_with(tmp_path) == 1
    file.rmdir()
    assert ends_with(tmp_path) == 3
