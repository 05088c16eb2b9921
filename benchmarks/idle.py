"""Whether the button of the platform stops too early: idle slots that 15 s more would close."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.suites import Choice
from benchmarks.tables import Row, aligned
from handschlag.matching.engine.options import USUAL, usual_seconds
from treffen.generation import base, conference, narrow, scarce, tight, two_sided
from treffen.problem import Goal, Problem
from treffen.scheduling import Limits, schedule
from treffen.timetable import GoalStatus, Plan

MORE = 15
SHOWN = (Goal.VALUE, Goal.IDLE)
SEEDS = 5
FAMILIES: dict[str, Callable[[int, int], Problem]] = {
    one.__name__: one for one in (base, conference, narrow, scarce, tight, two_sided)
}
PEOPLE = {"base": 40, "conference": 150, "narrow": 150, "scarce": 40, "tight": 150, "two_sided": 150}
HEAD: Row = ("event", "seed", "value", "idle", "proved", "seconds", "value later", "idle later", "goal")
ABOUT = (
    "Thirty generated events, each scheduled with the goals and the limit of the platform's button, and once "
    "more with 15 s more where a goal was not proved; seconds are the processor's. The goal is that no idle "
    "slot is closed by them: the first timetable has none that the second, of the same value, has not."
)


def report(choice: Choice, *, is_kept: bool) -> int:
    """Print the table; 1 if a goal was missed."""
    host = machine()
    time.monotonic = time.process_time  # a search that waits for others has not used its seconds
    seeds = range(1, (choice.seeds or SEEDS) + 1)
    rows = [row_of(family, seed) for family in FAMILIES for seed in seeds]
    print(f"\nidle: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}")
    if is_kept:
        write_table("idle", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=[ABOUT])
    return int(any("MISSED" in row[-1] for row in rows))


def row_of(family: str, seed: int) -> Row:
    """One event, and what more time would have brought."""
    made = FAMILIES[family](PEOPLE[family], seed)
    problem = replace(made, goals=tuple(Goal(one) for one in USUAL))
    seconds = usual_seconds(len(problem.participants))
    first = schedule(problem, limits=Limits(seconds=seconds, seed=1))
    value, idle = of(first, Goal.VALUE), of(first, Goal.IDLE)
    is_proved = all(one.status is GoalStatus.OPTIMAL for one in first.goals if one.goal in SHOWN)
    later, later_idle = value, idle
    if not is_proved:
        second = schedule(problem, limits=Limits(seconds=seconds + MORE, seed=1))
        later, later_idle = of(second, Goal.VALUE), of(second, Goal.IDLE)
    closes = later == value and later_idle < idle
    print(family, seed, value, idle, is_proved, later, later_idle, flush=True)
    return (
        f"{family} {PEOPLE[family]}",
        str(seed),
        str(value),
        str(idle),
        "yes" if is_proved else "no",
        f"{seconds}",
        str(later),
        str(later_idle),
        "MISSED" if closes else "kept",
    )


def of(plan: Plan, goal: Goal) -> int:
    """What a plan reached in a goal."""
    return next(one.value for one in plan.goals if one.goal is goal)
