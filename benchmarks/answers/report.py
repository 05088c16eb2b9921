"""Measures yes-with-guarantee while twenty people answer at once in two processes."""

from __future__ import annotations

import math
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.answers import pages, world
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

PROCESSES, THREADS, EACH = 2, 10, 12
PAUSE = 1.0  # seconds between two answers of a person, in the second load
MOST_MS, SHOWN_MS = 300.0, 100.0
HEAD: Row = ("what", "number", "p50 ms", "p95 ms", "worst ms", "goal")
ABOUT = (
    "One event with 1,500 people and 7,000 meetings that are held. Twenty people answer at once, in two "
    "processes: the time of one posted yes, from the form to the redirect, with the engine's check, the rows "
    "and the letter. First without a pause, each the next request as soon as one is answered, which nobody "
    "does for long; then with a second between two answers; then all twenty press in the same moment, twelve "
    "times. The first answers of each process are in a row of their own. The goal is 300 ms for 95 of 100. "
    "Last the participants' own pages, one after the other, "
    "of other people each time: 100 ms for 95 of 100."
)


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if the goal was missed."""
    world.set_up()
    world.fill()
    described()
    from django.db import connection, connections

    kind = connection.vendor
    connections.close_all()
    host = machine()
    (firsts, hurried, calm, pressed), states = run()
    shown = pages.measured(someone)
    rows = [
        row_of("first of a process", firsts, None),
        row_of(f"without a pause, {kind}", hurried, MOST_MS),
        row_of(f"with a pause, {kind}", calm, MOST_MS),
        row_of(f"in the same moment, {kind}", pressed, MOST_MS),
        *(row_of(f"page {name}", waits, SHOWN_MS) for name, waits in shown),
    ]
    print(f"\nanswers: {host['processor']}, {host['cores']} cores, {host['memory']}; {dict(states)}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}")
    if is_kept:
        write_table("answers", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=[ABOUT])
    return int(any("MISSED" in row[-1] for row in rows))


def described() -> None:
    from handschlag.matching.models import Participant, Service

    people = list(Participant.objects.order_by("pk").values_list("pk", flat=True))
    pages.describe(people, Service.objects.get())


def run() -> tuple[list[list[float]], Counter[str]]:
    """Milliseconds of each load, and what became of the requests: two processes that begin together."""
    from django.db import connections

    pending = waiting()
    connections.close_all()  # nothing is shared with the children
    context = multiprocessing.get_context("fork")
    results: Any = context.Queue()
    start, press = context.Barrier(PROCESSES), context.Barrier(PROCESSES * THREADS)
    share = len(pending) // PROCESSES
    children = [
        context.Process(target=child, args=(pending[n * share : (n + 1) * share], start, press, results))
        for n in range(PROCESSES)
    ]
    for one in children:
        one.start()
    found = [results.get(timeout=300) for _ in children]
    for one in children:
        one.join()
    states: Counter[str] = Counter()
    for _, seen in found:
        states.update(seen)
    return [[ms for loads, _ in found for ms in loads[n]] for n in range(4)], states


def waiting() -> list[tuple[str, int]]:
    """Tokens of people who are asked, and the requests that wait for them."""
    from handschlag.matching.models import Party
    from handschlag.registration.access import link_of

    rows = Party.objects.filter(is_sender=False, request__state="open").select_related(
        "participant__registration"
    )
    rows = rows.order_by("request_id")[: PROCESSES * (3 * THREADS * EACH + 1)]
    return [(link_of(row.participant.registration), row.request_id) for row in rows]


def child(pending: Sequence[tuple[str, int]], start: Any, press: Any, results: Any) -> None:
    from handschlag.site.warm_up import warm_up

    warm_up(now=world.NOW)
    start.wait(300)
    size = THREADS * EACH
    loads = [
        [answer(someone(), *pending[0])],
        together(pending[1 : 1 + size], start, pause=0.0),
        together(pending[1 + size : 1 + 2 * size], start, pause=PAUSE),
        together(pending[1 + 2 * size :], start, pause=0.0, press=press),
    ]
    from handschlag.matching.models import Request

    ids = [request for _, request in pending]
    seen = Counter(Request.objects.filter(pk__in=ids).values_list("state", flat=True))
    results.put((loads, dict(seen)))


def together(
    pending: Sequence[tuple[str, int]], start: Any, *, pause: float, press: Any = None
) -> list[float]:
    """Milliseconds of every answer of ten people, each in a thread; both processes begin at once."""
    waits: list[float] = []
    threads = [
        threading.Thread(
            target=several,
            args=(pending[n * EACH : (n + 1) * EACH], waits),
            kwargs={"offset": n / THREADS, "pause": pause, "press": press},
        )
        for n in range(THREADS)
    ]
    start.wait(300)
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return waits


def several(
    pending: Sequence[tuple[str, int]], waits: list[float], *, offset: float, pause: float, press: Any
) -> None:
    """One person's answers; with `press` each of them in the same moment as everybody's."""
    from django.db import connections

    client = someone()
    time.sleep(offset * pause)  # people do not press in step
    for token, request in pending:
        time.sleep(pause)
        if press is not None:
            press.wait(300)
        waits.append(answer(client, token, request))
    connections.close_all()


def someone() -> Any:
    """A browser; the handler behind it is there before anybody looks at the clock, as in a server."""
    from django.test import Client

    client: Any = Client()
    client.handler.load_middleware()
    return client


def answer(client: Any, token: str, request: int) -> float:
    """Milliseconds from the form to the redirect."""
    began = time.perf_counter()
    said = client.post(f"/de/matching/{token}/inbox/answer/", {"now": f"{request}:want"})
    assert said.status_code == 302, said.status_code
    assert f"done={request}" in said["Location"], said["Location"]
    return (time.perf_counter() - began) * 1000


def row_of(name: str, waits: Sequence[float], most: float | None) -> Row:
    ordered = sorted(waits)
    middle, high = ordered[len(ordered) // 2], ordered[math.ceil(0.95 * len(ordered)) - 1]
    goal = "" if most is None else ("reached" if high <= most else "MISSED")
    return (name, str(len(ordered)), f"{middle:.0f}", f"{high:.0f}", f"{ordered[-1]:.0f}", goal)
