"""Web server and worker as an operator runs them, and what they cost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.server import ROOT, free_port

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 300.0  # seconds until it has to be ready
CALM = 12.0  # seconds without a job that is due: longer than until the worker looks around again


@dataclass(slots=True)
class Running:
    """Where it listens, its processes, and how long it took until it said that it is ready, each time."""

    port: int
    web: int
    worker: int
    seconds: float
    again: Callable[[], float]
    again_seconds: float = 0.0

    def restart(self) -> None:
        """The web server ends in order, and the same one starts."""
        self.again_seconds = self.again()


@contextlib.contextmanager
def running(data: Path) -> Iterator[Running]:
    """gunicorn with two processes and a worker on this process's database, until the end of the block.

    The worker has done what waits for its very first hour before the web server starts.
    """
    port = free_port()
    environment = _environment(port)
    server = ["gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi"]
    with (data / "load.log").open("ab") as log:
        processes: list[subprocess.Popen[bytes]] = []

        def start(command: list[str]) -> int:
            whole = [sys.executable, "-m", *command]
            processes.append(subprocess.Popen(whole, env=environment, stdout=log, stderr=log))
            return processes[-1].pid

        def start_web() -> float:
            began = time.monotonic()
            start(server)
            wait_until_ready(port, processes[-2:])
            return time.monotonic() - began

        def start_again() -> float:
            processes[-1].send_signal(signal.SIGTERM)
            processes[-1].wait(60)
            processes.pop()
            seconds = start_web()
            running.web = processes[-1].pid
            return seconds

        try:
            worker = start(["django", "work", "--patience", "3"])
            wait_until_idle()
            seconds = start_web()
            running = Running(port, processes[-1].pid, worker, seconds, start_again)
            yield running
        finally:
            for one in processes:
                one.send_signal(signal.SIGTERM)
            for one in processes:
                one.wait(60)


def _environment(port: int) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        "HANDSCHLAG_BIND": f"127.0.0.1:{port}",
        "HANDSCHLAG_KEPT_PAGES_MB": "32",
        "HANDSCHLAG_LOG": "json",
    }


def wait_until_idle() -> None:
    """No job is due, and none came for as long as it takes until the worker looks around again."""
    from django.db import connections
    from django.utils import timezone

    from handschlag.common.models import Job, JobState, Worker

    latest, calm_since = time.monotonic() + PATIENCE, 0.0
    while time.monotonic() < latest:
        now = timezone.now()
        waits = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now) | Job.objects.filter(
            state=JobState.RUNNING
        )
        is_calm = Worker.objects.exists() and not waits.exists()
        calm_since = (calm_since or time.monotonic()) if is_calm else 0.0
        if calm_since and time.monotonic() - calm_since >= CALM:
            connections.close_all()
            return
        time.sleep(0.5)
    raise RuntimeError("The worker has not done what waited; see load.log in its data folder.")


def wait_until_ready(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest and all(one.poll() is None for one in processes):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=30),
        ):
            return
        time.sleep(0.05)
    raise RuntimeError("The server did not become ready; see load.log in its data folder.")


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def work_of(pid: int) -> float:
    """CPU seconds of the family so far, those of children that have ended included."""
    seconds = 0.0
    for one in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(int(ticks) for ticks in fields[11:15]) / TICKS
    return seconds


def memory_of(pid: int, *, kind: str = "Pss") -> float:
    """Megabytes; what several processes share counts once. `Pss_Anon` is without what lies in files."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
    return total / 1024
