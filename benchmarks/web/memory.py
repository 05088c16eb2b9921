"""What the web server keeps in memory after its start and after a walk of 208 pages, and what a start costs.

Memory that several processes share counts once (`Pss`). Kept pages lie in files in memory, not in a process:
they are counted apart.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.load import servers
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from benchmarks.web.pages import addresses
from benchmarks.web.report import ask, existing
from benchmarks.web.server import Server, served

HEAD: Row = ("when", "requests", "failed", "memory MB", "own MB", "kept pages MB", "goal MB", "kept?")
MOST_MB, MOST_START = 420.0, 1.5
ROUNDS = 16  # of thirteen kinds of pages
SENTENCE = (
    "100 invented and 108 real networks, 13,000 memberships; all processes of the web server of "
    "`run.py demo`, the worker not. Memory that processes share counts once. `own` is without what is read "
    "from files (code of libraries, the database), which the system gives away when it needs room. Kept "
    "pages lie in files in memory and count apart."
)


def report(*, is_kept: bool) -> int:
    """Print the table and what the start costs; 1 if a goal was missed."""
    host = machine()
    with served() as server:
        web = web_server_of(server.pid)
        started = servers.work_of(web)
        rows = [row_of("after its start", web, ()), *walk(server, web)]
    verdict = "kept" if started <= MOST_START else "MISSED"
    sentences = [SENTENCE, f"Start: {started:.2f} CPU s of all processes, at most {MOST_START}: {verdict}."]
    print(f"\nmemory: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print("\n".join(["", *sentences]))
    if is_kept:
        kept = {"head": HEAD, "rows": rows, "sentences": sentences}
        write_table("memory", (HEAD, rows), host, kept=kept, sentences=sentences)
    return int(any("MISSED" in text for text in (*sentences, *(row[-1] for row in rows))))


def walk(server: Server, web: int) -> list[Row]:
    """Once and again: what grows with every page would grow twice."""
    found = existing(server, addresses(server.database))
    return [row_of(name, web, _ways(server, found)) for name in ("after a walk", "after a second one")]


def _ways(server: Server, found: Mapping[str, Sequence[str]]) -> list[int]:
    """What came back, on a connection of its own for every two rounds, so that each process gets some."""
    statuses: list[int] = []
    for first in range(0, ROUNDS, 2):
        there = {
            kind: [paths[(first + more) % len(paths)] for more in (0, 1)] for kind, paths in found.items()
        }
        statuses += [one.status for one in ask(server, what="in turn", found=there, rounds=2)]
    return statuses


def row_of(name: str, web: int, answers: Sequence[int]) -> Row:
    used, own = servers.memory_of(web), servers.memory_of(web, kind="Pss_Anon")
    failed = sum(status != 200 for status in answers)
    verdict = "kept" if used <= MOST_MB and not failed else "MISSED"
    kept = kept_pages(web)
    return (
        name,
        str(len(answers)),
        str(failed),
        f"{used:.0f}",
        f"{own:.0f}",
        f"{kept:.1f}",
        f"{MOST_MB:.0f}",
        verdict,
    )


def web_server_of(pid: int) -> int:
    """The process of the demo that minds those who answer."""
    for one in servers.family(pid):
        with contextlib.suppress(OSError):
            if b"handschlag.site.wsgi" in Path(f"/proc/{one}/cmdline").read_bytes():
                return one
    raise RuntimeError("The web server was not found.")


def kept_pages(web: int) -> float:
    """Megabytes of the files in memory that belong to this server, by the blocks that they take."""
    folders = Path("/dev/shm").glob(f"handschlag-pages-{web}-*")
    return sum(file.stat().st_blocks * 512 for one in folders for file in one.rglob("*")) / 1_048_576
