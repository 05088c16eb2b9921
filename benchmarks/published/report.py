"""`bench set`: check anybody's files, or the whole set; `--write` makes the set anew."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.published.instances import (
    FOLDER,
    INSTANCES,
    SEQUENCES,
    Instance,
    index,
    pack,
    plain,
    sequence_object,
)
from benchmarks.published.judging import judge
from benchmarks.published.promising import promises_of
from benchmarks.tables import aligned, markdown
from treffen.admission import Policy
from treffen.files import read_plan, write_plan, write_problem_json
from treffen.problem import Goal, Problem
from treffen.scheduling import Limits, schedule
from treffen.timetable import Plan

HEAD = ("file", "verdict", "value/bound", "best known")
SECONDS = 60.0
MOST_TOLD = 20  # reasons of one refusal


def report(files: Sequence[Path], *, seconds: float | None, is_kept: bool) -> int:
    """Judge the files, or everything in the set; 1 if anything is refused or differs."""
    if is_kept:
        _write(seconds or SECONDS)
    judged = [judge(path) for path in files or _kept_files()]
    wrongs = [] if files else list(wrong_events(is_all=True))
    print(aligned(HEAD, [(one.name, one.verdict, one.goals, one.best) for one in judged]))
    for one in judged:
        wrongs += [f"{one.name}: {wrong}" for wrong in one.wrongs[:MOST_TOLD]]
        if one.wrongs[MOST_TOLD:]:
            wrongs.append(f"{one.name}: and {len(one.wrongs) - MOST_TOLD} more")
    for wrong in wrongs:
        print(wrong, file=sys.stderr)
    return 1 if wrongs else 0


def _kept_files() -> list[Path]:
    return [path for part in ("plans", "promises") for path in sorted((FOLDER / part).glob("*.json.gz"))]


def wrong_events(*, is_all: bool) -> Iterator[str]:
    """Events and sequences that are not what is recorded: made anew, and as they lie here."""
    for one in dict.fromkeys((*INSTANCES, *SEQUENCES)):
        if not (is_all or one.is_kept):
            continue
        problem = one.problem()
        if problem.digest() != index()[one.name]["problem"]:
            yield f"{one.name}: the generator makes another event, {problem.digest()}"
        if one.is_kept and plain(FOLDER / f"events/{one.name}.json.gz") != _written(problem):
            yield f"{one.name}: the file holds another event"
        if one in SEQUENCES and plain(FOLDER / f"sequences/{one.name}.json.gz") != _ordered(one, problem):
            yield f"{one.name}: the file holds another sequence"


def _written(problem: Problem) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write_problem_json(Path(folder) / "event.json", problem)
        return (Path(folder) / "event.json").read_bytes()


def _ordered(instance: Instance, problem: Problem) -> bytes:
    return (json.dumps(sequence_object(instance, problem)) + "\n").encode()


# --- making the set ---------------------------------------------------------------------------


def _write(seconds: float) -> None:
    """Every file of the set. What is better already stays: plans are only replaced by better ones."""
    recorded: dict[str, object] = {}
    for one in dict.fromkeys((*INSTANCES, *SEQUENCES)):
        problem = one.problem()
        known = {"family": one.family, "people": one.people, "seed": one.seed, "problem": problem.digest()}
        plan = None
        if one.is_kept:
            pack(FOLDER / f"events/{one.name}.json.gz", _written(problem))
            plan = _kept(one, schedule(problem, limits=Limits(seconds=seconds, seed=1)))
        recorded[one.name] = known | {"goals": _goals(plan)}
        print(one.name, recorded[one.name], file=sys.stderr, flush=True)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(about)}" for name, about in recorded.items())
    (FOLDER / "index.json").write_text("{\n" + lines + "\n}\n", "utf-8")
    index.cache_clear()
    for one in SEQUENCES:
        pack(FOLDER / f"sequences/{one.name}.json.gz", _ordered(one, one.problem()))
        for policy in Policy:
            made = json.dumps(promises_of(one, policy)).encode()
            pack(FOLDER / f"promises/{one.name}.{policy.value}.json.gz", made)
    (FOLDER / "table.md").write_text(_page(), "utf-8")


def _page() -> str:
    """Everything that is recorded, as a page."""
    events = [
        (
            name,
            ", ".join(
                f"{g['name']} {g['value']:,} (bound {g['bound']:,}, {g['proof']})" for g in about["goals"]
            ),
        )
        for name, about in index().items()
    ]
    promised = [judge(path) for path in _kept_files() if path.parent.name == "promises"]
    lines = ["# Best known", "", "Made by `python3 run.py bench set --write`; every figure is checked by"]
    lines += ["`python3 run.py bench set`. What has no figure is recorded by its hash only.", ""]
    lines += [markdown(("event", "goals in their order"), [(n, g or "-") for n, g in events]), ""]
    lines += ["Promises made while requests come in, in per cent of the bound in hindsight:", ""]
    lines += [
        markdown(("file", "promised"), [(one.name.split(".json")[0], one.goals) for one in promised]),
        "",
    ]
    return "\n".join(lines)


def _kept(instance: Instance, plan: Plan) -> Plan:
    """The better of this plan and the one that lies in the set, which is then there."""
    path = FOLDER / f"plans/{instance.name}.json.gz"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        if path.exists():
            file.write_bytes(plain(path))
            known = read_plan(file).plan
            if known is not None and known.problem == plan.problem and _rank(known) >= _rank(plan):
                return known
        write_plan(file, plan)
        pack(path, file.read_bytes())
    return plan


def _rank(plan: Plan) -> list[tuple[int, int]]:
    """Goals in their order, more is better: values, and then how close the bounds are."""
    signs = [1 if one.goal is Goal.VALUE else -1 for one in plan.goals]
    values = [(sign * one.value, 0) for sign, one in zip(signs, plan.goals, strict=True)]
    return [*values, *((0, -one.gap) for one in plan.goals)]


def _goals(plan: Plan | None) -> list[dict[str, object]]:
    return [
        {"name": one.goal.value, "value": one.value, "bound": one.bound, "proof": one.proof.value}
        for one in (plan.goals if plan is not None else ())
    ]
