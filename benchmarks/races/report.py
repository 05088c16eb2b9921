"""Measures nothing but whether the books are right after storms of twenty threads."""

from __future__ import annotations

from collections import Counter

from benchmarks.answers import world
from benchmarks.machine import machine
from benchmarks.races.deeds import KINDS, faults_in, mixture
from benchmarks.races.storm import THREADS, made, storm
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

SEEDS, EACH = range(1, 6), 100
HEAD: Row = ("what", "tried", "done", "refused", "broken")
ABOUT = (
    "Five events of 100 people with four tables of six slots and 20 free places, one after the other. "
    "Twenty threads, each with a connection of its own, do 100 of each thing in mixed order, many of them "
    "twice: say yes, walk in at a house that is nearly full, publish the timetable, withdraw, erase "
    "themselves while their data are handed out, leave the matching and join it again, arrive. Afterwards "
    "every table is counted: no seat, table, place or address twice, nothing promised that is not held, "
    "versions without a gap, no name and no seat of whoever was erased."
)


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if anything was lost or doubled."""
    world.set_up()
    from django.db import connection

    ended: Counter[tuple[str, str]] = Counter()
    broken: list[str] = []
    faults: list[str] = []
    seconds = 0.0
    for seed in SEEDS:
        scene = made(people=100, tables=4, free=20, seed=seed)
        outcome = storm(mixture(scene, each=EACH, seed=seed))
        ended += outcome.ended
        broken += outcome.broken
        faults += faults_in(scene)
        seconds += outcome.seconds
    rows: list[Row] = [row_of(kind, ended) for kind in KINDS]
    rows.append((f"lost or doubled, {connection.vendor}", "", str(len(faults)), "", ""))
    host = machine()
    print(f"\nraces: {host['processor']}, {host['cores']} cores, {THREADS} threads, {seconds:.0f} s\n")
    print(aligned(HEAD, rows))
    for line in [*faults[:20], *broken[:20]]:
        print(line)
    print(f"\n{ABOUT}")
    if is_kept:
        kept = {"head": HEAD, "rows": rows}
        write_table(f"races-{connection.vendor}", (HEAD, rows), host, kept=kept, sentences=[ABOUT])
    return int(bool(faults or broken))


def row_of(kind: str, ended: Counter[tuple[str, str]]) -> Row:
    """How often it was tried, done, refused in words, and how often it broke."""
    mine = Counter({ending: number for (name, ending), number in ended.items() if name == kind})
    refused = sum(mine.values()) - mine["done"] - mine["broken"]
    numbers = (sum(mine.values()), mine["done"], refused, mine["broken"])
    return (kind, *(str(one) for one in numbers))
