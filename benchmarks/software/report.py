"""Measures comparable pages of other software for events beside ours, for one visitor."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.software.peers import FOLDER, PEERS, NotMeasured, redis, served
from benchmarks.tables import Row, aligned
from benchmarks.web.asking import Answer, Reader
from benchmarks.web.report import percentile
from benchmarks.web.server import ROOT
from benchmarks.web.server import served as our_server

ROUNDS, FIRST = 60, 5
HEAD: Row = ("page", "program", "p50 ms", "p95 ms", "kB", "answers")
ABOUT = (
    "One visitor who asks for one page after another over one connection, without a cookie; two processes of "
    "four threads each, SQLite, on one machine. Milliseconds are those that the visitor waits. Ours twice: "
    "made anew for each visitor, and kept as it is by default. A programme of 200 sessions, 100 speakers "
    "and ten rooms; pretalx has an address of its own for visitors without scripts."
)
OURS = "Handschlag, made anew"
KEPT = "Handschlag, kept"


def report(*, is_kept: bool) -> int:
    """Print the table; 1 where somebody could not be measured or is ahead of a page of ours made anew."""
    host = machine()
    found: dict[tuple[str, str], list[Answer]] = {}
    troubles = list(measure_peers(found))
    measure_ours(found)
    rows = [row_of(page, program, answers) for (page, program), answers in sorted(found.items())]
    behind = list(pages_behind(found))
    sentences = [ABOUT, *troubles, *behind]
    print(f"\npeers: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    print("\n".join(["", *sentences]))
    if is_kept:
        write_table("peers", (HEAD, rows), host, kept={"head": HEAD, "rows": rows}, sentences=sentences)
    return int(bool(troubles or behind))


def measure_peers(found: dict[tuple[str, str], list[Answer]]) -> Iterator[str]:
    """Fills in what each peer answered; yields what could not be measured."""
    for peer in PEERS:
        try:
            with redis() as redis_port, served(peer, redis_port=redis_port) as port:
                for page, path in peer.pages.items():
                    found[page, f"{peer.name} {peer.version}"] = asked(port, path)
        except NotMeasured as trouble:
            yield f"NOT MEASURED: {peer.name} {peer.version}: {trouble}"


def measure_ours(found: dict[tuple[str, str], list[Answer]]) -> None:
    """The same pages of ours, with and without what is kept."""
    data = FOLDER / "data-handschlag"
    for program, keeps_pages in ((OURS, False), (KEPT, True)):
        with our_server(data=data, is_full=False, keeps_pages=keeps_pages) as server:
            for page, path in our_pages(str(data)).items():
                found[page, program] = asked(server.port, path)


def our_pages(data: str) -> Mapping[str, str]:
    """Fills the demo, unless that is done."""
    environment = {**os.environ, "HANDSCHLAG_MODE": "demo", "HANDSCHLAG_DATA": data}
    command = [sys.executable, "-m", "benchmarks.software.our_world"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    event = f"/en/events/{done.stdout.splitlines()[-1]}/"
    programme = f"{event}programme/"
    return {
        "list of events": "/en/events/",
        "event": event,
        "programme of 200 sessions": programme,
        "programme of 200 sessions, without scripts": programme,
    }


def asked(port: int, path: str) -> list[Answer]:
    """Warm, as on a server that runs: the first answers do not count."""
    reader = Reader("localhost", port)
    answers = [reader.get(path, path, Accept="text/html") for _ in range(FIRST + ROUNDS)]
    reader.close()
    return answers[FIRST:]


def row_of(page: str, program: str, answers: Sequence[Answer]) -> Row:
    waits = [answer.wait for answer in answers]
    failed = sum(answer.is_failure for answer in answers)
    return (
        page,
        program,
        *(f"{percentile(waits, share):.1f}" for share in (50, 95)),
        f"{answers[-1].size / 1000:.1f}",
        f"{failed} of {len(answers)} FAILED ({answers[-1].status})" if failed else str(len(answers)),
    )


def pages_behind(found: Mapping[tuple[str, str], Sequence[Answer]]) -> Iterator[str]:
    """Where a peer's page comes sooner than ours made anew."""
    for (page, program), answers in found.items():
        if program in {OURS, KEPT}:
            continue
        theirs, ours = (
            percentile([answer.wait for answer in some], 50) for some in (answers, found[page, OURS])
        )
        if theirs < ours:
            yield f"BEHIND: {page}: {program} {theirs:.1f} ms, ours {ours:.1f} ms."
