"""`bench matching`: whole events under every way of arranging meetings, as tables, pictures and a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.simulation import page, tables
from benchmarks.simulation.playing import Case, play_all
from benchmarks.simulation.tables import Groups
from benchmarks.simulation.world import USUAL
from benchmarks.tables import Row, aligned

SEEDS, LARGE = {150: 5, 1_500: 2}, 400
EVENTS = {
    "conference": USUAL,  # slot booking gives 4.0 meetings each, as counted at a conference of clusters
    "brokerage fair": replace(USUAL, keen=2.5),  # and 7 to 8, as counted there
}
OTHERS = {
    "as usual": USUAL,
    "nobody more sought than others": replace(USUAL, popularity=0.0),
    "a third of statements wrong": replace(USUAL, error=0.33),
    "only a third ever come back": replace(USUAL, returning=0.33),
    "half as many stay away": replace(USUAL, cancels=0.045, no_show=0.03, late=0.03),
}
OTHER_SEEDS, FIRST_OTHER = 3, 21  # worlds that the main tables do not use


def cases(people: int, seeds: int) -> list[Case]:
    """Every event, seed by seed."""
    return [
        Case(seed=seed, people=people, assumed=assumed, label=event, is_large=people > LARGE)
        for event, assumed in EVENTS.items()
        for seed in range(1, 1 + seeds)
    ]


def other_cases(people: int, seeds: int) -> list[Case]:
    """One assumption changed at a time, in the denser event, where ways differ most."""
    keen = EVENTS["brokerage fair"].keen
    return [
        Case(seed=seed, people=people, assumed=replace(assumed, keen=keen), label=label, is_short=True)
        for label, assumed in OTHERS.items()
        for seed in range(FIRST_OTHER, FIRST_OTHER + seeds)
    ]


def played(many: Sequence[Case], *, workers: int) -> Groups:
    """The figures by event and way, in the order of the seeds."""
    groups: Groups = {}
    for number, (case, found) in enumerate(play_all(many, workers=workers), 1):
        what = f"[{number}/{len(many)}] {case.label}, {case.people}, seed {case.seed}"
        print(what, file=sys.stderr, flush=True)
        for one in found:
            groups.setdefault((case.label, one.service), []).append(one)
    return groups


def report(*, people: Sequence[int] = (), seeds: int | None = None, is_kept: bool = False) -> int:
    """Print the tables; keep them, the pictures and the page where wanted."""
    workers = min(2, len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else 1
    for count in people or (150,):
        host = machine()
        groups = played(cases(count, seeds or SEEDS.get(count, 2)), workers=workers)
        _show(f"{count:,} people, {host['processor']}, {host['cores']} cores", groups)
        if is_kept:
            _keep(f"matching-{count}", groups, host)
    if not people or 150 in people:
        host = machine()
        groups = played(other_cases(150, min(seeds or OTHER_SEEDS, OTHER_SEEDS)), workers=workers)
        print("\n" + aligned(*tables.assumptions(groups)))
        if is_kept:
            _keep("matching-assumptions", groups, host)
    for path in page.write() if is_kept else ():
        print(f"written: {path}")
    return 0


def report_refilling(*, seeds: int | None = None, is_kept: bool = False) -> int:
    """Our service before and after freed times are offered, in the same worlds of 150 people."""
    workers = min(2, len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else 1
    host = machine()
    many = [replace(case, is_own=True) for case in cases(150, seeds or SEEDS[150])]
    groups = played(many, workers=workers)
    table = (tables.FREED, tables.freed(groups))
    print("\n" + aligned(*table))
    if is_kept:
        write_table("matching-refilling", table, host, kept={"figures": _kept(groups)})
        print(f"written: {page.write_refilling()}")
    return 0


def _show(title: str, groups: Groups) -> None:
    print(f"\nsimulated events: {title}\n")
    for head, rows in (
        (tables.EVE, tables.eve(groups)),
        (tables.DAY, tables.day(groups)),
        (tables.DIFFERENCES, tables.differences(groups)),
    ):
        print(aligned(head, rows) + "\n")


def _keep(name: str, groups: Groups, host: dict[str, str]) -> None:
    table: tuple[Row, list[Row]] = (tables.EVE, tables.eve(groups))
    if name == "matching-assumptions":
        table = tables.assumptions(groups)
    write_table(name, table, host, kept={"figures": _kept(groups)})


def _kept(groups: Groups) -> list[dict[str, object]]:
    return [{"event": event, **one.as_object()} for (event, _), many in groups.items() for one in many]
