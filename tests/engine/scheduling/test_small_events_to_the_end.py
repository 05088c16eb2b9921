"""Small events are solved to the end, whoever began; goals that come later do not take all the time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.solvers.satisfiability import tiny

from treffen.generation import all_must
from treffen.problem import Goal
from treffen.scheduling import required, schedule
from treffen.scheduling.schedule import start
from treffen.solvers import satisfiability
from treffen.solvers.base import Limits, Stop
from treffen.solvers.satisfiability import BreaksOutcome
from treffen.timetable import PlanStatus


@pytest.mark.parametrize(
    ("seed", "goals", "values"),
    [
        (53, (Goal.IDLE, Goal.IDLE_RANGE, Goal.BREAKS), [2, 1, 2]),
        (7, (Goal.IDLE, Goal.IDLE_RANGE), [1, 1]),
    ],
)
def test_what_begins_with_the_fewest_breaks_is_solved_to_the_end(
    seed: int, goals: tuple[Goal, ...], values: list[int]
) -> None:
    plan = schedule(replace(tiny.event(seed), goals=goals))
    assert [(g.value, g.bound) for g in plan.goals] == [(v, v) for v in values]


def test_everybody_with_one_break_keeps_a_spread_of_none() -> None:
    problem = tiny.event(88)
    assert problem.break_spread == 0
    plan = schedule(replace(problem, goals=(Goal.BREAKS,)))
    assert plan.status is PlanStatus.OPTIMAL
    assert plan.goals[0].value == tiny.fewest(tiny.model_of(problem)) == len(problem.participants)


@pytest.mark.parametrize(("goals", "is_short"), [((Goal.IDLE, Goal.BREAKS), True), ((Goal.BREAKS,), False)])
def test_breaks_that_come_after_idle_time_do_not_take_all_the_time(
    goals: tuple[Goal, ...], is_short: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = list[float]()

    def solved(_: object, *, stop: Stop, **__: object) -> BreaksOutcome:
        given.append(stop.remaining(1e9))
        return BreaksOutcome(status=PlanStatus.UNKNOWN)

    monkeypatch.setattr(satisfiability, "solve_breaks", solved)
    run = start(all_must(20, 1), limits=Limits(), goals=goals, on_progress=None, stop=Stop())
    assert required.find_best(run)
    assert (given[0] <= satisfiability.BEGINNING) == is_short
