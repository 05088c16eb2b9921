"""One published event in one objective, in a process that loads what `treffen schedule` loads."""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from dataclasses import replace

from treffen.__main__ import SELDOM
from treffen.problem import Goal

OBJECTIVES = {
    "breaks": (Goal.BREAKS,),
    "ir": (Goal.IDLE_RANGE,),
    "ir_is": (Goal.IDLE_RANGE, Goal.IDLE),
    "bg_ir_is": (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE),
}


def used_by_all() -> float:
    """Processor seconds of this process and of those it started and saw end."""
    return sum(map(used, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def used(who: int) -> float:
    """Processor seconds of this process, or of those it saw end."""
    spent = resource.getrusage(who)
    return spent.ru_utime + spent.ru_stime


def _solve(path: str, objective: str, seconds: str) -> None:
    """One plan, as a line of JSON; set up and ended as the command is."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(SELDOM)
    from treffen.files import read_problem
    from treffen.scheduling import Limits, schedule

    problem = read_problem(path).problem
    assert problem is not None
    if objective != "breaks":
        problem = replace(problem, break_spread=None)
    before = used_by_all()
    plan = schedule(problem, goals=OBJECTIVES[objective], limits=Limits(seconds=float(seconds)))
    spent = used_by_all() - before
    values, bounds = [g.value for g in plan.goals], [g.bound for g in plan.goals]
    print(json.dumps({"status": plan.status, "values": values, "bounds": bounds, "cpu": spent}))
    gc.freeze()


if __name__ == "__main__":
    _solve(*sys.argv[1:])
