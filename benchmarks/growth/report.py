"""What grows how: the same measurements of one directory, and of one that is several times as large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

ROOT = Path(__file__).resolve().parents[2]
ABOUT = (
    "The demo's full world of some 13,000 memberships, and as many such worlds as stated, each composed with "
    "dice of its own; every organisation that says something takes part in the nightly matching. Times are "
    "of the processor. Pages are made anew, none is kept; `first` is what a process does once. Memory is "
    "that of one process."
)
Told = Mapping[str, Any]


def report(*, times: int, is_kept: bool) -> int:
    """Print the table; 0, as growth has no goals but to be known."""
    told = [_measured(1), _measured(times)]
    head: Row = ("what", "1 time", f"{times} times", "factor")
    rows = list(_rows(told))
    host = machine()
    print(f"\ngrowth: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(f"{aligned(head, rows)}\n\n{ABOUT}")
    if is_kept:
        write_table(_name(), (head, rows), host, kept={"sizes": told}, sentences=[ABOUT])
    return 0


def _name() -> str:
    return (
        "growth-postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "growth-sqlite"
    )


def _measured(times: int) -> Told:
    """In a process of its own, so that memory is told apart."""
    command = [sys.executable, "-m", "benchmarks.growth.one_size", str(times)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


def _rows(told: Sequence[Told]) -> Iterator[Row]:
    for name, what in (("Network", "networks"), ("Actor", "organisations"), ("Membership", "memberships")):
        yield _row(what, [one["counts"][name] for one in told], "{:,.0f}")
    yield _row("database, MB", [one["database"] for one in told], "{:,.0f}")
    yield _row("written and indexed, CPU s", [one["fill"]["cpu"] for one in told], "{:,.0f}")
    yield _row("warm-up of a process, CPU s", [one["warm"]["cpu"] for one in told], "{:,.1f}")
    yield _row("memory after the warm-up, MB", [one["warm"]["peak"] for one in told], "{:,.0f}")
    for kind in told[0]["pages"]:
        every = [one["pages"][kind] for one in told]
        yield _row(f"{kind}: first, ms", [one["first"][0] for one in every], "{:,.0f}")
        yield _row(f"{kind}: p95 ms", [_high(one["ms"]) for one in every], "{:,.1f}")
        yield _row(f"{kind}: largest, kB", [max(one["kB"]) for one in every], "{:,.0f}")
    yield _row("memory after all pages, MB", [one["asked"] for one in told], "{:,.0f}")
    yield _row("nightly matching, lines", [one["night"]["found"] for one in told], "{:,.0f}")
    yield _row("nightly matching, CPU s", [one["night"]["cpu"] for one in told], "{:,.0f}")
    yield _row("nightly matching, most memory, MB", [one["night"]["peak"] for one in told], "{:,.0f}")
    yield _row("database with all lists, MB", [one["database after"] for one in told], "{:,.0f}")


def _high(values: Sequence[float]) -> float:
    """What 95 of 100 keep below."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def _row(what: str, values: Sequence[float], form: str) -> Row:
    factor = f"{values[1] / values[0]:.1f}" if values[0] else ""
    return (what, *(form.format(value) for value in values), factor)
