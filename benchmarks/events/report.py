"""Measures the public pages of a conference, each made anew, one request after another; and its reception."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.events import campaign, desk, world
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned, markdown

ROUNDS = 60
MOST_MS = 50.0
HEAD: Row = ("page", "requests", "p50 ms", "p95 ms", "worst ms", "work p95 ms", "queries", "kB", "goal")
ABOUT = (
    "One conference with 200 sessions in 30 rooms on two days and three versions, among 41 events; one "
    "campaign of 2,000 activities. Time of "
    "the server for one answer, made anew, in one process; `work` is the processor's time alone, which "
    "depends less on what else the machine does. The goal is 50 ms for 95 of 100 answers, by the clock."
)


@dataclass(frozen=True, slots=True)
class Page:
    waits: Sequence[float]
    works: Sequence[float]
    queries: int
    size: int


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if a goal was missed."""
    world.set_up()
    ids = world.fill()
    campaign.fill()
    host = machine()
    rows = [row_of(name, measured(path, ids)) for name, path in {**paths(ids), **campaign.paths()}.items()]
    print(f"\nevents: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}\n")
    at_desk = desk.report_rows()
    print(aligned(desk.HEAD, at_desk))
    print(f"\n{desk.ABOUT}")
    if is_kept:
        kept = {"head": HEAD, "rows": rows, "desk_head": desk.HEAD, "desk_rows": at_desk}
        sentences = [desk.ABOUT, markdown(desk.HEAD, at_desk), ABOUT]
        write_table("events", (HEAD, rows), host, kept=kept, sentences=sentences)
    return int(any("MISSED" in row[-1] for row in [*rows, *at_desk]))


def paths(ids: Mapping[str, int]) -> dict[str, str]:
    one = f"/de/events/{world.SLUG}/"
    return {
        "events": "/de/events/",
        "event": one,
        "programme, one day": f"{one}programme/",
        "programme, all days": f"{one}programme/?day=all",
        "programme, searched": f"{one}programme/?q=photonik&kind=talk",
        "session": f"{one}sessions/{ids['session']}/",
        "speaker": f"{one}speakers/{ids['speaker']}/",
        "my programme": f"{one}my-programme/",
        "changes": f"{one}changes/",
        "programme.ics": f"{one}programme.ics",
        "schedule.xml": f"{one}schedule.xml",
        "schedule.json": f"{one}schedule.json",
        "changes.atom": f"{one}changes.atom",
    }


def measured(path: str, ids: Mapping[str, int]) -> Page:
    """Warm, as on a server that runs; with thirty sessions chosen on the device."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client: Any = Client()
    for number in range(30):
        client.post(f"/de/events/{world.SLUG}/my-programme/", {"add": ids["session"] + number})
    for _ in range(3):
        assert client.get(path).status_code == 200, path
    waits, works = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.thread_time()
        answer = client.get(path)
        waits.append((time.perf_counter() - began) * 1000)
        works.append((time.thread_time() - worked) * 1000)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return Page(waits, works, len(seen), len(answer.content))


def row_of(name: str, page: Page) -> Row:
    wait, work = percentile(page.waits, 95), percentile(page.works, 95)
    return (
        name,
        str(len(page.waits)),
        *(f"{percentile(page.waits, share):.1f}" for share in (50, 95, 100)),
        f"{work:.1f}",
        str(page.queries),
        f"{page.size / 1000:.1f}",
        "kept" if wait <= MOST_MS else "MISSED",
    )


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]
