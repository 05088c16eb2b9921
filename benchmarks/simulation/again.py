"""`bench again`: the same people at five events, with and without a memory of whom they have met.

Who they are, what they seek and whom they like stays; when they visit the site, answer, come late or stay
away is drawn anew for each event, and alike for both ways. After a meeting each of the two has had it:
`CONTINUES` of the pairs would like to go on at the next event (drawn pair by pair), nobody else needs the
same meeting again. Without a memory the lists and the search show the same people again, and a person
recognises somebody they have met with the chance `recognises`, and passes them over. With a memory they are
neither listed nor found, unless the person wishes to continue; nobody is made to recognise anybody.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import machine
from benchmarks.results import RESULTS, write_table
from benchmarks.simulation.day import Control, held, slots_of
from benchmarks.simulation.lists import Lists, cards, fair_lists, ranking
from benchmarks.simulation.page import DOCS
from benchmarks.simulation.report import EVENTS as KINDS
from benchmarks.simulation.service import plan
from benchmarks.simulation.world import NEVER, World, world
from benchmarks.tables import Row, aligned, markdown
from treffen.admission import Policy
from treffen.recommendation.score.weights import Weights

Flags = NDArray[np.bool_]
PEOPLE, EVENTS, SEEDS = 300, 5, 2
CONTINUES = 0.1
RECOGNISES = (0.0, 0.5, 1.0)
HEAD: Row = (
    "event",
    "people recognise one another",
    "new contacts an event and person: without",
    "with memory",
    "more",
    "of those after the first event",
    "unwanted repeats a person in all: without",
    "with memory",
)

EACH_HEAD: Row = ("event", "world", "recognise", "memory", "1st", "2nd", "3rd", "4th", "5th")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Five events in a row: contacts for the first time, and meetings that nobody wished again, by event."""

    kind: str
    seed: int
    recognises: float
    has_memory: bool
    people: int
    new: tuple[int, ...]
    unwanted: tuple[int, ...]


def series(kind: str, seed: int, *, recognises: float, has_memory: bool, people: int = PEOPLE) -> Series:
    """Everything that happens at five events, in order."""
    base = world(seed, people=people, assumed=KINDS[kind])
    met: Flags = np.zeros((people, people), bool)
    rng = np.random.default_rng([seed, 9])
    continues: Flags = rng.random((people, people)) < CONTINUES / 2  # of one of the two
    new, unwanted = [], []
    for number in range(EVENTS):
        passed_over = met & ~continues & (rng.random((people, people)) < recognises)
        drawn = _event(base, seed, number, passed_over=passed_over)
        pairs = _took_place(drawn, _cards(drawn, met, continues, has_memory=has_memory))
        new.append(sum(not met[a, b] for a, b in pairs))
        wished = continues | continues.T
        unwanted.append(sum(bool(met[a, b] and not wished[a, b]) for a, b in pairs))
        for a, b in pairs:
            met[a, b] = met[b, a] = True
    return Series(
        kind=kind,
        seed=seed,
        recognises=recognises,
        has_memory=has_memory,
        people=people,
        new=tuple(new),
        unwanted=tuple(unwanted),
    )


def _event(base: World, seed: int, number: int, *, passed_over: Flags) -> World:
    """The same people with the habits of another day; whom they pass over they do not want today."""
    other = world(seed + 1_000 * (number + 1), people=base.people, assumed=base.assumed)
    return replace(
        other,
        seed=seed,
        pool=base.pool,
        network=base.network,
        taste=np.where(passed_over, -NEVER, base.taste),
    )


def _cards(drawn: World, met: Flags, continues: Flags, *, has_memory: bool) -> Lists:
    """Whom people look at; with a memory those they wish to continue with first, the others met never."""
    if not has_memory:
        return cards(drawn, fair_lists(drawn), ranking(drawn))
    known = replace(
        drawn,
        pool=replace(
            drawn.pool,
            profiles=tuple(
                replace(one, known=frozenset(drawn.pool.profiles[b].id for b in np.flatnonzero(met[a])))
                for a, one in enumerate(drawn.pool.profiles)
            ),
        ),
    )
    first = fair_lists(known, score=Weights(again=False))
    found = [[p for p in row if not met[a, p]] for a, row in enumerate(ranking(drawn))]
    wished = [[int(p) for p in np.flatnonzero(met[a] & continues[a])] for a in range(drawn.people)]
    return [[*one, *rest] for one, rest in zip(wished, cards(drawn, first, found), strict=True)]


def _took_place(drawn: World, looked_at: Lists) -> list[tuple[int, int]]:
    planned = plan(drawn, looked_at, Policy.PRICED)
    eve = slots_of(planned, planned.timetable)
    return list(held(drawn, eve, slots_of(planned, Control(drawn, planned).run().timetable)))


def rows_of(many: list[Series]) -> Iterator[Row]:
    """One row for each event and habit: with memory beside without, over all seeds."""
    for kind, recognises in dict.fromkeys((one.kind, one.recognises) for one in many):
        both = [[one for one in many if _is(one, kind, recognises, has)] for has in (False, True)]
        new, late, again = ([_mean(side, name) for side in both] for name in ("new", "late", "unwanted"))
        yield (
            kind,
            f"{recognises:.0%}",
            f"{new[0] / EVENTS:.2f}",
            f"{new[1] / EVENTS:.2f}",
            f"{new[1] / new[0] - 1:+.0%}",
            f"{late[1] / late[0] - 1:+.0%}",
            f"{again[0]:.2f}",
            f"{again[1]:.2f}",
        )


def _is(one: Series, kind: str, recognises: float, has_memory: bool) -> bool:
    return (one.kind, one.recognises, one.has_memory) == (kind, recognises, has_memory)


def _mean(many: list[Series], name: str) -> float:
    """Ends of meetings for each person, over all events, or over those after the first."""
    counts = [sum(one.new[1:] if name == "late" else getattr(one, name)) for one in many]
    return 2 * sum(counts) / max(1, sum(one.people for one in many))


def report(*, people: int = PEOPLE, seeds: int = SEEDS, only: str = "*", is_kept: bool = False) -> int:
    """Print the table; keep it where wanted."""
    many = []
    for kind in fnmatch.filter(KINDS, only):
        for seed in range(1, 1 + seeds):
            for recognises in RECOGNISES:
                for has_memory in (False, True):
                    many.append(
                        series(kind, seed, recognises=recognises, has_memory=has_memory, people=people)
                    )
                    print(many[-1], flush=True)
    table = (HEAD, list(rows_of(many)))
    print("\n" + aligned(*table))
    if is_kept:
        for path in write_table("again", table, machine(), kept={"series": [asdict(one) for one in many]}):
            print(f"written: {path}")
        print(f"written: {write_page()}")
    return 0


def write_page(docs: Path = DOCS, *, folder: Path = RESULTS) -> Path:
    """The page, from the results that are kept."""
    content = json.loads((folder / "again.json").read_text(encoding="utf-8"))
    many = [
        Series(**{**one, "new": tuple(one["new"]), "unwanted": tuple(one["unwanted"])})
        for one in content["series"]
    ]
    text = Path(__file__).with_name("again.md").read_text(encoding="utf-8").rstrip()
    people, seeds = many[0].people, len({one.seed for one in many})
    head = f"## {people:,} people, {EVENTS} events, {seeds} worlds"
    host = f"Measured {content['date']} on {content['machine']['processor']}."
    page = docs / "background" / "again.md"
    events = markdown(EACH_HEAD, list(each_of(many)))
    parts = [text, head, host, markdown(HEAD, list(rows_of(many))), "New contacts, event by event:", events]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def each_of(many: list[Series]) -> Iterator[Row]:
    """New contacts for each person at each event."""
    for one in sorted(many, key=lambda one: (one.kind, one.seed, one.recognises, one.has_memory)):
        figures = (f"{2 * number / one.people:.2f}" for number in one.new)
        memory = "with memory" if one.has_memory else "without"
        yield (one.kind, str(one.seed), f"{one.recognises:.0%}", memory, *figures)
