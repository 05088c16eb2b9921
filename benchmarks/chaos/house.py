"""The platform as processes of its own, and all the ways in which they are struck."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.chaos.postgresql import Postgresql
from benchmarks.chaos.processes import children_of
from benchmarks.web.server import ROOT, free_port

CHUNK = b"\0" * 1024 * 1024


class House:
    """Web server, worker and mail server; `mend` starts whatever is gone, as systemd would."""

    def __init__(
        self, *, disk: Path, beside: Path, database: Postgresql | None, may_fill: bool, seed: int
    ) -> None:
        self.disk, self.beside, self.database = disk, beside, database
        self.web_port, self.mail_port = free_port(), free_port()
        self.letters = beside / "letters"
        self.chance = random.Random(seed)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.away_until: dict[str, float] = {}
        self.may_fill = may_fill
        self.most_seconds = 0.0
        self.environment: dict[str, str] = {}

    def commands(self) -> dict[str, list[str]]:
        return {
            "mail": ["benchmarks.chaos.sink", str(self.mail_port), str(self.letters)],
            "web": ["gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi"],
            "worker": ["django", "work"],
        }

    def mend(self) -> None:
        """What is gone is started again; what is away on purpose when its time is over."""
        now = time.monotonic()
        if self.database and not self.database.is_there() and now >= self.away_until.get("database", 0):
            self.database.start()
        for name, command in self.commands().items():
            process = self.processes.get(name)
            is_gone = process is None or process.poll() is not None
            if is_gone and now >= self.away_until.get(name, 0):
                self.away_until[name] = now + 1  # no faster than a minder would
                with (self.beside / f"{name}.log").open("ab") as log:
                    self.processes[name] = subprocess.Popen(
                        [sys.executable, "-m", *command],
                        cwd=ROOT,
                        env=self.environment,
                        stdout=log,
                        stderr=log,
                    )

    def blows(self) -> dict[str, Callable[[], None]]:
        """Everything that may happen, by its name."""
        found: dict[str, Callable[[], None]] = {
            "worker killed": lambda: self._kill("worker"),
            "process of a job killed": lambda: self._kill_child_of("worker"),
            "web process killed": lambda: self._kill_child_of("web"),
            "web server killed": lambda: self._kill("web"),
            "mail server killed": lambda: self._kill("mail", away=self.chance.uniform(0.5, 5)),
        }
        if self.database:
            found |= {
                "database stopped, fast": lambda: self._stop("fast"),
                "database stopped, immediate": lambda: self._stop("immediate"),
                "process of the database killed": self._kill_of_the_database,
            }
        if self.may_fill:
            found["disk full"] = self._fill
        return found

    def draw(self) -> str:
        """The name of the next, by chance."""
        names = sorted(self.blows())
        # Whoever kills the whole server has to wait longest until there is something to strike again.
        weights = [1 if name == "web server killed" else 3 for name in names]
        return self.chance.choices(names, weights)[0]

    def strike(self) -> str:
        """It happens; its name."""
        name = self.draw()
        self.blows()[name]()
        return name

    def end(self) -> None:
        for process in self.processes.values():
            for pid in (*children_of(process.pid), process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        if self.database:
            self.database.stop("immediate")

    def _kill(self, name: str, *, away: float = 0.0) -> None:
        self.processes[name].kill()
        self.processes[name].wait()
        self.away_until[name] = time.monotonic() + away

    def _kill_child_of(self, name: str) -> None:
        if found := children_of(self.processes[name].pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.chance.choice(found), signal.SIGKILL)

    def _stop(self, how: str) -> None:
        assert self.database
        self.database.stop(how)
        self.away_until["database"] = time.monotonic() + self.chance.uniform(0, 2)

    def _kill_of_the_database(self) -> None:
        assert self.database
        self.database.kill_a_process(self.chance.randrange(100))

    def _fill(self) -> None:
        """Until not a byte more goes onto it; for a few seconds."""
        filler = self.disk / "filler"
        try:
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(CHUNK):
                    pass
            time.sleep(self.chance.uniform(1, 4))
        finally:
            filler.unlink(missing_ok=True)
