"""Several events on two cores: as many processes of the command at a time as there are cores."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from benchmarks.commandline import cpu_of_children, run_command
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.files import write_problem_json
from treffen.generation import base

EVENTS, PEOPLE, CORES, RUNS, AIM = 8, 1_000, 2, 3, 1.9
HEAD: Row = ("events", "at a time", "runs", "s", "CPU s", "times as fast", "aim", "kept?")


def _events(folder: Path) -> list[list[str]]:
    """Arguments that take each event from its file to its plan."""
    commands = []
    for seed in range(EVENTS):
        path = folder / f"event-{seed}.json"
        write_problem_json(path, base(PEOPLE, seed))
        commands.append(["schedule", str(path), "-o", str(folder / f"plan-{seed}.json"), "--quiet"])
    return commands


def _together(commands: Sequence[Sequence[str]], cache: Path, at_a_time: int) -> tuple[float, float, str]:
    """Wall and CPU seconds of all, so many at a time, and what went wrong."""
    begin, used = time.monotonic(), cpu_of_children()
    with ThreadPoolExecutor(at_a_time) as pool:
        done = list(pool.map(lambda arguments: run_command(arguments, cache), commands))
    seconds = time.monotonic() - begin
    fault = next((one.fault for one in done if one.fault), "")
    return seconds, cpu_of_children() - used, fault


def rows_of(measured: dict[int, list[tuple[float, float, str]]]) -> list[Row]:
    """A row for each number of processes at a time, from (wall, CPU seconds, fault) of each run."""
    alone = median(seconds for seconds, _, _ in measured[1])
    rows: list[Row] = []
    for at_a_time, runs in measured.items():
        seconds = median(wall for wall, _, _ in runs)
        faults = [fault for _, _, fault in runs if fault]
        kept = "-" if at_a_time == 1 else ("kept" if alone / seconds >= AIM else "MISSED")
        numbers = (f"{seconds:.2f}", f"{median(cpu for _, cpu, _ in runs):.2f}", f"{alone / seconds:.2f}")
        what = f"{EVENTS} × base {PEOPLE:,}"
        aim = "-" if at_a_time == 1 else f"{AIM:g}"
        rows.append((what, str(at_a_time), str(len(runs)), *numbers, aim, faults[0] if faults else kept))
    return rows


def report(*, is_kept: bool) -> int:
    """Print the table, keep it if wanted; 1 if a command failed."""
    host = machine()
    measured: dict[int, list[tuple[float, float, str]]] = {1: [], CORES: []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands, cache = _events(folder), folder / "cache"
        run_command(["warm"], cache)
        for _ in range(RUNS):
            for at_a_time, runs in measured.items():
                runs.append(_together(commands, cache, at_a_time))
    rows = rows_of(measured)
    print(f"\nbatch: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    if is_kept:
        write_table("batch", (HEAD, rows), host, kept={"head": HEAD, "rows": rows})
    return int(any("EXIT" in row[-1] for row in rows))
