"""Measures the pages of the console: how long the server works for each, and how often it asks."""

from __future__ import annotations

import logging
import math
import multiprocessing
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.answers import world as answers
from benchmarks.console import world
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

ROUNDS, MOST_MS, MORE_QUERIES = 20, 100.0, 3
HOME = f"/de/manage/events/{answers.SLUG}/"
HEAD: Row = ("page", "p50 ms", "p95 ms", "work p95 ms", "queries", "queries, a tenth", "kB", "goal")
ABOUT = (
    "One event with 1,500 people in matchmaking, 7,000 meetings, 300 sessions of 200 speakers and 60 "
    "exhibitors, at half past ten on its day, seen by its organiser. Every kind of page to which a link "
    "leads, twenty times each in one process; `work` is the processor's time alone, which depends less on "
    "what else the machine does. Beside it the queries of the same page in an event of a tenth. The goals: "
    "100 ms for 95 of 100 answers, and as many queries in both (three more are chunks of a list)."
)


@dataclass(frozen=True, slots=True)
class Page:
    """What one page took."""

    waits: Sequence[float]
    works: Sequence[float]
    queries: int
    size: int


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if a goal was missed."""
    host = machine()
    small, large = (in_own_process(size) for size in (world.SMALL, world.LARGE))
    rows = [row_of(kind, page, small.get(kind)) for kind, page in sorted(large.items())]
    print(f"\nconsole: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}")
    if is_kept:
        write_table("console", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=[ABOUT])
    return int(any("MISSED" in row[-1] for row in rows))


def in_own_process(size: world.Size) -> dict[str, Page]:
    """An event of its own in a process of its own."""
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    one = context.Process(target=send_pages, args=(size, results))
    one.start()
    pages: dict[str, Page] = results.get(timeout=1_800)
    one.join()
    return pages


def send_pages(size: world.Size, results: Any) -> None:
    answers.set_up()
    logging.getLogger("handschlag.requests").setLevel(logging.ERROR)
    client = signed_in(world.fill(size))
    rounds = ROUNDS if size == world.LARGE else 1
    found = {}
    for kind, url in kinds(client):
        found[kind] = page = measured(client, url, rounds)
        print(
            kind, f"{percentile(page.waits, 50):.0f} ms, {page.queries} queries", file=sys.stderr, flush=True
        )
    results.put(found)


def signed_in(user: Any) -> Any:
    from django.test import Client
    from tests.platform.conftest import session_of

    client = Client()
    client.cookies["sessionid"] = session_of(user)
    return client


def kinds(client: Any) -> Iterator[tuple[str, str]]:
    """Each kind of page once, by walking along all links; numbers in an address make no new kind."""
    waiting, seen = [HOME], {HOME}
    while waiting:
        url = waiting.pop()
        answer = client.get(url)
        if answer.status_code != 200 or not str(answer["Content-Type"]).startswith("text/html"):
            continue
        yield kind_of(url), url
        for link in re.findall(r'href="([^"#?]+)', answer.content.decode()):
            there = urlsplit(urljoin(url, link)).path
            if there.startswith(HOME) and kind_of(there) not in seen:
                seen.add(kind_of(there))
                waiting.append(there)


def kind_of(url: str) -> str:
    """The address below the event's first page.

    >>> kind_of(HOME + "sessions/12/move/")
    'sessions/N/move/'
    """
    return re.sub(r"\d+", "N", url.removeprefix(HOME)) or "overview"


def measured(client: Any, url: str, rounds: int) -> Page:
    """Warm, as on a server that runs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    queries = len(seen)
    waits, works = [], []
    for _ in range(rounds):
        began, worked = time.perf_counter(), time.thread_time()
        client.get(url)
        waits.append((time.perf_counter() - began) * 1000)
        works.append((time.thread_time() - worked) * 1000)
    return Page(waits, works, queries, len(answer.content))


def row_of(kind: str, page: Page, small: Page | None) -> Row:
    wait, work = percentile(page.waits, 95), percentile(page.works, 95)
    faults = ["slow"] if wait > MOST_MS else []
    if small is not None and page.queries > small.queries + MORE_QUERIES:
        faults.append("queries grow")
    return (
        kind,
        f"{percentile(page.waits, 50):.1f}",
        f"{wait:.1f}",
        f"{work:.1f}",
        str(page.queries),
        "-" if small is None else str(small.queries),
        f"{page.size / 1000:.1f}",
        f"MISSED: {', '.join(faults)}" if faults else "kept",
    )


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]
