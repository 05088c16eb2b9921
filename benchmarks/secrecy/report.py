"""Measures 10,000 pairs of people with and without a "rather not" of the one towards the other."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.answers import pages, world
from benchmarks.answers.report import someone
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.secrecy.ranks import Difference, compared
from benchmarks.tables import Row, aligned

PAIRS, CONTROLS, SEED, SURE = 10_000, 500, 11, 0.001
HEAD: Row = ("what", "pairs", "ms", "difference µs", "95 % µs", "p", "CPU difference µs", "p CPU", "verdict")
ABOUT = (
    "An event with 150 people. In each pair the one may have noted “rather not” about the other. The other "
    "asks twice, once with and once without it, in random order: the page of that person, a search for them, "
    "the recommendations, the own wishes, and a request that is sent to them (and taken back). Every pair "
    "asks for one of these, in turn. The time is that of the server, from the request to the answer, "
    "on the clock and as CPU time. The differences of both are tested by signed ranks (Wilcoxon); they count "
    "as a difference where p is below 0.001. The last row is the check of the check: the inbox of whoever "
    "noted it does depend on it, and the test has to notice."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`asks` may be avoided by `avoids`: their keys and their links."""

    asks: int
    avoids: int
    link: str
    own_link: str
    name: str


type Ask = Callable[[Any, Pair], Any]


def report(*, is_kept: bool) -> int:
    """Print the table; 1 where a time tells something, or the check notices nothing."""
    world.set_up()
    service_id = world.fill(world.SMALL)
    from handschlag.matching.models import Participant, Service

    pages.describe(
        list(Participant.objects.order_by("pk").values_list("pk", flat=True)),
        Service.objects.get(pk=service_id),
    )
    everybody = pairs()
    host = machine()
    logging.disable(logging.INFO)  # a line for each request is no part of the answer
    rows = []
    for number, (name, ask) in enumerate(ASKED.items()):
        mine = everybody[number :: len(ASKED)]
        rows.append(row_of(name, measured(mine, ask, seed=number), is_told=False))
        print(*rows[-1], sep="  ", flush=True)
    control = measured(everybody[:CONTROLS], inbox, seed=len(ASKED), has_asked=True)
    rows.append(row_of("inbox of whoever noted it", control, is_told=True))
    print(f"\nsecrecy: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print(f"\n{ABOUT}")
    if is_kept:
        write_table("secrecy", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=[ABOUT])
    return int(any(row[-1] in {"TELLS", "BLIND"} for row in rows))


def pairs() -> list[Pair]:
    """Two people of whom neither has asked the other, drawn from one seed."""
    from handschlag.matching.models import Participant, Request
    from handschlag.matching.models.wishes import pair_of
    from handschlag.registration.access import link_of

    people = list(Participant.objects.select_related("registration").order_by("pk"))
    asked = set(Request.objects.values_list("pair", flat=True))
    links = {one.pk: link_of(one.registration) for one in people}
    found = [
        Pair(
            asks=one.pk,
            avoids=other.pk,
            link=links[one.pk],
            own_link=links[other.pk],
            name=other.registration.name,
        )
        for one in people
        for other in people
        if one.pk != other.pk and pair_of(one.pk, other.pk) not in asked
    ]
    return random.Random(SEED).sample(found, PAIRS)


def measured(
    some: Sequence[Pair], ask: Ask, *, seed: int, has_asked: bool = False
) -> list[tuple[tuple[float, float], ...]]:
    """For each pair seconds on the clock and of CPU time, without and with; the first pair warms up."""
    dice, client, found = random.Random(seed), someone(), []
    for pair in [some[0], *some]:
        times: dict[bool, tuple[float, float]] = {}
        for is_noted in dice.sample([False, True], 2):
            times[is_noted] = one_time(client, pair, ask, is_noted=is_noted, has_asked=has_asked)
        found.append((times[False], times[True]))
    return found[1:]


def one_time(client: Any, pair: Pair, ask: Ask, *, is_noted: bool, has_asked: bool) -> tuple[float, float]:
    """Nothing of it stays."""
    from django.db import transaction

    from handschlag.matching.models import Wish

    with transaction.atomic():
        for by, towards, kind in (
            (pair.asks, pair.avoids, "want"),
            *([(pair.avoids, pair.asks, "rather_not")] if is_noted else []),
        ):
            Wish.objects.create(by_id=by, towards_id=towards, kind=kind, changed_at=world.NOW)
        if has_asked:
            assert sent(client, pair).status_code == 302
        begun, used = time.perf_counter(), time.thread_time()
        answer = ask(client, pair)
        took = time.perf_counter() - begun, time.thread_time() - used
        assert answer.status_code in {200, 302}, answer.status_code
        transaction.set_rollback(True)
    return took


def person(client: Any, pair: Pair) -> Any:
    return client.get(f"/de/matching/{pair.link}/everybody/{pair.avoids}/")


def found_by_name(client: Any, pair: Pair) -> Any:
    return client.get(f"/de/matching/{pair.link}/everybody/", {"q": pair.name})


def recommended(client: Any, pair: Pair) -> Any:
    return client.get(f"/de/matching/{pair.link}/people/")


def wishes(client: Any, pair: Pair) -> Any:
    return client.get(f"/de/matching/{pair.link}/wishes/")


def sent(client: Any, pair: Pair) -> Any:
    answer = client.post(
        f"/de/matching/{pair.link}/send/", {f"purpose-{pair.avoids}": "Wir sollten sprechen"}
    )
    assert "since=" in answer.get("Location", ""), "the request is not sent"
    return answer


def inbox(client: Any, pair: Pair) -> Any:
    """After the other one has asked."""
    return client.get(f"/de/matching/{pair.own_link}/inbox/")


ASKED: dict[str, Ask] = {
    "page of the person": person,
    "search by name": found_by_name,
    "recommendations": recommended,
    "own wishes": wishes,
    "request that is sent": sent,
}


def row_of(name: str, times: Sequence[tuple[tuple[float, float], ...]], *, is_told: bool) -> Row:
    clock, used = (compared([(noted[at] - plain[at]) * 1e6 for plain, noted in times]) for at in range(2))
    differs = min(clock.p, used.p) < SURE
    verdict = ("noticed" if differs else "BLIND") if is_told else ("TELLS" if differs else "no difference")
    middle = sorted(plain[0] for plain, _noted in times)[len(times) // 2]
    return (
        name,
        str(len(times)),
        f"{middle * 1000:.1f}",
        f"{clock.middle:+.0f}",
        interval(clock),
        f"{clock.p:.3f}",
        f"{used.middle:+.0f}",
        f"{used.p:.3f}",
        verdict,
    )


def interval(found: Difference) -> str:
    return f"{found.low:+.0f} to {found.high:+.0f}"
