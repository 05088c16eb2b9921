"""The stand-alone checker: what is proved it accepts, what was touched it refuses, what it does not know it says."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import checker
from tests.engine.solvers.satisfiability.test_refutation import claim_of, claims, known, of_one_day
from tests.engine.solvers.satisfiability.tiny import event, model_of

from treffen.files.plan_json import plan_object, write_plan
from treffen.files.problem_json import write_problem_json
from treffen.problem import Goal, Participant, ParticipantId, Place, PlaceId, Problem, Request, RequestId, Slot, SlotId
from treffen.scheduling import Limits, schedule
from treffen.scheduling.proving import prove
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.timetable import Plan, PlanStatus

pytestmark = pytest.mark.once

OBJECTIVES = (
    (Goal.BREAKS,),
    (Goal.IDLE_RANGE,),
    (Goal.IDLE_RANGE, Goal.IDLE),
    (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE),
)


def hard() -> Problem:
    """An event whose fewest breaks need a search: everybody meets several others, who are not always there."""
    dice = random.Random(17)
    slots = tuple(Slot(id=SlotId(f"s{t}")) for t in range(8))
    people = tuple(
        Participant(
            id=ParticipantId(f"p{i}"), free=frozenset(s.id for s in slots if dice.random() < 0.85) or None
        )
        for i in range(9)
    )
    pairs = sorted({tuple(sorted(dice.sample(range(9), 2))) for _ in range(20)})
    requests = tuple(
        Request(id=RequestId(f"r{a}{b}"), participants=(people[a].id, people[b].id), must=True)
        for a, b in pairs
    )
    places = tuple(Place(id=PlaceId(f"t{i}")) for i in range(3))
    return Problem(slots=slots, places=places, participants=people, requests=requests, goals=(Goal.BREAKS,))


class Case:
    """Files of an event, its plan and its proofs, and what the checker says of them."""

    def __init__(self, folder: Path, problem: Problem) -> None:
        self.folder = folder
        self.plan = schedule(problem, limits=Limits(seconds=20))
        write_problem_json(folder / "event.json", problem)
        write_plan(folder / "plan.json", self.plan)
        for one in prove(problem, self.plan):
            if one.refutation is not None:
                (folder / f"{one.name}.lrat.gz").write_bytes(gzip.compress(one.refutation.text().encode()))

    def ends_with(self) -> int:
        """The exit status of the checker."""
        files = [str(self.folder / name) for name in ("event.json", "plan.json", "")]
        return checker.main(files)

    def edit(self, name: str, change: Callable[[Any], None]) -> None:
        """Change the content of a JSON file."""
        body = json.loads((self.folder / name).read_text("utf-8"))
        change(body)
        (self.folder / name).write_text(json.dumps(body), "utf-8")


def test_engine_and_checker_write_the_same_clauses(tmp_path: Path) -> None:
    n_equal = 0
    for seed in range(40):
        for problem, limits, _ in claims(seed):
            write_problem_json(tmp_path / "event.json", problem)
            body = json.loads((tmp_path / "event.json").read_text("utf-8"))
            numbers = {goal.value: most for goal, most in limits.items()}
            ours, theirs = formula_of(claim_of(problem, limits)), checker.Formula(checker.Event(body), numbers).clauses
            assert ([] in ours) == ([] in theirs)
            assert [] in ours or ours == theirs
            n_equal += [] not in ours
    assert n_equal > 40


def test_they_write_the_same_clauses_of_a_core(tmp_path: Path) -> None:
    for seed in range(40):
        problem = event(seed)
        if problem.faults():
            continue
        write_problem_json(tmp_path / "event.json", problem)
        body = json.loads((tmp_path / "event.json").read_text("utf-8"))
        model, dice = model_of(problem), random.Random(seed)
        mask = np.array([dice.random() < 0.7 for _ in range(model.n_options)], bool)
        core = [r.id for r, is_in in zip(problem.requests, mask, strict=True) if is_in]
        ours = formula_of(Claim(model=model, options=mask, limits={}))
        theirs = checker.Formula(checker.Event(body, core), {}).clauses
        assert [] in theirs if [] in ours else ours == theirs


@pytest.mark.parametrize("seed", range(1, 41, 2))
def test_each_optimum_and_each_impossibility_is_accepted(seed: int, tmp_path: Path) -> None:
    case = known(seed)
    if case is None:
        return
    problem = replace(case[0], break_spread=None)
    for goals in OBJECTIVES:
        found = Case(tmp_path, replace(problem, goals=goals))
        assert found.plan.status in (PlanStatus.OPTIMAL, PlanStatus.INFEASIBLE)
        assert found.ends_with() == 0
        for log in tmp_path.glob("*.gz"):
            log.unlink()


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A plan with a bound that only a refutation proves."""
    return Case(tmp_path_factory.mktemp("proved"), hard())


@pytest.fixture
def copy(proved: Case, tmp_path: Path) -> Case:
    """The same files, to be touched."""
    copied = Case.__new__(Case)
    copied.folder, copied.plan = tmp_path, proved.plan
    for file in proved.folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return copied


def without_prices(body: dict[str, Any]) -> None:
    for goal in body["goals"]:
        goal.pop("certificate", None)


def test_the_checker_runs_alone(proved: Case) -> None:
    files = [proved.folder / name for name in ("event.json", "plan.json", ".")]
    command = [sys.executable, "-I", "-S", checker.__file__, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "PROVED, all of it")


def test_a_claim_of_search_without_its_log_is_not_proved(copy: Case, capsys: pytest.CaptureFixture[str]) -> None:
    (copy.folder / "breaks.lrat.gz").unlink()
    assert copy.ends_with() == 3
    assert "NOT PROVED" in capsys.readouterr().out
