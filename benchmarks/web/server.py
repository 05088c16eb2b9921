"""The platform as it is demonstrated, at full size, in a folder of the benchmark's own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "out" / "bench"


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, its database, and the process that minds it and the worker."""

    port: int
    database: Path
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(*, data: Path = DATA, is_full: bool = True, keeps_pages: bool = True) -> Iterator[Server]:
    """Web server and worker of the demo, until the end of the block; every page made anew if none is kept."""
    port = free_port()
    command = [sys.executable, "manage.py", "demo", "--no-browser", "--port", str(port)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    kept.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # an installed platform does not compile its source at each start
    environment = {**kept, "HANDSCHLAG_MODE": "demo", "HANDSCHLAG_DATA": str(data)}
    if not keeps_pages:
        environment["HANDSCHLAG_KEPT_PAGES_MB"] = "0"
    process = subprocess.Popen(
        [*command, *(["--full"] if is_full else [])],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(process)
        yield Server(port, data / "handschlag.sqlite3", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(process: subprocess.Popen[str]) -> None:
    said = ""
    assert process.stdout is not None
    while "Stop with Ctrl-C" not in said:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"The demo did not start:\n{said}")
        said += line
