"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import admission, batch, commandline, idle, objectives, policies, proofs, repairs, tables
from benchmarks.answers import report as answers
from benchmarks.chaos import report as chaos
from benchmarks.cheats import report as cheats
from benchmarks.console import report as console
from benchmarks.day import push
from benchmarks.day import report as day
from benchmarks.events import report as events
from benchmarks.growth import report as growth
from benchmarks.load import report as load
from benchmarks.machine import machine
from benchmarks.measuring import measured
from benchmarks.one_objective import OBJECTIVES
from benchmarks.peers import beside
from benchmarks.published import report as published
from benchmarks.races import report as races
from benchmarks.recommend import (
    balance,
    both_ways,
    fair,
    gold,
    market,
    natural_report,
    reasons,
    scale,
    sensitivity,
    temporal,
)
from benchmarks.report import write_page
from benchmarks.results import write
from benchmarks.search import report as search
from benchmarks.secrecy import report as secrecy
from benchmarks.simulation import again, topic_tables_report
from benchmarks.simulation import report as simulation
from benchmarks.software import report as software
from benchmarks.suites import INSTANCES, PEER_LIMIT, Choice, NoInstances, tasks_of
from benchmarks.task import Measurement, Task
from benchmarks.web import memory
from benchmarks.web import report as web
from benchmarks.year import report as year

FAMILY_SUITES = ("base", "tight", "two_sided", "conference")
VECTORS = Path("out/vectors")
PEERS_LIMIT = f"of each peer's run (default {PEER_LIMIT:g}; of objectives {beside.SECONDS:g} of CPU)"
OWN = {"admit": admission.report, "idle": idle.report, "policies": policies.report, "repair": repairs.report}
COMMANDS = {"batch": batch.report, "commandline": commandline.report}
PLATFORM = {
    "web": web.report,
    "memory": memory.report,
    "events": events.report,
    "answers": answers.report,
    "console": console.report,
    "day": day.report,
    "push": push.report,
    "secrecy": secrecy.report,
    "races": races.report,
    "year": year.report,
    "peers": software.report,
}
ALL = ("b2b", "base", "tight", "commandline", "batch", "admit", "policies", "repair")


def parser() -> argparse.ArgumentParser:
    """All options."""
    made = argparse.ArgumentParser(prog="benchmarks", description="Measures what the project states.")
    made.add_argument("suite", choices=SUITES)
    made.add_argument("--instances", type=Path, default=INSTANCES, help="folder of the B2B files")
    made.add_argument(
        "--only",
        default="*",
        metavar="PATTERN",
        help="B2B files, or cases such as 'tight 1*' of admit, policies and repair",
    )
    made.add_argument("--seeds", type=int, help="number of seeds (default: as stated for each size)")
    made.add_argument("--sizes", type=int, nargs="+", default=(), metavar="PEOPLE")
    made.add_argument("--people", type=int, nargs="+", default=(), help="of the suite matching (150)")
    made.add_argument("--time-limit", type=float, metavar="S", help="of treffen, for each run")
    made.add_argument("--peer-limit", type=float, metavar="S", help=PEERS_LIMIT)
    made.add_argument("--threads", type=int, default=1, help="of everybody who can use more than one")
    made.add_argument("--peers", action=argparse.BooleanOptionalAction, help="default: not of objectives")
    made.add_argument("--baselines", action=argparse.BooleanOptionalAction, default=True)
    _add_own(made)
    made.add_argument("--write", action="store_true", help="keep results and their page")
    return made


def _add_own(made: argparse.ArgumentParser) -> None:
    """Options that one suite alone knows."""
    made.add_argument(
        "--objective",
        choices=tuple(OBJECTIVES),
        nargs="+",
        help="of the suites objectives (all but breaks), proofs (all)",
    )
    parts = (
        *("gold", "natural", "market", "sensitivity", "balance", "both_ways", "fair", "scale", "temporal"),
        *("reasons", "refilling", "tables"),
    )
    made.add_argument(
        "--part",
        choices=parts,
        default="market",
        help="of the suite recommend; refilling, tables: of matching",
    )
    made.add_argument(
        "--rest",
        action="store_true",
        help="what the kept table lacks or has open, of proofs; rows without peers, of objectives",
    )
    made.add_argument("--gold", type=Path, default=gold.GOLD, help="folder of statements, or of CORDIS files")
    made.add_argument("--vectors", type=Path, default=VECTORS, help="where vectors of texts are kept")
    _add_options_of_search_and_load(made)


def _add_options_of_search_and_load(made: argparse.ArgumentParser) -> None:
    made.add_argument("--cases", type=Path, help="judged questions, of the suite search")
    made.add_argument("--full", action="store_true", help="13,000 actors, of the suite search")
    databases = ("sqlite", "postgresql")
    made.add_argument("--database", choices=databases, default="sqlite", help="of the suites load, chaos")
    made.add_argument("--small", action="store_true", help="a tenth of everything, of the suite load")
    made.add_argument("--times", type=int, default=10, help="how much larger, of the suite growth")
    made.add_argument("--kills", type=int, default=chaos.KILLS, help="of the suite chaos")
    made.add_argument(
        "--check", type=Path, nargs="+", default=(), metavar="PLAN", help="files to judge, of the suite set"
    )
    made.add_argument("--told", action="store_true", help="every question that fails, of the suite search")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print one table a suite; 1 if anything was wrong or could not be measured."""
    asked = parser().parse_args(arguments)
    choice = Choice(
        instances=asked.instances,
        only=asked.only,
        seeds=asked.seeds,
        sizes=tuple(asked.sizes),
        seconds=asked.time_limit,
        peer_seconds=asked.peer_limit or PEER_LIMIT,
        threads=asked.threads,
        with_peers=asked.peers is not False,
        with_baselines=asked.baselines,
    )
    if asked.suite in ASKED:
        return ASKED[asked.suite](asked, choice)
    suites = ALL if asked.suite == "all" else (asked.suite,)
    ended = max(_suite(suite, choice, is_kept=asked.write) for suite in suites)
    return _kept(ended) if asked.write else ended


def _kept(ended: int) -> int:
    """The page of all results, written again."""
    print(f"written: {write_page()}")
    return ended


def _objectives(asked: argparse.Namespace, choice: Choice) -> int:
    some = tuple(asked.objective or [one for one in OBJECTIVES if one != "breaks"])
    choice = replace(choice, with_peers=bool(asked.peers), peer_seconds=asked.peer_limit or beside.SECONDS)
    ended = objectives.report(choice, objectives=some, is_kept=asked.write, is_rest=asked.rest)
    return _kept(ended) if asked.write else ended


def _proofs(asked: argparse.Namespace, choice: Choice) -> int:
    some = tuple(asked.objective or OBJECTIVES)
    ended = proofs.report(choice, objectives=some, is_kept=asked.write, is_rest=asked.rest)
    return _kept(ended) if asked.write else ended


def _chaos(asked: argparse.Namespace, _choice: Choice) -> int:
    return chaos.report(kills=asked.kills, seconds=asked.time_limit, kind=asked.database, is_kept=asked.write)


def _set(asked: argparse.Namespace, choice: Choice) -> int:
    return published.report(asked.check, seconds=choice.seconds, is_kept=asked.write)


def _growth(asked: argparse.Namespace, _choice: Choice) -> int:
    return growth.report(times=asked.times, is_kept=asked.write)


def _load(asked: argparse.Namespace, _choice: Choice) -> int:
    ended = load.report(database=asked.database, is_full=not asked.small, is_kept=asked.write)
    return _kept(ended) if asked.write else ended


def _search(asked: argparse.Namespace, _choice: Choice) -> int:
    return search.report(path=asked.cases, is_full=asked.full, is_kept=asked.write, is_told=asked.told)


def _cheats(asked: argparse.Namespace, _choice: Choice) -> int:
    return cheats.report(seeds=asked.seeds or cheats.SEEDS, is_kept=asked.write)


def _again(asked: argparse.Namespace, _choice: Choice) -> int:
    people = asked.people[0] if asked.people else again.PEOPLE
    return again.report(people=people, seeds=asked.seeds or again.SEEDS, only=asked.only, is_kept=asked.write)


def _matching(asked: argparse.Namespace, _choice: Choice) -> int:
    """Whole events, or one part of what is new in them."""
    if asked.part == "refilling":
        return simulation.report_refilling(seeds=asked.seeds, is_kept=asked.write)
    if asked.part == "tables":
        seeds = asked.seeds or topic_tables_report.SEEDS
        return topic_tables_report.report(seeds=seeds, is_kept=asked.write)
    return simulation.report(people=asked.people, seeds=asked.seeds, is_kept=asked.write)


def _recommend(asked: argparse.Namespace, _choice: Choice) -> int:
    ended = _part_of_recommend(asked)
    return _kept(ended) if asked.write else ended


def _part_of_recommend(asked: argparse.Namespace) -> int:
    """One part of the suite, with a table of its own."""
    if asked.part == "market":
        return market.report(seeds=asked.seeds or market.SEEDS, is_kept=asked.write)
    if asked.part == "sensitivity":
        return sensitivity.report(seeds=asked.seeds or market.SEEDS, is_kept=asked.write)
    if asked.part == "balance":
        return balance.report(seeds=asked.seeds or balance.SEEDS, is_kept=asked.write)
    if asked.part == "both_ways":
        return both_ways.report(seeds=asked.seeds or both_ways.SEEDS, is_kept=asked.write)
    if asked.part == "fair":
        return fair.report(seeds=asked.seeds or fair.SEEDS, is_kept=asked.write)
    if asked.part == "scale":
        return scale.report(sizes=tuple(asked.sizes) or scale.SIZES, is_kept=asked.write)
    if asked.part == "reasons":
        return reasons.report(folder=None if asked.gold == gold.GOLD else asked.gold, is_kept=asked.write)
    if asked.part == "temporal":
        return temporal.report(folder=asked.gold, is_kept=asked.write)
    if asked.part == "natural":
        return natural_report.report(folder=asked.gold, cache=asked.vectors, is_kept=asked.write)
    return gold.report(folder=asked.gold, cache=asked.vectors, is_kept=asked.write)


def _suite(suite: str, choice: Choice, *, is_kept: bool) -> int:
    if suite in COMMANDS:
        return COMMANDS[suite](is_kept=is_kept)
    if suite in OWN:
        return OWN[suite](choice, is_kept=is_kept)
    if suite in PLATFORM:
        return PLATFORM[suite](is_kept=is_kept)
    host = machine()
    try:
        tasks = list(tasks_of(suite, choice))
    except NoInstances as missing:
        print(f"\n=== {suite}: NOT MEASURED: {missing} ===\n", flush=True)
        return 1
    measurements = [_told(number, len(tasks), task) for number, task in enumerate(tasks, 1)]
    head, rows = tables.table_of(suite, measurements)
    print(f"\n{suite}: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(tables.aligned(head, rows))
    for sentence in tables.sentences_of(suite, measurements):
        print(sentence)
    for path in write(suite, measurements, host) if is_kept else ():
        print(f"written: {path}")
    return int(any(one.status in ("wrong", "failed", "missing") for one in measurements))


def _told(number: int, count: int, task: Task) -> Measurement:
    """Measure, and say so on standard error: a whole suite takes a while."""
    one = measured(task)
    seconds = "" if one.seconds is None else f"{one.seconds:.2f} s"
    what = f"[{number}/{count}] {task.case}, seed {task.seed}, {task.contestant}:"
    print(what, one.status, one.value, one.bound, seconds, one.note, file=sys.stderr, flush=True)
    return one


ASKED: dict[str, Callable[[argparse.Namespace, Choice], int]] = {
    "objectives": _objectives,
    "proofs": _proofs,
    "recommend": _recommend,
    "matching": _matching,
    "again": _again,
    "cheats": _cheats,
    "search": _search,
    "load": _load,
    "growth": _growth,
    "chaos": _chaos,
    "set": _set,
}
SUITES = ("b2b", *FAMILY_SUITES, *COMMANDS, *OWN, *PLATFORM, *ASKED, "all")
