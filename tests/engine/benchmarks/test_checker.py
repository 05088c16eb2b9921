"""The stand-alone checker accepts what is proved, refuses what was touched, says what it does not know."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks import checker
from tests.engine.benchmarks.touched import EDITS, FORGERIES, STRANGE
from tests.engine.solvers.satisfiability.test_refutation import claim_of, claims, known
from tests.engine.solvers.satisfiability.tiny import event, model_of, richer

from treffen.files import write_refutation
from treffen.files.plan_json import write_plan
from treffen.files.problem_json import write_problem_json
from treffen.problem import (
    Goal,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
)
from treffen.scheduling import Limits, schedule
from treffen.scheduling.proving import prove
from treffen.solvers.base import Stop
from treffen.solvers.satisfiability import Unrefuted, is_supported, refute
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.timetable import PlanStatus

pytestmark = pytest.mark.once

OBJECTIVES = (
    (Goal.BREAKS,),
    (Goal.IDLE_RANGE,),
    (Goal.IDLE_RANGE, Goal.IDLE),
    (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE),
)


def hard(seed: int) -> Problem:
    """An event whose fewest breaks need a search: many meetings of people who are not always there."""
    dice = random.Random(seed)
    slots = tuple(Slot(id=SlotId(f"s{t}")) for t in range(8))
    people = tuple(
        Participant(id=ParticipantId(f"p{i}"), free=frozenset(s.id for s in slots if dice.random() < 0.85))
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
            if not isinstance(one.refutation, str):
                found = one.refutation
                write_refutation(folder, one.name, log=found.lines(), prices=found.prices, order=found.order)

    def ends_with(self) -> int:
        """The exit status of the checker."""
        files = [str(self.folder / name) for name in ("event.json", "plan.json", "")]
        return checker.main(files)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.folder / name).exists()

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
            ours, theirs = (
                formula_of(claim_of(problem, limits)),
                checker.Formula(checker.Event(body), numbers).clauses,
            )
            assert ([] in ours) == ([] in theirs)
            assert [] in ours or ours == theirs
            n_equal += [] not in ours
    assert n_equal > 40


def test_they_write_the_same_clauses_of_a_core(tmp_path: Path) -> None:
    n_equal = 0
    for seed in range(80):
        problem = richer(event(seed), seed) if seed % 2 else event(seed)
        if problem.faults() or not is_supported(model_of(problem)):
            continue
        write_problem_json(tmp_path / "event.json", problem)
        body = json.loads((tmp_path / "event.json").read_text("utf-8"))
        model, dice = model_of(problem), random.Random(seed)
        mask = np.array([dice.random() < 0.7 for _ in range(model.n_options)], bool)
        core = [r.id for r, is_in in zip(problem.requests, mask, strict=True) if is_in]
        ours = formula_of(Claim(model=model, options=mask, limits={}))
        theirs = checker.Formula(checker.Event(body, core), {}).clauses
        assert [] in theirs if [] in ours else ours == theirs
        n_equal += [] not in ours
    assert n_equal > 20


@pytest.mark.parametrize("seed", [seed for seed in range(3, 29, 2) if seed != 21])  # of 21 there are too many
def test_each_optimum_and_each_impossibility_is_accepted(seed: int, tmp_path: Path) -> None:
    case = known(seed)
    assert case is not None
    problem = replace(case[0], break_spread=None)
    for goals in OBJECTIVES:
        found = Case(tmp_path, replace(problem, goals=goals))
        assert found.plan.status in (PlanStatus.OPTIMAL, PlanStatus.INFEASIBLE)
        assert found.ends_with() == 0
        for log in tmp_path.glob("*.gz"):
            log.unlink()
        if found.plan.status is PlanStatus.OPTIMAL:  # no better than it is: one step more has no refutation
            claim = claim_of(problem, {result.goal: result.value for result in found.plan.goals})
            assert refute(claim.model, claim.options, limits=claim.limits, stop=Stop()) is Unrefuted.FORMULA


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A plan with a bound that only a refutation proves."""
    return Case(tmp_path_factory.mktemp("proved"), hard(0))


@pytest.fixture
def copy(proved: Case, tmp_path: Path) -> Case:
    """The same files, to be touched."""
    copied = Case.__new__(Case)
    copied.folder, copied.plan = tmp_path, proved.plan
    for file in proved.folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return copied


def test_the_checker_runs_alone(proved: Case) -> None:
    files = [proved.folder / name for name in ("event.json", "plan.json", ".")]
    command = [sys.executable, "-I", "-S", checker.__file__, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "PROVED, all of it")


def test_the_proof_that_is_read_by_hand_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(checker.__file__).parents[1] / "docs/background/one-proof.md").read_text("utf-8")
    blocks = dict(re.findall(r"```(json|console|text)\n(.*?)```", page, re.DOTALL))
    core = {"requests": ["ada-bo", "ada-cy", "bo-cy"]}
    plan = {"format": "treffen.plan/1", "status": "infeasible", "goals": [], "meetings": [], "core": core}
    (tmp_path / "event.json").write_text(blocks["json"], "utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    (tmp_path / "core.lrat.gz").write_bytes(gzip.compress(blocks["text"].encode()))
    assert checker.main([str(tmp_path / name) for name in ("event.json", "plan.json", "")]) == 0
    assert capsys.readouterr().out == blocks["console"].split("proofs\n")[-1]
    clauses = checker.Formula(checker.Event(json.loads(blocks["json"]), core["requests"]), {}).clauses
    told = re.findall(r"^\| ([\d, ]+) \| ([-`\d, ]+) \|", page, re.MULTILINE)
    for numbers, content in told:
        for number, clause in zip(numbers.split(", "), re.findall(r"`(.*?)`", content), strict=True):
            assert sorted(clauses[int(number) - 1]) == sorted(map(int, clause.split()))
    assert len(told) == 8


def test_a_claim_of_search_without_its_log_is_not_proved(
    copy: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy.folder / "breaks.lrat.gz").unlink()
    assert copy.ends_with() == 3
    assert "NOT PROVED" in capsys.readouterr().out


def lines_of(case: Case) -> list[str]:
    return gzip.decompress((case.folder / "breaks.lrat.gz").read_bytes()).decode().splitlines(keepends=True)


def rewrite(case: Case, lines: list[str]) -> None:
    (case.folder / "breaks.lrat.gz").write_bytes(gzip.compress("".join(lines).encode()))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_log_is_refused(forgery: str, copy: Case, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_of(copy)
    rewrite(copy, FORGERIES[forgery](lines))
    assert copy.ends_with() == 1
    assert "REFUSED: breaks" in capsys.readouterr().out


def test_bytes_that_are_no_log_are_refused(copy: Case) -> None:
    for content in (b"", b"no gzip", (copy.folder / "breaks.lrat.gz").read_bytes()[:-20]):
        (copy.folder / "breaks.lrat.gz").write_bytes(content)
        assert copy.ends_with() == 1


def test_the_log_of_another_event_is_refused(copy: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Case(tmp_path_factory.mktemp("other"), hard(5))
    rewrite(copy, lines_of(other))
    assert copy.ends_with() == 1


def test_a_log_that_refutes_one_event_does_not_refute_it_with_a_place_more(copy: Case) -> None:
    copy.edit("event.json", lambda body: body["places"].append({"id": "one more"}))
    assert copy.ends_with() == 1


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_plan_is_refused(edit: str, copy: Case) -> None:
    copy.edit("plan.json", EDITS[edit])
    assert copy.ends_with() == 1


@pytest.mark.parametrize("change", STRANGE)
def test_what_the_checker_does_not_know_it_does_not_judge(change: str, copy: Case) -> None:
    copy.edit("event.json", STRANGE[change])
    assert copy.ends_with() == 2


def test_a_goal_that_is_not_counted_is_named_and_not_proved(
    copy: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = {"name": "walking", "value": 7, "bound": 7, "status": "optimal"}
    copy.edit("event.json", lambda body: body["goals"].append("walking"))
    copy.edit("plan.json", lambda body: body["goals"].append(goal))
    assert copy.ends_with() == 3
    assert "walking 7, bound 7 (not counted here): NOT PROVED" in capsys.readouterr().out


def test_a_possible_event_is_not_impossible_by_any_log(copy: Case) -> None:
    copy.edit("plan.json", lambda body: body.update(status="infeasible", goals=[], meetings=[]))
    assert copy.ends_with() == 3
    (copy.folder / "breaks.lrat.gz").rename(copy.folder / "core.lrat.gz")
    assert copy.ends_with() == 1


def test_an_impossible_event_is_refuted_by_its_core_and_not_by_half_of_it(tmp_path: Path) -> None:
    found = Case(tmp_path, hard(3))
    assert found.plan.status is PlanStatus.INFEASIBLE
    assert found.ends_with() == 0
    found.edit("plan.json", lambda body: body["core"].update(requests=body["core"]["requests"][:3]))
    assert found.ends_with() == 1


def test_a_line_or_a_log_without_an_end_is_refused(copy: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of(copy)
    rewrite(copy, ["7 " * 2**24])
    assert copy.ends_with() == 1
    rewrite(copy, lines)
    assert copy.ends_with() == 0
    monkeypatch.setattr(checker, "MOST", len("".join(lines)) // 2)
    assert copy.ends_with() == 1


def test_a_literal_that_no_variable_has_is_refused(copy: Case, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_of(copy)
    number, _, rest = lines[0].partition(" ")
    rewrite(copy, [f"{number} {10**30} {rest}", *lines[1:]])
    assert copy.ends_with() == 1
    assert "OverflowError" in capsys.readouterr().out
