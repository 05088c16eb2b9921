"""One size, in a process of its own: what it takes, as one JSON object on standard output."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.growth import world

MEGABYTE = 1_000_000


def main(times: int) -> None:
    """Fill, warm, ask, match; each step says its time of the processor and the memory it reached."""
    folder = world.set_up(times=times)
    logging.disable(logging.WARNING)  # a line for every request
    told: dict[str, Any] = {"times": times, "fill": _filled(folder, times)}
    told["counts"] = _counts()
    told["database"] = _database_size(folder)
    told["begin"] = _memory()["VmRSS"]
    told["warm"] = _step(_warm)
    told["pages"] = _pages()
    told["asked"] = _memory()["VmRSS"]
    told["night"] = _step(_night)
    told["database after"] = _database_size(folder)
    sys.stdout.write(json.dumps(told) + "\n")


def _filled(folder: Path, times: int) -> dict[str, Any]:
    """Composed, written and indexed; kept for the next time, with what it took."""
    told, made = folder / "filled.json", _step(lambda: world.fill(times=times))
    if made["found"] or not told.exists():
        told.write_text(json.dumps(made), encoding="utf-8")
    found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return found


def _step(work: Callable[[], Any]) -> dict[str, Any]:
    """What came out, seconds of the processor, and how much memory the process had at most meanwhile, MB."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the highest so far is forgotten
    used = time.process_time()
    found = work()
    return {"found": found, "cpu": time.process_time() - used, "peak": _memory()["VmHWM"]}


def _memory() -> dict[str, float]:
    lines = (line.split() for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return {one[0][:-1]: int(one[1]) * 1024 / MEGABYTE for one in lines if one[0] in {"VmRSS:", "VmHWM:"}}


def _counts() -> dict[str, int]:
    from handschlag.directory.models import Actor, Membership, Network, Statement

    return {model.__name__: model.objects.count() for model in (Network, Actor, Membership, Statement)}


def _database_size(folder: Path) -> float:
    from django.db import connection

    if connection.vendor == "sqlite":
        return sum(path.stat().st_size for path in folder.glob("*.sqlite3*")) / MEGABYTE
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / MEGABYTE


def _warm() -> None:
    from django.utils import timezone

    from handschlag.site.warm_up import warm_up

    warm_up(now=timezone.now())


def _pages() -> dict[str, dict[str, list[float]]]:
    """Each address twice: milliseconds of the processor, kilobytes. The first of a kind is told apart."""
    from django.test import Client

    client: Any = Client()
    client.handler.load_middleware()
    found: dict[str, dict[str, list[float]]] = {}
    for kind, paths in world.addresses().items():
        times, sizes = [], []
        for path in (*paths[:1], *paths, *paths):
            used = time.process_time()
            answer = client.get(path)
            size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
            if answer.status_code not in {200, 404}:
                raise RuntimeError(f"{path}: {answer.status_code}")
            times.append((time.process_time() - used) * 1000)
            sizes.append(size / 1000)
        found[kind] = {"first": times[:1], "ms": times[1:], "kB": sizes[1:], "peak": [_memory()["VmHWM"]]}
    return found


def _night() -> int:
    from django.utils import timezone

    from handschlag.matching.partner_search.lists import write_partner_lists

    return write_partner_lists(now=timezone.now())


if __name__ == "__main__":
    main(int(sys.argv[1]))
