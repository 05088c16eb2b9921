"""How long the command line lets people wait: `--help`, a small event, and one of 150 people to its page."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.aims import VERIFY_LARGE
from benchmarks.machine import machine
from benchmarks.measuring import child_environment
from benchmarks.results import write_table
from benchmarks.tables import aligned

HELP_RUNS, NEXT_RUNS = 9, 5
FEW, PEOPLE, SEED = 10, 150, 1
LARGE, LARGE_SECONDS, CHECKS = 100_000, 60, 3


@dataclass(frozen=True, slots=True)
class _Run:
    """One `treffen` process: wall and CPU seconds, and what went wrong in it, if anything."""

    seconds: float
    cpu_seconds: float
    fault: str


def cpu_of_children() -> float:
    """User and system time of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_command(arguments: Sequence[str], cache: Path) -> _Run:
    """Run `treffen` once.

    Compiled code is cached in a folder of the benchmark's own, so that a first start is one.
    """
    environment = {**child_environment(), "NUMBA_CACHE_DIR": str(cache)}
    begin, used = time.monotonic(), cpu_of_children()
    command = [sys.executable, "-m", "treffen", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds = time.monotonic() - begin
    lines = (done.stderr or done.stdout).strip().splitlines() or ["?"]
    fault = f"EXIT {done.returncode}: {lines[-1]}" if done.returncode else ""
    return _Run(seconds, cpu_of_children() - used, fault)


def _event(folder: Path, people: int) -> list[str]:
    """Arguments that take a base event of so many people from a JSON file to plan and page."""
    from treffen.files import write_problem_json
    from treffen.generation import base

    path = folder / f"event-{people}.json"
    write_problem_json(path, base(people, SEED))
    plan, page = folder / "plan.json", folder / "plan.html"
    return ["schedule", str(path), "-o", str(plan), "--html", str(page)]


def _row(name: str, runs: Sequence[_Run], goal: float, *, is_of_cpu: bool = False) -> tuple[str, ...]:
    """`is_of_cpu`: the goal is one of processor time."""
    seconds, used = [run.seconds for run in runs], [run.cpu_seconds for run in runs]
    faults = list(dict.fromkeys(run.fault for run in runs if run.fault))
    judged = used if is_of_cpu else seconds
    kept = "kept" if max(judged) <= goal else ("kept by the median" if median(judged) <= goal else "MISSED")
    numbers = [median(seconds), max(seconds), median(used), goal]
    return (name, str(len(runs)), *(f"{x:.2f}" for x in numbers), "; ".join(faults) or kept)


def _check_row(folder: Path, cache: Path) -> tuple[str, ...]:
    """How long it takes to check a plan of a large event, which is made before."""
    path, plan = _event(folder, LARGE)[1:4:2]
    run_command(["schedule", path, "-o", plan, "--time-limit", str(LARGE_SECONDS)], cache)
    checks = [run_command(["verify", path, plan], cache) for _ in range(CHECKS)]
    return _row(f"treffen verify, {LARGE:,} people (goal of CPU s)", checks, VERIFY_LARGE, is_of_cpu=True)


def measure_all() -> list[tuple[str, ...]]:
    """A row each: what, runs, median and worst seconds, the goal, and whether it is kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        run_command(["--help"], cache)
        helps = [run_command(["--help"], cache) for _ in range(HELP_RUNS)]
        event, few = _event(folder, PEOPLE), _event(folder, FEW)
        run_command(
            event, folder / "cache of another"
        )  # leaves bytecode of all it loads, as an installation does
        starts = [run_command(event, cache) for _ in range(1 + NEXT_RUNS)]
        small = [run_command(few, cache) for _ in range(NEXT_RUNS)]
        warmed = folder / "cache of an installation"
        warming, first = run_command(["warm"], warmed), run_command(event, warmed)
        return [
            _row("treffen --help", helps, 0.3),
            _row(f"{FEW} people (goal of CPU s)", small, 0.25, is_of_cpu=True),
            _row(f"{PEOPLE} people, very first start (bytecode as after installation)", starts[:1], 3.0),
            _row(f"{PEOPLE} people, first start after treffen warm", [first], 3.0),
            _row(f"{PEOPLE} people, from the second start on", starts[1:], 2.0),
            _row("treffen warm, once after an installation", [warming], 60.0),
            _check_row(folder, warmed),
        ]


def report(*, is_kept: bool) -> int:
    """Print the table, keep it if wanted; 1 if a command failed."""
    host = machine()
    head = ("what", "runs", "s", "worst", "CPU s", "goal", "kept?")
    rows = measure_all()
    print(f"\ncommand line: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(head, rows))
    if is_kept:
        write_table("commandline", (head, rows), host, kept={"head": head, "rows": rows})
    return int(any("EXIT" in row[-1] for row in rows))
