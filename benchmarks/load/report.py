"""Measures a busy day: p50, p95 and worst of whatever people do, errors, work and memory."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.answers import world as answers_world
from benchmarks.load import servers, world
from benchmarks.load.world import Ask
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from benchmarks.web.report import percentile
from benchmarks.web.server import ROOT

SECONDS, FRESH_SECONDS = 60, 10
AT_ONCE, APART, EACH = 20, 2.0, 10  # seconds between two bursts, and two pages of an organiser
HEAD: Row = ("what", "asked", "errors", "p50 ms", "p95 ms", "worst ms", "goal")
STARTS = ("right after the very first start", "right after a restart")
GOALS = {**dict.fromkeys(STARTS, 500.0), "yes": 300.0, "twenty in the same moment": 300.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much is asked: answers, visitors and pages right after a start a second, organisers, bursts."""

    answers: int
    visitors: int
    fresh: int
    organisers: int
    bursts: int


WHOLE = Pace(answers=20, visitors=100, fresh=200, organisers=30, bursts=8)
TENTH = Pace(answers=2, visitors=10, fresh=20, organisers=3, bursts=2)


@dataclass(frozen=True, slots=True)
class Told:
    """What one phase gave: the answers by kind, and the CPU seconds of everybody in it."""

    answers: dict[str, list[tuple[float, bool]]]
    statuses: Counter[tuple[str, int]]
    asker: float
    web: float
    worker: float


def report(*, database: str, is_full: bool, is_kept: bool) -> int:
    """Print the table; 1 if something failed or a goal was missed."""
    if database == "postgresql" and "DATABASE_URL" not in os.environ:
        more = [*([] if is_full else ["--small"]), *(["--write"] if is_kept else [])]
        command = [sys.executable, "-m", "benchmarks", "load", "--database", database, *more]
        return subprocess.call([sys.executable, "tests/with_postgresql.py", *command], cwd=ROOT)
    host = machine()
    phases, sentences = measure(is_full=is_full)
    rows = [row for phase in phases for row in rows_of(phase)]
    print(f"\nload, {database}: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print("\n".join(["", *sentences]))
    for phase in phases:
        for (kind, status), number in sorted(phase.statuses.items()):
            print(f"{number} x {status}: {kind}")
    if is_kept:
        kept = {"head": HEAD, "rows": rows, "sentences": sentences}
        write_table(f"load-{database}", (HEAD, rows), host, kept=kept, sentences=sentences)
    return int(any("MISSED" in row[-1] for row in rows))


def measure(*, is_full: bool) -> tuple[list[Told], list[str]]:
    """Right after a start and a restart; everything at once; twenty in the same moment."""
    answers_world.set_up()
    from django.conf import settings
    from django.db import connection, connections

    logging.getLogger("handschlag.requests").setLevel(logging.ERROR)
    pace = WHOLE if is_full else TENTH
    otto = world.fill(is_full=is_full)
    fresh = [
        world.visitors(pace.fresh * FRESH_SECONDS, kind=kind, seed=seed)
        for seed, kind in enumerate(STARTS, start=1)
    ]
    public = world.visitors(pace.visitors * SECONDS, kind="public page", seed=3)
    console = world.organisers(pace.organisers * SECONDS // EACH, otto)
    bursts = pace.bursts * AT_ONCE
    asked = world.answers_of(pace.answers * SECONDS + bursts)
    vendor = connection.vendor
    connections.close_all()
    with servers.running(Path(settings.DATA)) as running:
        first = told(running, spread(fresh[0], seconds=FRESH_SECONDS))
        running.restart()
        second = told(running, spread(fresh[1], seconds=FRESH_SECONDS))
        world.start_run(otto, seconds=SECONDS)
        connections.close_all()
        calm = [
            *spread(asked[:-bursts], seconds=SECONDS),
            *spread(public, seconds=SECONDS),
            *spread(console, seconds=SECONDS),
        ]
        busy = told(running, calm)
        memory = servers.memory_of(running.web), servers.memory_of(running.worker)
        burst = told(running, pressed(asked[-bursts:]), is_burst=True)
    sentences = said(running, busy, pace=pace, memory=memory, vendor=vendor, known=known_of(*fresh))
    return [first, second, busy, burst], list(sentences)


def known_of(before: Sequence[Ask], after: Sequence[Ask]) -> float:
    """Per cent of the later visits to pages that had been asked for before."""
    paths = {ask.path for ask in before}
    return 100 * sum(ask.path in paths for ask in after) / len(after)


def spread(asks: Sequence[Ask], *, seconds: float) -> list[dict[str, Any]]:
    """Each with its moment, evenly over the time."""
    return [{"at": n * seconds / len(asks), "ask": asdict(ask)} for n, ask in enumerate(asks)]


def pressed(asks: Sequence[Ask]) -> list[dict[str, Any]]:
    """Twenty in the same moment, again and again."""
    return [
        {"at": n // AT_ONCE * APART, "ask": {**asdict(ask), "kind": "twenty in the same moment"}}
        for n, ask in enumerate(asks)
    ]


def told(running: servers.Running, orders: list[dict[str, Any]], *, is_burst: bool = False) -> Told:
    """What the asking process was told, and what it cost."""
    before = servers.work_of(running.web), servers.work_of(running.worker)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load.asking"],
        input=json.dumps({"port": running.port, "orders": orders, "is_burst": is_burst}),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=True,
    )
    after = servers.work_of(running.web), servers.work_of(running.worker)
    given = json.loads(done.stdout)
    answers: dict[str, list[tuple[float, bool]]] = {}
    for kind, _status, wait, is_good in given["answers"]:
        answers.setdefault(kind, []).append((wait, is_good))
    bad = Counter((kind, status) for kind, status, _wait, is_good in given["answers"] if not is_good)
    return Told(answers, bad, given["work"], after[0] - before[0], after[1] - before[1])


def rows_of(phase: Told) -> Iterator[Row]:
    for kind, answers in phase.answers.items():
        waits = [wait for wait, _good in answers]
        errors = sum(not is_good for _wait, is_good in answers)
        most = GOALS.get(kind)
        is_met = errors == 0 and (most is None or percentile(waits, 95) <= most)
        yield (
            kind,
            str(len(answers)),
            str(errors),
            *(f"{percentile(waits, share):.0f}" for share in (50, 95, 100)),
            ("" if most is None else f"{most:.0f} ms: kept") if is_met else "MISSED",
        )


def said(
    running: servers.Running,
    busy: Told,
    *,
    pace: Pace,
    memory: tuple[float, float],
    vendor: str,
    known: float,
) -> Iterator[str]:
    """What was done, and what it cost."""
    durable = "" if vendor == "sqlite" else ", which does not wait for its disk"
    yield (
        f"gunicorn with two processes, a worker and {vendor}{durable}. First {pace.fresh} public pages "
        f"a second for {FRESH_SECONDS} s as soon as the server says that it is ready, no page made before "
        f"and the worker idle; then the server is started again, and others come: {known:.0f} % of their "
        f"visits are to pages that were made before. "
        f"Then all at once for {SECONDS} s: {pace.answers} people a second say yes and look at what became "
        f"of it, {pace.visitors} visitors a second read public pages, {pace.organisers} organisers open a "
        f"page of the console every {EACH} s, and one optimisation runs. Last, {AT_ONCE} say yes in the "
        f"same moment, {pace.bursts} times. Waits count from the moment that was planned."
    )
    asked = sum(len(answers) for answers in busy.answers.values())
    each = 1000 * busy.web / max(1, asked)
    yield (
        f"Ready after {running.seconds:.1f} s, after the restart {running.again_seconds:.1f} s. "
        f"While all are at work, CPU: web server {busy.web:.1f} s, "
        f"worker and its job {busy.worker:.1f} s, asking {busy.asker:.1f} s, for {asked} answers, "
        f"so {each:.1f} ms of the web server for each; memory: "
        f"web server {memory[0]:.0f} MB, worker {memory[1]:.0f} MB."
    )
