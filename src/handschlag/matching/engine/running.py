"""One run of the scheduler: told while it runs, stored when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from handschlag.common.compute.priority import stepped_back
from handschlag.matching.engine.files import plan_text, problem_text
from handschlag.matching.engine.planning import agreed_problem, held_now
from handschlag.matching.engine.summaries import summary_of
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.running import Options
from treffen.errors import InvalidProblem, RefusedTimetable
from treffen.problem import Goal, Problem
from treffen.repair import repair
from treffen.scheduling import Limits, Progress, Stop, schedule
from treffen.timetable import Plan
from treffen.words import fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """How far a run is."""

    seconds: float
    phase: str
    goal: str
    value: int | None
    bound: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """What came out: texts as files have them, and what pages show."""

    problem: str
    plan: str
    summary: dict[str, Any]


class FaultyInput(Exception):
    """Nothing was tried: the event itself contradicts itself. Each fault is a sentence."""


class RunHandle:
    """Stops a run from outside; may be used by any thread."""

    def __init__(self) -> None:
        self.stop = Stop()

    def lift(self) -> None:
        self.stop.request()


def run(
    facts: EngineInput,
    options: Options,
    *,
    frozen: Collection[int],
    seconds: int,
    seed: int,
    hand: RunHandle,
    tell: Callable[[Beat], None],
) -> _Ended:
    """The best plan in this time; raises `FaultyInput`."""
    problem = agreed_problem(facts, options, frozen=frozen)
    if faults := problem.faults():
        raise FaultyInput("\n".join(fault(one, "de") for one in faults[:20]))
    begun = time.monotonic()
    limits = Limits(seconds=seconds, seed=seed)

    def hear(one: Progress) -> None:
        value, bound = (None if number is None else round(number) for number in (one.value, one.bound))
        tell(
            Beat(
                seconds=round(time.monotonic() - begun, 2),
                phase=one.phase,
                goal=one.goal.value,
                value=value,
                bound=bound,
            )
        )

    def compute(say: Callable[[Progress], None]) -> tuple[Problem, Plan]:
        kept = _kept(problem, facts, options, limits, hand)
        return kept or (problem, schedule(problem, limits=limits, on_progress=say, stop=hand.stop))

    try:
        problem, plan = stepped_back(compute, hear=hear)
    except InvalidProblem as wrong:
        raise FaultyInput(str(wrong)) from wrong
    return _Ended(
        problem=problem_text(problem), plan=plan_text(plan), summary=summary_of(facts, problem, plan)
    )


def _kept(
    problem: Problem, facts: EngineInput, options: Options, limits: Limits, hand: RunHandle
) -> tuple[Problem, Plan] | None:
    """The smallest change of the times; None where that is not asked for, or they do not fit."""
    if not options.keeps_times or not facts.held:
        return None
    held = held_now(facts, problem)
    goals = tuple(one for one in problem.goals if one is not Goal.CHANGED)
    asked = replace(problem, promised=held.meetings, goals=goals)
    try:
        found = repair(asked, held, limits=limits, stop=hand.stop)
    except RefusedTimetable:
        return None
    return found.problem, found.choice.plan
