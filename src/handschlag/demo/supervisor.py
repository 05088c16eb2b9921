"""Runs a few programs as one: on free ports, with static files collected, each stopped in the end."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

HOST, FIRST, TRIES = "127.0.0.1", 8000, 50


class PortTaken(Exception):
    """Somebody listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Choose another one with --port, or none.")
        self.port = port


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that has just ended does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one where none was wanted."""
    candidates = [wanted] if wanted is not None else range(FIRST, FIRST + TRIES)
    for port in candidates:
        if is_free(port):
            return port
    raise PortTaken(candidates[0])


def collect_if_changed() -> bool:
    """Whether anything had to be done."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    digest = _digest_of_sources()
    if stamp.is_file() and stamp.read_text("utf-8") == digest:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest, "utf-8")
    return True


def _digest_of_sources() -> str:
    """A name for the state of all files: their paths, sizes and times."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            found.update(f"{name}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return found.hexdigest()


TICK, LONGEST_START = 0.2, 180.0
LAST_LINES = 20


class Failed(Exception):
    """A program ended that should have run; the message names it, with the last lines of its log."""


def _answers(address: str) -> bool:
    """Whether the web server at an address of this machine says that all is well."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - always http, always here
            return True
    except OSError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What is started."""

    name: str
    command: Sequence[str]


@dataclass
class Supervisor:
    """Programs that live and end together.

    Each is the leader of a session of its own: Ctrl-C in a terminal reaches the supervisor alone, which
    ends them in order, and a program's own children cannot outlive it.
    """

    programs: Sequence[Program]
    environment: Mapping[str, str]
    log: Path
    patience: float = 8.0
    running: list[tuple[Program, subprocess.Popen[bytes]]] = field(default_factory=list)
    told_to_end: threading.Event = field(default_factory=threading.Event)

    def run(self, *, ready_at: str, when_ready: Callable[[], None]) -> None:
        """Until SIGINT or SIGTERM; raises `Failed` where a program ends by itself or never answers."""
        before = {one: signal.signal(one, self._end) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            with self.log.open("ab") as log:
                self._start(log)
                if self._is_ready(ready_at):
                    when_ready()
                while not self.told_to_end.wait(TICK):
                    self._look_after()
        finally:
            self._stop()
            for one, handler in before.items():
                signal.signal(one, handler)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.told_to_end.set()

    def _start(self, log: IO[bytes]) -> None:
        for program in self.programs:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                program.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.running.append((program, process))

    def _is_ready(self, address: str) -> bool:
        """Whether they answer; False where somebody ended it before."""
        latest = time.monotonic() + LONGEST_START
        while not self.told_to_end.wait(TICK):
            self._look_after()
            if _answers(address):
                return True
            if time.monotonic() > latest:
                raise Failed(self._report("It does not answer."))
        return False

    def _look_after(self) -> None:
        for program, process in self.running:
            if process.poll() is not None:
                raise Failed(self._report(f"The {program.name} has ended ({process.returncode})."))

    def _report(self, what: str) -> str:
        lines = self.log.read_text("utf-8", "replace").splitlines()[-LAST_LINES:]
        return "\n".join([what, *lines, f"The log: {self.log}"])

    def _stop(self) -> None:
        """Ask all, wait for all, then end whatever is left of them."""
        for _, process in self.running:
            if process.poll() is None:
                process.terminate()
        latest = time.monotonic() + self.patience
        for _, process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, latest - time.monotonic()))
        for _, process in self.running:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()
