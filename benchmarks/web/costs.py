"""What visitors can make the platform work: processor time of each kind of address, and what guards it.

Asked in one process without a web server, files to their end, each for the first time and then again from
the same place until it is refused.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.tables import Row, aligned

ROOT: Final = Path(__file__).resolve().parents[2]
HEAD: Final[Row] = (
    "address",
    "first: work ms",
    "again: work ms",
    "strange parameter: work ms",
    "guard",
    "goal",
)
MOST_MS, TRIES = 100.0, 40
ADDRESSES: Final = (
    *(
        "/de/",
        "/de/networks/",
        "/de/actors/",
        "/de/projects/",
        "/de/map/",
        "/de/map/points.json",
        "/de/fields/",
    ),
    *("/de/search/?q=Wasserstoff", "/de/search/?q=Optik&near=Jena", "/de/search/suggest/?q=was"),
    *(
        "/de/interface/",
        "/de/open-data/",
        "/de/statistics/",
        "/de/events/",
        "/de/programmes/",
        "/de/regions/",
    ),
    *(
        f"/de/{what}/export/{how}/"
        for what in ("actors", "networks", "projects")
        for how in ("csv", "xlsx", "json")
    ),
    *("/de/events/export/csv/", "/sitemap.xml", "/sitemap-actors.xml", "/sitemap-projects.xml"),
    *(
        "/api/data/actors.json",
        "/api/data/actors.csv",
        "/api/data/networks.csv",
        "/api/v1/actors",
        "/robots.txt",
    ),
)


def costs(data: Path) -> tuple[list[Row], int]:
    """The rows of the table, and how many addresses cost more than they may without a guard."""
    environment = {
        **os.environ,
        "HANDSCHLAG_MODE": "demo",
        "HANDSCHLAG_DATA": str(data),
        "HANDSCHLAG_LOG_LEVEL": "ERROR",
    }
    asked = [sys.executable, "-m", "benchmarks.web.costs", "child"]
    said = subprocess.run(
        asked, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    rows = [row_of(json.loads(line)) for line in said.splitlines()]
    return rows, sum(1 for row in rows if row[-1] == "MISSED")


def row_of(found: dict[str, Any]) -> Row:
    is_cheap = max(found["first"], found["again"], found["strange"]) <= MOST_MS
    goal = "kept" if is_cheap or found["guard"] else "MISSED"
    figures = (f"{found[name]:.0f}" for name in ("first", "again", "strange"))
    return (found["address"], *figures, found["guard"] or "-", goal)


def ask(client: Any, address: str) -> tuple[float, Any]:
    """Milliseconds of the processor until the last byte, and the answer."""
    began = time.process_time()
    answer = client.get(address)
    if answer.streaming:
        for _part in answer.streaming_content:
            pass
    return (time.process_time() - began) * 1000, answer


def measure(client: Any, address: str) -> dict[str, Any]:
    first, answer = ask(client, address)
    again, second = ask(client, address)
    strange, third = ask(client, address + ("&" if "?" in address else "?") + "strange=1")
    is_kept = all(getattr(one, "is_from_shelf", False) for one in (second, third))
    guard = "kept" if is_kept else "limited" if is_limited(client, address) else ""
    found = {"address": address, "first": first, "again": again, "strange": strange, "guard": guard}
    return found if answer.status_code == 200 else found | {"guard": f"answered {answer.status_code}"}


def is_limited(client: Any, address: str) -> bool:
    """Only what is dear or a file is asked that often."""
    if "export" not in address and "/api/" not in address:
        return False
    return any(client.head(address).status_code == 429 for _ in range(TRIES if "v1" not in address else 130))


def child() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    django.setup()
    from django.test import Client
    from django.utils import timezone

    from handschlag.accounts.models import Tally
    from handschlag.site.warm_up import warm_up

    warm_up(now=timezone.now())
    client = Client(raise_request_exception=False, headers={"host": "localhost", "accept-encoding": "gzip"})
    for address in ADDRESSES:
        print(json.dumps(measure(client, address)), flush=True)
        Tally.objects.all().delete()


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        child()
    else:
        table, missed = costs(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "out" / "demo")
        print(aligned(HEAD, table))
        sys.exit(bool(missed))
