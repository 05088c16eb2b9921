"""The published B2B files in all objectives: scheduled, proved, and checked by the checker that stands alone.

Each file is worked on by a process of its own, whose processor time counts without the start of Python; that
of the checker, a process of its own once more, counts from its start to its end.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.keeping import LIMIT, MEASURED, TOTAL, Kept, today
from benchmarks.machine import machine
from benchmarks.measuring import ROOT, child_environment
from benchmarks.one_objective import OBJECTIVES, used_by_all
from benchmarks.suites import Choice
from benchmarks.tables import NONE, Row, aligned

SECONDS = 20.0
CHECKER = Path(__file__).with_name("checker.py")
PROVED, REFUSED, OPEN = 0, 1, 3
HEAD: Row = (
    *("file", "objective", "value", "bound", "solved CPU s", "proved CPU s", "checked CPU s"),
    *("log kB", "steps", "rests on", LIMIT, MEASURED, "verdict"),
)
CLOSED, WITH_BOUNDS = "PROVED", "open, rest PROVED"
ABOUT = (
    f"Solved: the search for the plan, which ends after {SECONDS:g} s by the clock or as `--time-limit` says "
    "(the limit of each row; `-`: not noted); on a busy machine that is less CPU time. Proved: writing "
    "the refutations of all that the plan says on the word of a search. Checked: benchmarks/checker.py, "
    "from the start of Python: the event, timetable, values and every bound. Rests on: what it found for "
    "each bound, in the order of goals: 0; what each person cannot avoid (alone); prices; a refutation; a "
    "clause that is empty at once (empty). Open: the search did not close the last goals; what it says of "
    "their bounds is proved all the same. Files of the same content are measured once, and stand under each "
    "name. Rows of files that were not measured again stay as they were."
)
SHORT = (
    ("nothing is below", "0"),
    ("cannot avoid", "alone"),
    ("prices", "prices"),
    ("refuted", "refutation"),
    ("empty", "empty"),
    ("NOT PROVED", "TRUST"),
)


def report(choice: Choice, *, objectives: tuple[str, ...], is_kept: bool, is_rest: bool = False) -> int:
    """Print the table; 1 if anything is refused or stays on trust, or there are no files.

    What is kept is written after each file; `is_rest` goes on with what the kept table lacks or has open.
    """
    files = sorted(choice.instances.glob(choice.only if choice.only != "*" else "*.dzn"))
    if not files:
        print(f"\n=== proofs: NOT MEASURED: no .dzn files in {choice.instances} ===\n", flush=True)
        return 1
    host = machine()
    kept = Kept(
        suite="proofs", head=HEAD, objectives=tuple(OBJECTIVES), total=_total, sentences=[ABOUT], host=host
    )
    rows: list[Row] = []
    closed = {row[:2] for row in kept.rows() if row[-1] == CLOSED} if is_rest else set()
    for path, names in _by_content(files).items():
        if asked := tuple(one for one in objectives if any((name, one) not in closed for name in names)):
            found = _rows(path, asked, choice.seconds or SECONDS)
            rows += [(name, *row[1:]) for row in found for name in names]
            if is_kept:
                kept.keep(rows)
    print(f"\nproofs: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, kept.ordered(rows)))
    print(f"\n{ABOUT}")
    judged = [*rows, *(kept.rows() if is_kept or is_rest else ())]
    return int(any(row[-1] not in (CLOSED, WITH_BOUNDS) for row in judged))


def _by_content(files: list[Path]) -> dict[Path, list[str]]:
    """One file of each content, and the names of all in its folder that have it."""
    names: dict[bytes, list[str]] = {}
    for path in sorted(files[0].parent.glob("*.dzn")):
        names.setdefault(path.read_bytes(), []).append(path.stem)
    return {path: names.pop(content) for path in files if (content := path.read_bytes()) in names}


def _rows(path: Path, objectives: tuple[str, ...], seconds: float) -> Iterator[Row]:
    """One event in all objectives, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.proofs", str(path), str(seconds), *objectives]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=child_environment(), check=True)
    for line in done.stdout.splitlines():
        *found, verdict = json.loads(line)
        row = (*found, f"{seconds:g}", today(), verdict)
        print(*row, file=sys.stderr, flush=True)
        yield row


def _total(objective: str, rows: list[Row]) -> Row:
    sums = [f"{sum(float(row[at]) for row in rows):.2f}" for at in (4, 5, 6)]
    sizes = [str(sum(int(row[at]) for row in rows)) for at in (7, 8)]
    on_trust = sum("TRUST" in row[9] for row in rows)
    is_closed = sum(row[-1] == CLOSED for row in rows)
    longest = max((float(row[6]) for row in rows), default=0)
    said = f"{is_closed} of {len(rows)} closed and proved; worst check {longest:.2f} CPU s"
    return (TOTAL, objective, "-", "-", *sums, *sizes, f"{on_trust} on the solver's word", NONE, NONE, said)


def _work(path: str, seconds: str, *objectives: str) -> None:
    """In the process of its own: each objective, as a line of JSON."""
    from treffen.files import read_problem

    problem = read_problem(path).problem
    assert problem is not None
    for objective in objectives:
        spread = problem.break_spread if objective == "breaks" else None
        asked = replace(problem, break_spread=spread, goals=OBJECTIVES[objective])
        with tempfile.TemporaryDirectory() as folder:
            row = _measured(asked, Path(folder), float(seconds))
        print(json.dumps([Path(path).stem, objective, *row]), flush=True)


def _measured(problem, folder: Path, seconds: float) -> Row:  # type: ignore[no-untyped-def]
    from treffen.files import write_refutation
    from treffen.files.plan_json import write_plan
    from treffen.files.problem_json import write_problem_json
    from treffen.scheduling import Limits, schedule
    from treffen.scheduling.proving import prove

    times = [used_by_all()]
    plan = schedule(problem, limits=Limits(seconds=seconds))
    times.append(used_by_all())
    found = list(prove(problem, plan))
    steps = 0
    for one in found:
        if not isinstance(one.refutation, str):
            done = one.refutation
            write_refutation(folder, one.name, log=done.lines(), prices=done.prices, order=done.order)
            steps += len(done.steps)
    size = sum(file.stat().st_size for file in folder.iterdir())
    times.append(used_by_all())
    write_problem_json(folder / "event.json", problem)
    write_plan(folder / "plan.json", plan)
    times.append(used_by_all())
    files = [str(folder / name) for name in ("event.json", "plan.json", "")]
    done = subprocess.run(
        [sys.executable, "-I", str(CHECKER), *files], stdout=subprocess.PIPE, text=True, check=False
    )
    times.append(used_by_all())
    bounds = [line for line in done.stdout.splitlines() if "bound" in line or "no timetable" in line]
    return (
        ";".join(str(goal.value) for goal in plan.goals) or plan.status.value,
        ";".join(str(goal.bound) for goal in plan.goals) or "-",
        f"{times[1] - times[0]:.2f}",
        f"{times[2] - times[1]:.2f}",
        f"{times[4] - times[3]:.2f}",
        str(-(-size // 1000)),
        str(steps),
        ", ".join(next(word for sign, word in SHORT if sign in line) for line in bounds) or "-",
        _verdict(plan.status, done.returncode, done.stdout),
    )


def _verdict(status: str, returned: int, said: str) -> str:
    if returned != PROVED:
        return "ON TRUST" if returned == OPEN else said.splitlines()[-1][:60]
    return {"feasible": WITH_BOUNDS, "unknown": "no plan"}.get(status, CLOSED)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _work(*sys.argv[1:])
