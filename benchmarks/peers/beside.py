"""Peers beside the engine in the newer objectives: each in a process of its own, bounded in time and memory.

What a peer found is judged as the engine's is: its timetable by the rules of `treffen.verification`, its
values by counting them; its word alone counts for nothing but the bound, which the table names as its own.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.answer import Missing
from benchmarks.peers.maxsat import answer_of
from benchmarks.peers.objective_formula import Weighted, objective_formula
from benchmarks.peers.weighted import SOLVERS, Found, Limit
from benchmarks.tables import NONE
from treffen.problem import Goal, Problem
from treffen.verification import find_violations, measure

SECONDS = 10.0
MOST_BYTES = 6 * 2**30
LATE, WALL_FACTOR, START_SECONDS = 1.5, 60, 120
WRONG, FOUND = ("FAILED", "REFUSED"), re.compile(r" in \d+\.\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a peer came to: its word, the values counted of its timetable, its bound, processor seconds."""

    status: str
    values: tuple[int, ...] = ()
    bound: tuple[int, ...] = ()
    cpu: float = 0.0
    note: str = ""

    def is_proved(self) -> bool:
        """Whether the peer says that nothing is better, and its timetable bears it out."""
        return self.status in ("optimal", "infeasible")

    def cell(self) -> str:
        """One cell of the table."""
        if self.status == "missing":
            return f"{self.note} not installed"
        if self.status in WRONG:
            return f"{self.status}: {self.note}"
        value, bound = (";".join(map(str, numbers)) for numbers in (self.values, self.bound))
        found = "UNSAT" if self.status == "infeasible" else value or "-"
        return f"{found}{'' if self.is_proved() else f', >= {bound or "?"}'} in {self.cpu:.2f}"


def proved_and_spent(cells: list[str]) -> str:
    """The total of a peer's cells: how many values it proved, its processor seconds, and what went wrong."""
    wrong = {word: sum(cell.startswith(f"{word}:") for cell in cells) for word in WRONG}
    found = [cell.rpartition(" in ") for cell in cells if FOUND.search(cell) and not cell.startswith(WRONG)]
    runs = len(found) + sum(wrong.values())
    if not runs:
        return cells[0] if len(set(cells)) == 1 else NONE
    proved, seconds = sum(">=" not in value for value, _, _ in found), sum(float(one[2]) for one in found)
    ends = "".join(f", {count} {word.lower()}" for word, count in wrong.items() if count)
    return f"{proved} of {runs} proved in {seconds:.0f}{ends}"


def peer_beside(
    path: Path, objective: str, *, who: str, seconds: float, environment: dict[str, str]
) -> Beside:
    """A peer's run; ended by itself, by its processor seconds, or from here."""
    command = [sys.executable, "-m", "benchmarks.peers.beside", str(path), objective, who, str(seconds)]
    before = _used()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        said, errors = child.communicate(timeout=START_SECONDS + WALL_FACTOR * seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        said, errors = child.communicate()
    finally:
        if child.poll() is None:  # whoever is interrupted here leaves nobody behind
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    return _heard(child.returncode, said, errors, _used() - before)


def _heard(returned: int, said: str, errors: str, cpu: float) -> Beside:
    """What the last lines of a child say; what one that was ended told before still counts."""
    told: dict[str, Any] = {}
    for line in said.splitlines():
        if line.startswith("{"):
            told |= json.loads(line)
    values, bound = (tuple(told.get(name, ())) for name in ("values", "bound"))
    is_ended = returned in (-signal.SIGKILL, -signal.SIGXCPU)
    if returned and not is_ended:
        note = "out of memory" if "MemoryError" in errors or "bad_alloc" in errors else _last(errors)
        return Beside(status="FAILED", cpu=cpu, note=note)
    is_late = is_ended and told.get("status") not in WRONG
    status = "time out" if is_late else str(told["status"])
    return Beside(status=status, values=values, bound=bound, cpu=cpu, note=str(told.get("note", "")))


def _last(errors: str) -> str:
    return (errors.strip().splitlines() or ["ended without a word"])[-1][:80]


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _bounded(seconds: float) -> float:
    """Limit this process; returns the moment of processor time at which it should end by itself."""
    deadline = time.process_time() + seconds
    hard = 1 + int(time.process_time() + LATE * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    return deadline


def _tell(**told: object) -> None:
    print(json.dumps(told), flush=True)


def _judged(problem: Problem, goals: Sequence[Goal], model: Weighted, found: Found) -> dict[str, object]:
    """What a solver found: its word and bound, and the values of its timetable if no rule is broken."""
    answer = answer_of(problem, model.formula, found)
    told: dict[str, object] = {"status": answer.status}
    if answer.bound is not None:
        told["bound"] = model.values(answer.bound)
    if answer.timetable is not None:
        told["values"] = values = [measure(problem, answer.timetable, goal) for goal in goals]
        if wrong := next(iter(find_violations(problem, answer.timetable)), None):
            told |= {"status": "REFUSED", "note": str(wrong)[:80]}
        elif answer.status == "optimal" and told["bound"] != values:
            told |= {"status": "REFUSED", "note": f"says {told['bound']}, its timetable has {values}"}
    return told


def _work(path: str, objective: str, who: str, seconds: str) -> None:
    """In the process of its own: the answer as the last line of JSON."""
    from benchmarks.one_objective import OBJECTIVES
    from treffen.files import read_problem

    problem, goals = read_problem(path).problem, OBJECTIVES[objective]
    assert problem is not None
    if objective != "breaks":
        problem = replace(problem, break_spread=None)
    model = objective_formula(problem, goals)
    judged = partial(_judged, problem, goals, model)
    try:
        limit = Limit(
            deadline=_bounded(float(seconds)),
            tell=lambda cost: _tell(bound=model.values(cost)),
            show=lambda literals: _tell(**judged(Found(status="feasible", model=literals))),
        )
        found = SOLVERS[who](model.formula, limit)
    except Missing as missing:
        _tell(status="missing", note=str(missing))
        return
    _tell(**judged(found))


if __name__ == "__main__":
    _work(*sys.argv[1:])
