"""Admission: every wish of an event answered in turn; how fast, how decided, how few moves."""

from __future__ import annotations

import fnmatch
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.aims import answer_aim
from benchmarks.keeping import MEASURED, Kept, today
from benchmarks.machine import machine
from benchmarks.suites import Choice
from benchmarks.tables import aligned
from treffen.admission import AdmissionController, Admitted, Budget, Chance, Refused
from treffen.cli.warm import call_everything
from treffen.generation import FAMILIES
from treffen.problem import Problem, RequestId
from treffen.solvers.base.kernels import all_compiled
from treffen.timetable import Timetable

FAMILY_NAMES = ("base", "tight", "scarce", "narrow")
SEEDS = {150: 3, 400: 2, 1_500: 1, 13_000: 1}
SECONDS = 25.0  # CPU seconds of answers, at most, for each run
CARDS, BATCHES = 50, 10
WAYS = 60  # refusals of each run for which ways out are looked for
HEAD = (
    *("case", "runs", "answers", "yes", "no, counted", "no, searched", "not yet", "ms", "95 %", "99 %"),
    *("worst", "moves a yes", "ways ms", "95 %", "cards ms, 95 %", "unknown %", MEASURED, "aim"),
)


@dataclass(slots=True)
class Stream:
    """What one run, or several of the same case, came to."""

    runs: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    ms: list[float] = field(default_factory=list)
    ways: list[float] = field(default_factory=list)
    cards: list[float] = field(default_factory=list)
    chances: Counter[str] = field(default_factory=Counter)
    moves: int = 0


def answer_all(problem: Problem, into: Stream, *, seconds: float) -> None:
    """Ask for every request in turn; where the time is up, the rest is left out."""
    desk, quick = AdmissionController(problem, Timetable()), Budget(ways=0)
    stops = {len(problem.requests) * share // 4 - 1 for share in (2, 3, 4)}
    rng, spent = np.random.default_rng(0), 0.0
    for number, request in enumerate(problem.requests):
        begin = time.process_time()
        answer = desk.admit(request.id, budget=quick)
        took = time.process_time() - begin
        spent += took
        into.ms.append(1e3 * took)
        if isinstance(answer, Admitted):
            into.kinds["yes"] += 1
            into.moves += len(answer.moved)
        elif isinstance(answer, Refused):
            into.kinds[f"no {answer.proof.value}"] += 1
            if into.kinds["ways"] < WAYS * (into.runs + 1) and rng.random() < 0.1:
                into.kinds["ways"] += 1
                _look_for_ways(desk, request.id, into)
        else:
            into.kinds["not yet"] += 1
        if number in stops or spent > seconds:
            _show_cards(desk, problem, rng, into)
        if spent > seconds:
            break
    into.runs += 1


def _look_for_ways(desk: AdmissionController, request: RequestId, into: Stream) -> None:
    begin = time.process_time()
    desk.ways_out(request)
    into.ways.append(1e3 * (time.process_time() - begin))


def _show_cards(desk: AdmissionController, problem: Problem, rng: np.random.Generator, into: Stream) -> None:
    held = desk.witness.by_request()
    open_ = [r.id for r in problem.requests if r.id not in held]
    for _ in range(BATCHES if len(open_) >= CARDS else 0):
        cards = [open_[i] for i in rng.choice(len(open_), CARDS, replace=False)]
        begin = time.process_time()
        told = desk.possible(cards)
        into.cards.append(1e3 * (time.process_time() - begin))
        into.chances.update(one.chance for one in told)


# --- the table ----------------------------------------------------------------------------------


def case_name(family: str, people: int) -> str:
    """How a table, and `--only`, call an event."""
    return f"{family} {people:,}"


def row(family: str, people: int, one: Stream) -> tuple[str, ...]:
    """One line: everything of all seeds together."""
    middle, high, highest = np.percentile(one.ms, [50, 95, 99])
    n, yes = len(one.ms), max(one.kinds["yes"], 1)
    unknown = 100 * one.chances[Chance.UNKNOWN] / max(one.chances.total(), 1)
    ways = np.percentile(one.ways, [50, 95]) if one.ways else (0.0, 0.0)
    cards = float(np.percentile(one.cards, 95)) if one.cards else 0.0
    counts = (one.kinds[k] for k in ("yes", "no count", "no search", "not yet"))
    figures = (middle, high, highest, max(one.ms))
    cells = (
        case_name(family, people),
        str(one.runs),
        f"{n:,}",
        *(f"{k:,}" for k in counts),
        *(f"{x:.2f}" for x in figures),
        f"{one.moves / yes:.2f}",
        *(f"{x:.1f}" for x in ways),
        f"{cards:.1f}",
        f"{unknown:.2f}",
        today(),
    )
    return (*cells, verdict(cells))


def _missed(cells: Sequence[str]) -> Iterator[str]:
    aim = answer_aim(cells[0].split()[0])
    said = [cell.replace(",", "") for cell in cells]
    if int(said[HEAD.index("not yet")]):
        yield "undecided"
    if float(said[HEAD.index("99 %")]) > aim.p99:
        yield "99 %"
    if float(said[HEAD.index("worst")]) > aim.worst:
        yield "worst"
    if aim.moves is not None and float(said[HEAD.index("moves a yes")]) > aim.moves:
        yield "moves"
    if float(said[HEAD.index("cards ms, 95 %")]) > aim.cards:
        yield "cards"
    if float(said[HEAD.index("unknown %")]) > aim.unknown:
        yield "unknown"


def verdict(cells: Sequence[str]) -> str:
    """`kept`, or what was missed, by what a row says: today's aims judge what was measured before, too."""
    misses = list(_missed(cells))
    return f"MISSED: {', '.join(misses)}" if misses else "kept"


def measure(choice: Choice) -> Iterator[tuple[str, ...]]:
    """A row for each family and size that was chosen; all by compiled code, as in a server."""
    with all_compiled():
        call_everything()
    for family in FAMILY_NAMES:
        sizes = [n for n in choice.sizes or SEEDS if fnmatch.fnmatch(case_name(family, n), choice.only)]
        if sizes:
            answer_all(FAMILIES[family](40, 0), Stream(), seconds=10.0)
        for people in sizes:
            one = Stream()
            for seed in range(1, 1 + (choice.seeds or SEEDS.get(people, 1))):
                answer_all(FAMILIES[family](people, seed), one, seconds=choice.seconds or SECONDS)
            made = row(family, people, one)
            print(" ".join(made), file=sys.stderr, flush=True)
            yield made


def report(choice: Choice, *, is_kept: bool) -> int:
    """Print the table, keep it if wanted."""
    host = machine()
    rows: Sequence[tuple[str, ...]] = list(measure(choice))
    print(f"\nadmit: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    if is_kept:
        names = [(case_name(family, people),) for family in FAMILY_NAMES for people in SEEDS]
        Kept(suite="admit", head=HEAD, names=names, width=1, host=host, judge=verdict).keep(rows)
    return 0
