"""Asks the search every question of a file, and judges the first five things that its page shows."""

from __future__ import annotations

import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.search import cases, world
from benchmarks.search.cases import FIRST, Case, Shown
from benchmarks.search.pages import shown_on
from benchmarks.tables import Row, aligned

HEAD: Row = ("what", "cases", "share", "goal", "")
TIMES: Row = ("what", "number", "p50 ms", "p95 ms", "worst ms", "work p95 ms", "goal ms", "")
GOALS = (("something right", 0.92, True), ("everything required", 0.80, True))
CEILINGS = (("forbidden", 0.02, False), ("nothing found", 0.02, False))
MOST_MS = 50.0
ABOUT = (
    f"Judged questions against the demo's world with the public data; what counts is the first {FIRST} "
    "things that the page shows, answers above the list included. The file of questions is no part of the "
    "project. `work` is the processor's time of the process; goals are by the clock."
)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A question with what its page showed, and the verdicts."""

    case: Case
    shown: Sequence[Shown]

    @property
    def verdicts(self) -> dict[str, bool]:
        """What is true of this question, by the names of the goals."""
        return {
            "something right": self.case.has_something_right(self.shown),
            "everything required": self.case.has_everything(self.shown),
            "forbidden": any(self.case.forbidden(self.shown)),
            "nothing found": bool(self.case.must) and not self.shown,
        }


def report(*, path: Path | None, is_full: bool, is_kept: bool, is_told: bool = False) -> int:
    """Print the tables; 1 if a goal was missed or nothing could be judged."""
    if path is None or not path.is_file():
        print(f"\n=== search: NOT MEASURED: there is no file of cases ({path}) ===\n")
        return 1
    asked = cases.read(path)
    world.set_up(is_full=is_full)
    logging.disable(logging.WARNING)  # a line for every request
    host = machine()
    times = _times(asked)
    judged = [_Judged(case, shown_on(_page(case))) for case in asked]
    rows = [*_rows(judged), *_by_intent(judged)]
    if is_told:
        _tell(judged)
    print(f"\nsearch: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{aligned(TIMES, times)}\n\n{ABOUT}")
    if is_kept:
        times_of = [f"{row[0]}: p95 {row[3]} ms of {row[1]} questions." for row in times]
        kept = {"rows": rows, "times": times}
        write_table("search", (HEAD, rows), host, kept=kept, sentences=[ABOUT, *times_of])
    return int(any("MISSED" in row[-1] for row in (*rows, *times)))


def _page(case: Case) -> str:
    return str(_client().get(f"/{case.language}/search/", {"q": case.query}).content.decode())


def _client() -> Any:
    from django.test import Client

    made: Any = Client()
    made.handler.load_middleware()
    return made


def _rows(judged: Sequence[_Judged]) -> Iterator[Row]:
    """One row for each goal."""
    for name, goal, is_floor in (*GOALS, *CEILINGS):
        share = sum(one.verdicts[name] for one in judged) / len(judged)
        is_reached = share >= goal if is_floor else share <= goal
        sign = ">=" if is_floor else "<="
        verdict = "reached" if is_reached else "MISSED"
        yield (name, str(len(judged)), f"{share:.3f}", f"{sign} {goal:.2f}", verdict)


def _by_intent(judged: Sequence[_Judged]) -> Iterator[Row]:
    """How each kind of question fares: something right, everything required."""
    found: defaultdict[str, list[_Judged]] = defaultdict(list)
    for one in judged:
        found[one.case.intent].append(one)
    for intent, some in sorted(found.items()):
        right, whole = (sum(one.verdicts[name] for one in some) / len(some) for name, _, _ in GOALS)
        yield (intent, str(len(some)), f"{right:.2f} / {whole:.2f}", "", "")


def _times(asked: Sequence[Case]) -> list[Row]:
    """Each question once: the search alone, and its page; the first search of a process apart."""
    from django.utils import timezone

    from handschlag.directory.criteria import Criteria
    from handschlag.directory.search import hits
    from handschlag.site.warm_up import warm_up

    warm_up(now=timezone.now())
    today = timezone.localdate()
    searches = [
        _timed(lambda case=case: hits.page_of_hits(Criteria(text=case.query), number=1, today=today))
        for case in asked
    ]
    client = _client()
    pages = [
        _timed(lambda case=case: client.get(f"/{case.language}/search/", {"q": case.query})) for case in asked
    ]
    return [
        _time_row("first search of a process", searches[:1], MOST_MS),
        _time_row("search", searches[1:], MOST_MS),
        _time_row("page", pages[1:], None),
    ]


def _timed(task: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of work."""
    began, worked = time.perf_counter(), time.process_time()
    task()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def _high(values: Sequence[float]) -> float:
    """What 95 of 100 keep below."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def _time_row(name: str, times: Sequence[tuple[float, float]], goal: float | None) -> Row:
    waits, works = zip(*times, strict=True)
    ordered, high, work = sorted(waits), _high(waits), _high(works)
    middle = ordered[len(ordered) // 2]
    verdict = "" if goal is None else "reached" if high <= goal else "MISSED"
    shown = "" if goal is None else f"{goal:g}"
    return (
        name,
        str(len(ordered)),
        f"{middle:.1f}",
        f"{high:.1f}",
        f"{ordered[-1]:.1f}",
        f"{work:.1f}",
        shown,
        verdict,
    )


def _tell(judged: Sequence[_Judged]) -> None:
    """Every question that fails, with what it shows instead."""
    for one in judged:
        wrong = [name for name, _, _ in GOALS if not one.verdicts[name]]
        wrong += [f"forbidden {rule}" for rule in one.case.forbidden(one.shown)]
        if wrong:
            print(f"{one.case.query} ({one.case.language}, {one.case.intent}): {', '.join(wrong)}")
            for shown in one.shown[:FIRST]:
                sign = "!" if shown.is_invented else " "
                print(f"   {sign} {shown.kind}: {shown.title[:70]}")
