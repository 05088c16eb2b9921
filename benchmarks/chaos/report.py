"""Strikes at random while people are at work, and looks up afterwards whatever they were told."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.chaos import books, world
from benchmarks.chaos.crowd import ENDINGS, Crowd
from benchmarks.chaos.house import House
from benchmarks.chaos.page import write_page
from benchmarks.chaos.postgresql import Postgresql
from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

KILLS, SEED = 200, 7
CALM, PATIENCE = 2, 150.0  # acknowledged deeds between two blows; seconds that they are waited for
MOST_SECONDS = 7_200.0
DISK = "300m"
HEAD: Row = ("what", "tried", "acknowledged", "refused", "broken off", "lost or doubled")
NAMES = {
    "code": "code to sign in",
    "yes": "yes to a meeting",
    "logo": "logo uploaded",
    "print": "print pack, by a job",
}
ABOUT = (
    "Web server with two processes, worker, mail server and database are processes of their own on one "
    "machine. While people ask for codes, say yes to meetings, upload logos and ask for print packs, one "
    "thing after the other is struck, by chance: kill -9 of the worker, of a job's process, of a web "
    "process, of the whole web server, of the mail server (which stays away for up to five seconds); "
    "PostgreSQL is stopped fast and at once, or one of its processes is killed; the disk is filled to the "
    "last byte for some seconds. Acknowledged is what somebody was told. Afterwards each acknowledged thing "
    "is looked up: the letter with the mail server, the yes, the picture that was uploaded last, the end of "
    "each job; every letter that was written has arrived, none in two versions; each yes stands in the audit "
    "trail once; every table can be read to its end."
)


def report(
    *,
    kills: int,
    kind: str,
    is_kept: bool,
    seconds: float | None = None,
    size: world.answers.Size = world.SIZE,
) -> int:
    """Print the table; 1 if anything was lost or doubled, 77 where there is no PostgreSQL."""
    with contextlib.ExitStack() as stack:
        beside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handschlag-chaos-")))
        disk, may_fill = stack.enter_context(small_disk(beside))
        database = None
        if kind == "postgresql":
            from tests.with_postgresql import MISSING, find_programs

            programs = find_programs()
            if programs is None:
                print("NOT MEASURED: there is no PostgreSQL on this machine.", file=sys.stderr)
                return MISSING
            database = Postgresql(disk / "postgresql", programs)
        house = House(disk=disk, beside=beside, database=database, may_fill=may_fill, seed=SEED)
        stack.callback(house.end)
        house.most_seconds = seconds or MOST_SECONDS
        return _measured(house, kills=kills, kind=kind, is_kept=is_kept, size=size)


@contextlib.contextmanager
def small_disk(beside: Path) -> Iterator[tuple[Path, bool]]:
    """A disk in memory that can be filled; without the rights for one a folder that is never full."""
    disk = beside / "disk"
    disk.mkdir()
    beside.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, check=False) if os.geteuid() == 0 else None
    may_fill = done is not None and done.returncode == 0
    if not may_fill:
        print("NOT TRIED: the full disk, which needs the right to mount one.", file=sys.stderr)
    try:
        yield disk, may_fill
    finally:
        if may_fill:
            subprocess.run(["umount", "-l", str(disk)], check=False)


def _measured(house: House, *, kills: int, kind: str, is_kept: bool, size: world.answers.Size) -> int:
    tables = None
    if kind == "sqlite":
        from tests.databases import with_all_tables

        tables = with_all_tables()
    world.set_up(house, tables=tables)
    scene = world.fill(size)
    from django.db import connections

    connections.close_all()
    crowd = Crowd(scene, port=house.web_port)
    began = time.monotonic()
    house.mend()
    wait(house, crowd, more=0, seconds=PATIENCE)
    crowd.begin()
    struck = storm(house, crowd, kills=kills)
    crowd.end()
    seconds = time.monotonic() - began
    books.settle(house.mend, seconds=600)
    faults = books.faults_in(crowd.deeds, house.letters)
    rows = rows_of(crowd, struck, faults, house.letters)
    host = machine()
    title = f"chaos-{kind}"
    blows = sum(struck.values())
    print(f"\n{title}: {host['processor']}, {host['cores']} cores; {blows} blows in {seconds:.0f} s\n")
    print(aligned(HEAD, rows))
    for line in [one for several in faults.values() for one in several][:30]:
        print(line)
    print(f"\n{ABOUT}")
    if is_kept:
        kept = {"head": HEAD, "rows": rows}
        write_table(title, (HEAD, rows), host, kept=kept, sentences=[ABOUT])
        print(f"written: {write_page(ABOUT)}")
    return int(any(faults.values()))


def storm(house: House, crowd: Crowd, *, kills: int) -> Counter[str]:
    """Blow after blow, each once people were served again; how often each fell."""
    struck: Counter[str] = Counter()
    until = time.monotonic() + house.most_seconds
    while sum(struck.values()) < kills and time.monotonic() < until:
        wait(house, crowd, more=CALM, seconds=PATIENCE)
        name = house.strike()
        struck[name] += 1
        print(
            f"{sum(struck.values())}: {name}, {crowd.acknowledged()} acknowledged",
            file=sys.stderr,
            flush=True,
        )
    wait(house, crowd, more=CALM, seconds=PATIENCE)
    return struck


def wait(house: House, crowd: Crowd, *, more: int, seconds: float) -> None:
    """Until so much more was acknowledged, a little by chance, and no longer than that."""
    before, until = crowd.acknowledged(), time.monotonic() + seconds
    while time.monotonic() < until:
        house.mend()
        time.sleep(0.1)
        is_served = bool(crowd.get("/health/live")) if not more else crowd.acknowledged() - before >= more
        if is_served:
            break
    time.sleep(house.chance.uniform(0, 0.7))


def rows_of(crowd: Crowd, struck: Counter[str], faults: dict[str, list[str]], letters: Path) -> list[Row]:
    """What was struck, what people did, and what the books say."""
    rows: list[Row] = [(name, str(number), "", "", "", "") for name, number in sorted(struck.items())]
    rows.append(("all blows", str(sum(struck.values())), "", "", "", ""))
    for kind, name in NAMES.items():
        ends = Counter(one.ending for one in crowd.deeds if one.kind == kind)
        numbers = (str(ends[one]) for one in ENDINGS)
        rows.append((name, str(sum(ends.values())), *numbers, str(len(faults[kind]))))
    number, again = books.repeated(letters)
    rows.append(
        (
            f"letters, {again} of them twice by one Message-ID",
            str(number),
            "",
            "",
            "",
            str(len(faults["letter"])),
        )
    )
    rows.append(("jobs that say they were killed too often", str(books.given_up()), "", "", "", ""))
    rows.append(("audit trail", "", "", "", "", str(len(faults["audit"]))))
    rows.append(("tables and pages of the database", "", "", "", "", str(len(faults["database"]))))
    return rows
