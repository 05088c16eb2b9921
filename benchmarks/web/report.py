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
from benchmarks.web.machines import key, machine_addresses
from benchmarks.web.pages import addresses
from benchmarks.web.server import ROOT, Server, served
from benchmarks.web.weight import weigh
from benchmarks.web.writing import Written, write_at_once

ROUNDS, SECONDS, READERS, RATE = 60, 20.0, 16, 200.0
WRITERS, WRITING_SECONDS = 8, 6.0
MOST_MS, MOST_BYTES = 50.0, 100_000
HEAD: Row = (
    *("page", "requests", "made: p50 ms", "p95 ms", "worst ms", "work p95 ms", "queries", "kB"),
    *("kept: p95 ms", f"all: p95 ms at {RATE:.0f}/s", "kept %", "goal"),
)


def report(*, is_kept: bool) -> int:
    """Print the table and what is said beside it; 1 if something failed or a goal was missed."""
    host = machine()
    made = measure_made()
    with served() as server:
        rows, sentences = measure(server, made)
    print(f"\nweb: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print("\n".join(["", *sentences]))
    if is_kept:
        kept = {"head": HEAD, "rows": rows, "sentences": sentences}
        write_table("web", (HEAD, rows), host, kept=kept, sentences=sentences)
    return int(any("MISSED" in text for text in (*sentences, *(row[-1] for row in rows))))


def measure_made() -> list[Answer]:
    """Every page made anew: what somebody waits for who is signed in, or who comes first after a change."""
    with served(keeps_pages=False) as server:
        found = existing(server, addresses(server.database))
        ask(server, what="in turn", found=found, rounds=3)  # caches are warm on a server that runs
        return [*ask(server, what="in turn", found=found, rounds=ROUNDS), *measure_machines(server)]


def measure_machines(server: Server) -> list[Answer]:
    """The public interface: never kept, and never asked by people."""
    found = machine_addresses(server.database)
    headers = {"Authorization": f"Bearer {key(server.database)}"}
    ask(server, what="in turn", found=found, rounds=3, headers=headers)
    return ask(server, what="in turn", found=found, rounds=ROUNDS, headers=headers)


def measure(server: Server, made: Sequence[Answer]) -> tuple[list[Row], list[str]]:
    found = existing(server, addresses(server.database))
    ask(server, what="in turn", found=found, rounds=3)
    again = {kind: paths[:1] for kind, paths in found.items()}
    ask(server, what="in turn", found=again, rounds=6)  # both processes have them
    kept = ask(server, what="in turn", found=again, rounds=ROUNDS)
    steady = ask(server, what="at once", found=found, readers=READERS, seconds=SECONDS, rate=RATE)
    most = ask(server, what="at once", found=found, readers=READERS, seconds=SECONDS, rate=0)
    written = write_at_once(server.port, writers=WRITERS, seconds=WRITING_SECONDS)
    kinds = dict.fromkeys([*found, *(answer.kind for answer in made)])
    rows = [row_of(kind, of(made, kind), of(kept, kind), of(steady, kind)) for kind in kinds]
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


def row_of(kind: str, made: Sequence[Answer], kept: Sequence[Answer], steady: Sequence[Answer]) -> Row:
    times = [answer.server for answer in made]
    queries = sorted({answer.queries for answer in made})
    again = [answer.server for answer in kept if answer.is_kept]
    is_met = percentile(times, 95) <= MOST_MS and not any(answer.is_failure for answer in made)
    goal = "kept" if is_met else f"MISSED (p95 <= {MOST_MS:.0f} ms)"
    return (
        kind,
        str(len(made)),
        *(f"{percentile(times, share):.1f}" for share in (50, 95, 100)),
        f"{percentile([answer.work for answer in made], 95):.1f}",
        str(queries[0]) if len(queries) == 1 else f"{queries[0]} to {queries[-1]}",
        f"{sum(answer.size for answer in made) / len(made) / 1000:.1f}",
        f"{percentile(again, 95):.1f}" if again else "-",
        f"{percentile([answer.server for answer in steady], 95):.1f}" if steady else "-",
        share_kept(steady) if steady else "-",
        goal,
    )


def share_kept(answers: Sequence[Answer]) -> str:
    """Of a hundred answers, how many were made before."""
    return f"{100 * sum(answer.is_kept for answer in answers) / max(1, len(answers)):.0f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` per cent of all do not pass."""
    ordered = sorted(values) or [math.nan]
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def said(*, steady: Sequence[Answer], most: Sequence[Answer], written: Written, weight: int) -> Iterator[str]:
    """The goals that are no property of one page."""
    yield (
        "100 invented and 108 real networks, 13,000 memberships; web server and worker of `run.py demo`. "
        "Milliseconds are those of the server, compression included, one request after another. Pages made "
        "anew, and the goal, are measured with kept pages switched off; `work` is the processor's time of "
        "the answering thread, which depends less on what else the machine does. `kept` is a page that was "
        "made before; the columns after it are under load, with both. Queries and kB are of one page made. "
        "What begins with `api` is asked with a key and never kept."
    )
    failures = [answer for answer in steady if answer.is_failure]
    waits = [answer.wait for answer in steady]
    verdict = "kept" if not failures and percentile(waits, 95) < 1000 else "MISSED"
    yield (
        f"{RATE:.0f} requests a second of mixed reading for {SECONDS:.0f} s from {READERS} readers: "
        f"{len(failures)} of {len(steady)} failed{examples(failures)}; wait, from the moment planned, "
        f"p50 {percentile(waits, 50):.0f} ms, p95 {percentile(waits, 95):.0f} ms, worst {max(waits):.0f} ms, "
        f"{share_kept(steady)} % kept: {verdict}."
    )
    failures = [answer for answer in most if answer.is_failure]
    yield (
        f"As many as go, {READERS} readers: {len(most) / SECONDS:.0f} requests a second, "
        f"{len(failures)} of {len(most)} failed{examples(failures)}, {share_kept(most)} % kept, wait p95 "
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
