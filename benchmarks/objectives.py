"""The published B2B files in their other objectives: breaks, range of idle time, idle time, in order.

Each event is scheduled by a process of its own; its processor time is counted from the start of
Python to its end, with whatever it started.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.keeping import LIMIT, MEASURED, TOTAL, Kept, today
from benchmarks.machine import machine
from benchmarks.measuring import child_environment
from benchmarks.one_objective import OBJECTIVES, used
from benchmarks.peers.beside import WRONG, Beside, peer_beside, proved_and_spent
from benchmarks.peers.weighted import SOLVERS
from benchmarks.suites import Choice
from benchmarks.tables import NONE, Row, aligned

LISTED = "best_known_2026.csv"
SECONDS = 60.0
HEAD: Row = (
    *("file", "objective", "listed", "value", "bound", "CPU s", "of which search", LIMIT, MEASURED),
    "verdict",
    *SOLVERS,
)
VERDICT, PROVED = 9, ("as listed", "proved", "CLOSED")
AIMS = {"breaks": (40.0, 6.0), "ir": (20.0, 3.0)}  # CPU s of all published files, and of the worst of them
ABOUT = (
    "Listed: the best values known before, from unpublished logs of 2026 and searches of our own; open ones "
    "in brackets. CPU s: of the whole process, from the start of Python. Limit: seconds by the "
    f"clock after which the search of a row ends ({SECONDS:g} or as `--time-limit` says). Values of goals in "
    "order, set apart by semicolons. Rows of files that were not measured again stay as they were."
)
ABOUT_PEERS = (
    "Peers: other solvers on one weighted formula of ours (`benchmarks/peers/objective_formula.py`), one "
    "thread; UWrMaxSAT and RC2 get it in clauses, CP-SAT and HiGHS its counts as rows. Value of the "
    "timetable as our verifier counts it, the peer's own bound where it did not prove the value, CPU s of "
    "the whole process. "
    "Each is asked to end after 10 CPU s of search (or as `--peer-limit` says) and killed after half as much "
    "again: then counts what it told before, its last bound and, of HiGHS, its last timetable. At most "
    "6 GiB each. Totals count runs that failed or were refused as not proved. Where the engine alone is "
    "measured again, its peers' cells stay."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the list: what was known, and whether it was proved."""

    value: str
    status: str


def report(choice: Choice, *, objectives: tuple[str, ...], is_kept: bool, is_rest: bool = False) -> int:
    """Print the table; 1 if anything contradicts the list or a peer, or there are no files.

    `is_rest` leaves the engine's rows as they were kept and runs the peers of those that have none.
    """
    files = sorted(choice.instances.glob(choice.only if choice.only != "*" else "*.dzn"))
    if not files:
        print(f"\n=== objectives: NOT MEASURED: no .dzn files in {choice.instances} ===\n", flush=True)
        return 1
    host, known = machine(), _listed(choice.instances.parent / LISTED)
    told, order = [ABOUT, ABOUT_PEERS], tuple(OBJECTIVES)
    kept = Kept(suite="objectives", head=HEAD, objectives=order, total=_total, sentences=told, host=host)
    rows: list[Row] = []
    before = {row[:2]: row for row in kept.rows()}
    for objective in objectives:
        for path in files:
            was = before.get((path.stem, objective))
            if is_rest and (was is None or NONE not in was[VERDICT + 1 :]):
                continue
            row = was if is_rest and was else _row(path, objective, known, choice.seconds or SECONDS)
            cells = was[VERDICT + 1 :] if was else (NONE,) * len(SOLVERS)
            with_peers = choice.with_peers or is_rest
            rows.append(_beside(path, row, choice) if with_peers else (*row, *cells))
            print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
            if is_kept:
                kept.keep(rows)
    print(f"\nobjectives: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, kept.ordered(rows)))
    print(f"\n{ABOUT}\n\n{ABOUT_PEERS}")
    return int(any("CONTRADICTS" in row[VERDICT] or "REFUSED" in "".join(row) for row in rows))


def _beside(path: Path, row: Row, choice: Choice) -> Row:
    """The row with what peers found, and whom we contradict."""
    cells, against = [], []
    for who in SOLVERS:
        found = peer_beside(
            path, row[1], who=who, seconds=choice.peer_seconds, environment=child_environment()
        )
        cells.append(found.cell())
        against += [who] * _contradicts(row[3], row[4], found)
    verdict = f"CONTRADICTS {', '.join(against)}" if against else row[VERDICT]
    return (*row[:VERDICT], verdict, *cells)


def _contradicts(value: str, bound: str, found: Beside) -> bool:
    """Whether a peer has what we say cannot be, or says that what we have cannot be; whatever it ended with.

    Our bounds of goals after the first open one hold only beside our value of that goal: they do not count.
    """
    if found.status in WRONG:
        return False
    if found.status == "infeasible" or value == "UNSAT":
        return (found.status == "infeasible" and value not in ("UNSAT", "-")) or bool(found.values)
    ours, least = (_numbers(one) if one != "-" else [] for one in (value, bound))
    at = next((n for n, (a, b) in enumerate(zip(ours, least, strict=False)) if a != b), len(least))
    is_below = bool(found.values) and list(found.values[: at + 1]) < least[: at + 1]
    return is_below or (bool(ours) and list(found.bound) > ours)


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
    command = [sys.executable, "-m", "benchmarks.one_objective", str(path), objective, str(seconds)]
    before = used(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=child_environment(), check=True)
    whole = used(resource.RUSAGE_CHILDREN) - before
    found = json.loads(done.stdout)
    listed = known.get((path.name, objective))
    value, bound = ";".join(map(str, found["values"])), ";".join(map(str, found["bounds"]))
    return (
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
        f"{seconds:g}",
        today(),
        _verdict(found["status"], value, listed),
    )


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


def _total(objective: str, rows: list[Row]) -> Row:
    cpu, search = ([float(row[at]) for row in rows] for at in (5, 6))
    proved = sum(row[VERDICT] in PROVED for row in rows)
    worst = f"worst {max(cpu):.2f}, of which search {max(search):.2f}"
    return (
        TOTAL,
        objective,
        "-",
        "-",
        "-",
        f"{sum(cpu):.2f}",
        f"{sum(search):.2f}",
        "-",
        "-",
        f"{proved} proved; {worst}{aimed(objective, cpu)}",
        *(proved_and_spent([row[at] for row in rows]) for at in range(VERDICT + 1, len(HEAD))),
    )


def aimed(objective: str, cpu: list[float]) -> str:
    """Which goals the CPU s of all files keep, as the end of a sentence; empty where nothing is aimed at."""
    if objective not in AIMS:
        return ""
    pairs = zip(("all", "worst"), (sum(cpu), max(cpu)), AIMS[objective], strict=True)
    return "; goals: " + ", ".join(f"{what} {aim:g} {_kept(spent, aim)}" for what, spent, aim in pairs)


def _kept(spent: float, aim: float) -> str:
    return "kept" if spent <= aim else "MISSED"
