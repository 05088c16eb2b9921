"""The published B2B files in their other objectives: breaks, range of idle time, idle time, in order.

Each event is scheduled by a process of its own; its processor time is counted from the start of
Python to its end, with whatever it started.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.kept import with_kept
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.suites import Choice
from benchmarks.tables import Row, aligned
from treffen.problem import Goal

ROOT = Path(__file__).resolve().parent.parent
LISTED = "best_known_2026.csv"
OBJECTIVES = {
    "breaks": (Goal.BREAKS,),
    "ir": (Goal.IDLE_RANGE,),
    "ir_is": (Goal.IDLE_RANGE, Goal.IDLE),
    "bg_ir_is": (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE),
}
SECONDS = 60.0
TOTAL = "all files"
HEAD: Row = ("file", "objective", "listed", "value", "bound", "CPU s", "of which search", "verdict")
ABOUT = (
    "Listed: the best values known before, from unpublished logs of 2026 and searches of our own; open ones "
    "in brackets. CPU s: of the whole process, from the start of Python. Values of goals in order, set apart "
    "by semicolons. Rows that were not run again stay as they were kept; totals are of all rows."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the list: what was known, and whether it was proved."""

    value: str
    status: str


def report(choice: Choice, *, objectives: tuple[str, ...], is_kept: bool) -> int:
    """Print the table; 1 if anything contradicts the list, or there are no files."""
    files = sorted(choice.instances.glob(choice.only if choice.only != "*" else "*.dzn"))
    if not files:
        print(f"\n=== objectives: NOT MEASURED: no .dzn files in {choice.instances} ===\n", flush=True)
        return 1
    host, known = machine(), _listed(choice.instances.parent / LISTED)
    rows = [_row(path, one, known, choice.seconds or SECONDS) for one in objectives for path in files]
    print(f"\nobjectives: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, _with_totals(rows)))
    print(f"\n{ABOUT}")
    if is_kept:
        table = _with_totals(with_kept("objectives", HEAD, rows))
        write_table("objectives", (HEAD, table), host, kept={"head": HEAD, "rows": table}, sentences=[ABOUT])
    return int(any("CONTRADICTS" in row[-1] for row in rows))


def _listed(path: Path) -> dict[tuple[str, str], Listed]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["file"], row["objective"]): Listed(value=row["value"], status=row["status"])
            for row in csv.DictReader(file)
        }


def _row(path: Path, objective: str, known: dict[tuple[str, str], Listed], seconds: float) -> Row:
    """One event in one objective, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.objectives", str(path), objective, str(seconds)]
    before = _used(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=child_environment(), check=True)
    whole = _used(resource.RUSAGE_CHILDREN) - before
    found = json.loads(done.stdout)
    listed = known.get((path.name, objective))
    value, bound = ";".join(map(str, found["values"])), ";".join(map(str, found["bounds"]))
    row = (
        path.stem,
        objective,
        "-"
        if listed is None
        else f"({listed.value})"
        if listed.status == "open"
        else listed.value or "UNSAT",
        "UNSAT" if found["status"] == "infeasible" else value or "-",
        bound or "-",
        f"{whole:.2f}",
        f"{found['cpu']:.2f}",
        _verdict(found["status"], value, listed),
    )
    print(*row, file=sys.stderr, flush=True)
    return row


def _verdict(status: str, value: str, listed: Listed | None) -> str:
    is_proved = status in ("optimal", "infeasible")
    if listed is None:
        return "proved" if is_proved else "open"
    found, known = _numbers(value), _numbers(listed.value)
    is_better = bool(found) and (not known or found < known)
    if listed.status == "open":
        if is_proved and (not found or found > known):
            return "CONTRADICTS the list"
        return "CLOSED" if is_proved else "better, open" if is_better else "open"
    if is_better or (is_proved and found != known):
        return "CONTRADICTS the list"
    return "as listed" if is_proved else "NOT PROVED"


def _numbers(value: str) -> list[int]:
    return [int(one) for one in value.split(";") if one]


def _with_totals(rows: Iterable[Row]) -> list[Row]:
    """The rows by objective and file, each objective with its total at the end."""
    table: list[Row] = []
    measured = [row for row in rows if row[0] != TOTAL]
    for objective in OBJECTIVES:
        mine = sorted(row for row in measured if row[1] == objective)
        table += [*mine, _total(objective, mine)] if mine else []
    return table


def _total(objective: str, rows: Sequence[Row]) -> Row:
    cpu, search = ([float(row[at]) for row in rows] for at in (5, 6))
    proved = sum(row[-1] in ("as listed", "proved", "CLOSED") for row in rows)
    worst = f"worst {max(cpu):.2f}, of which search {max(search):.2f}"
    nothing = "-"
    sums = (f"{sum(cpu):.2f}", f"{sum(search):.2f}", f"{proved} of {len(rows)} proved; {worst}")
    return (TOTAL, objective, nothing, nothing, nothing, *sums)


def child_environment() -> dict[str, str]:
    """What a process of its own needs to find this project."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def used_by_all() -> float:
    """Processor seconds of this process and of those it started and saw end."""
    return sum(map(_used, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _solve(path: str, objective: str, seconds: str) -> None:
    """In the process of its own: one plan, as a line of JSON."""
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


if __name__ == "__main__":
    _solve(*sys.argv[1:])
