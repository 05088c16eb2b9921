"""Measures the platform, and says which of its goals are kept."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from benchmarks.web.asking import Answer
from benchmarks.web.pages import BOUND_BY_50_MS, addresses
from benchmarks.web.server import ROOT, Server, served
from benchmarks.web.weight import weigh
from benchmarks.web.writing import Written, write_at_once

ROUNDS, SECONDS, READERS, RATE = 60, 20.0, 16, 200.0
WRITERS, WRITING_SECONDS = 8, 6.0
MOST_MS, MOST_BYTES = 50.0, 150_000
HEAD: Row = (
    *("page", "requests", "p50 ms", "p95 ms", "p99 ms", "worst ms", "queries", "kB"),
    *(f"p95 ms at {RATE:.0f}/s", "goal"),
)


def report(*, is_kept: bool) -> int:
    """Print the table and what is said beside it; 1 if something failed or a goal was missed."""
    host = machine()
    with served() as server:
        rows, sentences = measure(server)
    print(f"\nweb: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print("\n".join(["", *sentences]))
    if is_kept:
        kept = {"head": HEAD, "rows": rows, "sentences": sentences}
        write_table("web", (HEAD, rows), host, kept=kept, sentences=sentences)
    return int(any("MISSED" in text for text in (*sentences, *(row[-1] for row in rows))))


def measure(server: Server) -> tuple[list[Row], list[str]]:
    found = existing(server, addresses(server.database))
    ask(server, what="in turn", found=found, rounds=3)  # caches are warm on a server that runs
    quiet = ask(server, what="in turn", found=found, rounds=ROUNDS)
    steady = ask(server, what="at once", found=found, readers=READERS, seconds=SECONDS, rate=RATE)
    most = ask(server, what="at once", found=found, readers=READERS, seconds=SECONDS, rate=0)
    written = write_at_once(server.port, writers=WRITERS, seconds=WRITING_SECONDS)
    rows = [row_of(kind, of(quiet, kind), of(steady, kind)) for kind in found]
    weight = sum(weigh(server.port, "/de/").values())
    return rows, list(said(steady=steady, most=most, written=written, weight=weight))


def existing(server: Server, found: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Pages that are built already: of a kind whose first address is unknown, nothing is measured."""
    firsts = ask(server, what="in turn", found={kind: paths[:1] for kind, paths in found.items()}, rounds=1)
    there = {answer.kind for answer in firsts if answer.status != 404}
    for kind in found.keys() - there:
        print(f"NOT MEASURED, there is no such page: {kind}", file=sys.stderr)
    return {kind: list(paths) for kind, paths in found.items() if kind in there}


def ask(server: Server, **orders: Any) -> list[Answer]:
    """What the asking process was told."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.web.load"],
        input=json.dumps({"port": server.port, **orders}),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return [Answer(**one) for one in json.loads(done.stdout)]


def of(answers: Sequence[Answer], kind: str) -> list[Answer]:
    return [answer for answer in answers if answer.kind == kind]


def row_of(kind: str, quiet: Sequence[Answer], steady: Sequence[Answer]) -> Row:
    times = [answer.server for answer in quiet]
    queries = sorted({answer.queries for answer in quiet})
    goal = "-"
    if kind in BOUND_BY_50_MS:
        goal = "kept" if percentile(times, 95) <= MOST_MS else f"MISSED (p95 <= {MOST_MS:.0f} ms)"
    return (
        kind,
        str(len(quiet)),
        *(f"{percentile(times, share):.1f}" for share in (50, 95, 99, 100)),
        str(queries[0]) if len(queries) == 1 else f"{queries[0]} to {queries[-1]}",
        f"{sum(answer.size for answer in quiet) / len(quiet) / 1000:.1f}",
        f"{percentile([answer.server for answer in steady], 95):.1f}",
        goal,
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` per cent of all do not pass."""
    ordered = sorted(values) or [math.nan]
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def said(*, steady: Sequence[Answer], most: Sequence[Answer], written: Written, weight: int) -> Iterator[str]:
    """The goals that are no property of one page."""
    yield (
        "100 invented and 108 real networks, 13,000 memberships; web server and worker of `run.py demo`. "
        "Milliseconds are those of the server, compression included, one request after another; the last "
        "column but one is the same under load. Queries and kB (compressed) are of one answer."
    )
    failures = [answer for answer in steady if answer.is_failure]
    waits = [answer.wait for answer in steady]
    verdict = "kept" if not failures and percentile(waits, 95) < 1000 else "MISSED"
    yield (
        f"{RATE:.0f} requests a second of mixed reading for {SECONDS:.0f} s from {READERS} readers: "
        f"{len(failures)} of {len(steady)} failed{examples(failures)}; wait, from the moment planned, "
        f"p50 {percentile(waits, 50):.0f} ms, p95 {percentile(waits, 95):.0f} ms, worst {max(waits):.0f} ms: "
        f"{verdict}."
    )
    failures = [answer for answer in most if answer.is_failure]
    yield (
        f"As many as go, {READERS} readers: {len(most) / SECONDS:.0f} requests a second, "
        f"{len(failures)} of {len(most)} failed{examples(failures)}, wait p95 "
        f"{percentile([answer.wait for answer in most], 95):.0f} ms."
    )
    verdict = "MISSED" if written.failures or not written.waits else "kept"
    yield (
        f"{WRITERS} writers at once for {WRITING_SECONDS:.0f} s: {len(written.waits)} writes, "
        f"{len(written.failures)} failed, p95 {percentile(written.waits, 95):.0f} ms: {verdict}."
    )
    verdict = "kept" if weight <= MOST_BYTES else "MISSED"
    yield (
        f"First visit to the start page with everything it loads, compressed: {weight / 1000:.0f} kB, "
        f"at most {MOST_BYTES / 1000:.0f} kB: {verdict}."
    )


def examples(failures: Sequence[Answer]) -> str:
    some = sorted({f"{answer.status} {answer.path}" for answer in failures})[:3]
    return f" ({', '.join(some)})" if some else ""
