"""Which tasks each suite consists of."""

from __future__ import annotations

import csv
import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.baselines import BASELINES
from benchmarks.contestants import BREAK_PEERS, ENGINE, SLOT_PEERS
from benchmarks.task import Task

INSTANCES = Path("../shared/benchmarks/b2b")
PUBLISHED = "best_known.csv"
PEER_LIMIT = 60.0
MOST_PEER_SEEDS = 3
MOST_PEER_PEOPLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was asked for on the command line; None and empty mean the suite's own."""

    instances: Path = INSTANCES
    only: str = "*"
    seeds: int | None = None
    sizes: tuple[int, ...] = ()
    seconds: float | None = None
    peer_seconds: float = PEER_LIMIT
    threads: int = 1
    with_peers: bool = True
    with_baselines: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One line of the goals: a size, a time limit, how many seeds, and threads where more than one."""

    people: int
    seconds: float
    seeds: int
    threads: int = 1


STAGES: dict[str, tuple[Stage, ...]] = {
    "base": (
        Stage(people=150, seconds=5, seeds=30),
        Stage(people=1_000, seconds=10, seeds=5),
        Stage(people=13_000, seconds=30, seeds=3),
        Stage(people=100_000, seconds=120, seeds=1),
    ),
    "tight": (
        Stage(people=150, seconds=5, seeds=20),
        Stage(people=150, seconds=35, seeds=20),
        Stage(people=150, seconds=35, seeds=20, threads=2),
        Stage(people=1_000, seconds=60, seeds=3),
        Stage(people=13_000, seconds=60, seeds=1),
    ),
    "two_sided": (Stage(people=150, seconds=5, seeds=10), Stage(people=1_000, seconds=10, seeds=3)),
    "conference": (Stage(people=150, seconds=20, seeds=5),),
}
B2B_SECONDS = 60.0
B2B_SEEDS = 3


class NoInstances(Exception):
    """The folder of instances is not there, or holds none."""


def tasks_of(suite: str, choice: Choice) -> Iterator[Task]:
    """All tasks of a suite; those on the same instance follow each other."""
    return _b2b(choice) if suite == "b2b" else _family(suite, choice)


def _b2b(choice: Choice) -> Iterator[Task]:
    files = sorted(p for p in choice.instances.glob("*.dzn") if fnmatch.fnmatch(p.name, choice.only))
    if not files:
        raise NoInstances(f"no .dzn files like {choice.only} in {choice.instances}")
    published = published_values(choice.instances)
    for path in files:
        for seed in range(choice.seeds or B2B_SEEDS):
            yield Task(
                suite="b2b",
                case=path.stem,
                contestant=ENGINE,
                seed=seed,
                path=str(path),
                seconds=choice.seconds or B2B_SECONDS,
                threads=choice.threads,
                published=published.get(path.name, ""),
            )
        for peer in BREAK_PEERS if choice.with_peers else ():
            yield Task(
                suite="b2b",
                case=path.stem,
                contestant=peer,
                path=str(path),
                seconds=choice.peer_seconds,
                published=published.get(path.name, ""),
            )


def published_values(folder: Path) -> dict[str, str]:
    """Proved minimum of breaks, or UNSAT, by file name; nothing where the list is not there."""
    path = folder / PUBLISHED
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["min_breaks_d2_JAIR2022"] for row in csv.DictReader(file)}


def _stages(suite: str, choice: Choice) -> Sequence[Stage]:
    known = STAGES[suite]
    if choice.seconds is not None:
        known = tuple({stage.people: stage for stage in known if stage.threads == 1}.values())
    if not choice.sizes:
        return known
    chosen = [stage for stage in known if stage.people in choice.sizes]
    missing = [n for n in choice.sizes if n not in {stage.people for stage in known}]
    return [*chosen, *(Stage(people=n, seconds=30, seeds=3) for n in missing)]


def _family(suite: str, choice: Choice) -> Iterator[Task]:
    seen: set[int] = set()
    for stage in _stages(suite, choice):
        seconds = choice.seconds or stage.seconds
        seeds = range(choice.seeds or stage.seeds)
        yield from _tasks(suite, choice, stage, [(ENGINE, seeds, seconds)])
        if stage.people not in seen and suite != "conference":
            seen.add(stage.people)
            yield from _tasks(suite, choice, stage, _others(choice, stage, seeds))


Entry = tuple[str, Iterable[int], float | None]


def _others(choice: Choice, stage: Stage, seeds: range) -> Iterator[Entry]:
    if choice.with_baselines:
        for name in BASELINES:
            yield name, seeds, None
    if choice.with_peers:
        few = MOST_PEER_SEEDS if stage.people <= MOST_PEER_PEOPLE else 1
        for name in SLOT_PEERS:
            yield name, seeds[:few], choice.peer_seconds


def _tasks(suite: str, choice: Choice, stage: Stage, entries: Iterable[Entry]) -> Iterator[Task]:
    for contestant, seeds, seconds in entries:
        limit = "" if seconds is None else f", {seconds:g} s"
        threads = max(stage.threads, choice.threads)
        if stage.threads > 1:
            limit += f", {threads} threads"
        for seed in seeds:
            yield Task(
                suite=suite,
                case=f"{suite} {stage.people:,}{limit}",
                contestant=contestant,
                family=suite,
                people=stage.people,
                seed=seed,
                seconds=seconds,
                threads=threads,
            )
