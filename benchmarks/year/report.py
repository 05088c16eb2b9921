"""How long the nightly lists of all actors take, and the list of one that has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.search import world
from benchmarks.tables import Row, aligned

HEAD: Row = ("what", "actors", "lines", "CPU s", "seconds", "goal", "")
NIGHT_S, CHANGED_S = 60.0, 60.0
CHANGED = 20
ABOUT = (
    "All public actors of the demo's full world that offer or need something, in its database; reading, "
    "scoring, reasons and writing included. A changed actor is compared with those that have something in "
    "common with it; the seconds are the median and the worst of 20."
)


def report(*, is_kept: bool) -> int:
    """Print the table; 1 if a goal was missed."""
    world.set_up(is_full=True)
    rows = [*_night(), *_changed()]
    host = machine()
    print(f"\nyear: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(f"{aligned(HEAD, rows)}\n\n{ABOUT}")
    if is_kept:
        write_table("year", (HEAD, rows), host, kept={"rows": rows}, sentences=[ABOUT])
    return int(any("MISSED" in row[-1] for row in rows))


def _night() -> list[Row]:
    """Twice: the first time everything is new. One person speaks for all, or nobody would take part."""
    from django.utils import timezone

    from handschlag.accounts.models import User
    from handschlag.directory.models import ManagedNetwork, Network, Statement
    from handschlag.directory.public import of_public_actors
    from handschlag.matching.models import PartnerSearch
    from handschlag.matching.partner_search.lists import searching, write_partner_lists

    PartnerSearch.objects.all().delete()
    ids = Statement.objects.filter(of_public_actors()).order_by().values_list("actor_id", flat=True)
    now = timezone.now()
    PartnerSearch.objects.bulk_create(
        [PartnerSearch(actor_id=pk, since=now) for pk in ids.distinct()], batch_size=2000
    )
    user, _ = User.objects.get_or_create(email="everybody@example.org", defaults={"name": "Everybody"})
    ManagedNetwork.objects.bulk_create(
        [ManagedNetwork(user=user, network=one, since=now) for one in Network.objects.all()],
        ignore_conflicts=True,
    )
    number = searching().count()
    rows = []
    for what in ("first night", "every other night"):
        lines, used, passed = _timed(lambda: write_partner_lists(now=timezone.now()))
        rows.append(_row(what, number, lines, used, passed, NIGHT_S))
    return rows


def _changed() -> list[Row]:
    from django.db.models import F
    from django.utils import timezone

    from handschlag.directory.models import Actor
    from handschlag.matching.partner_search.lists import refresh_changed, searching

    asked = searching().order_by("pk").values_list("actor_id", flat=True)
    found = []
    for pk in list(asked)[:: max(1, asked.count() // CHANGED)][:CHANGED]:
        Actor.objects.filter(pk=pk).update(version=F("version") + 1)
        found.append(_timed(lambda: refresh_changed(now=timezone.now())))
    used, passed = [one[1] for one in found], [one[2] for one in found]
    return [
        _row("one changed, median", 1, 0, median(used), median(passed), CHANGED_S),
        _row("one changed, worst", 1, 0, max(used), max(passed), CHANGED_S),
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    begin, used = time.perf_counter(), time.process_time()
    found = work()
    return found, time.process_time() - used, time.perf_counter() - begin


def _row(what: str, actors: int, lines: int, used: float, passed: float, goal: float) -> Row:
    verdict = "kept" if used <= goal else "MISSED"
    return (what, f"{actors:,}", f"{lines:,}", f"{used:.1f}", f"{passed:.1f}", f"{goal:.0f}", verdict)
