"""Runs one task in a fresh child process, and ends it from outside when its time is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.child import READY
from benchmarks.task import Measurement, Task

ROOT = Path(__file__).resolve().parent.parent
GRACE_FACTOR, GRACE_SECONDS = 1.25, 10.0
START_SECONDS = 600.0
SELF_LIMITED = ("treffen", "HiGHS, slot model", "CP-SAT, slot model")


def child_environment() -> dict[str, str]:
    """What a process of its own needs to find this project, whose bytecode is kept as if installed."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def measured(task: Task) -> Measurement:
    """The measurement of a task, whatever happens to its process.

    Who keeps the time limit itself is given a quarter and ten seconds more before it is ended;
    who cannot is ended at the limit. Building or reading the instance does not count; it may
    take ten minutes.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(),
        cwd=Path.cwd(),
        start_new_session=True,
    )
    watch = _Watch(child, task)
    try:
        lines, errors = watch.read()
    finally:
        _end(child)
    if watch.is_late:
        return Measurement(task=task, status="time out", seconds=watch.seconds())
    last = lines[-1] if lines else ""
    if child.returncode or not last.startswith("{"):
        return Measurement(task=task, status="failed", note=(errors.strip().splitlines() or ["?"])[-1])
    return Measurement.from_text(last)


class _Watch:
    """Reads a child's output, and starts its clock when it says that it is ready."""

    def __init__(self, child: subprocess.Popen[str], task: Task) -> None:
        self._child = child
        self._task = task
        self._begin: float | None = None
        self._errors: list[str] = []
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self.is_late = False

    def _read_errors(self) -> None:
        assert self._child.stderr is not None
        self._errors += list(self._child.stderr)

    def seconds(self) -> float | None:
        """Since the child was ready."""
        return None if self._begin is None else time.monotonic() - self._begin

    def read(self) -> tuple[list[str], str]:
        """All lines of output but the first, and the errors."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._reader.start()
        self._child.stdin.write(self._task.to_text())
        self._child.stdin.close()
        lines = []
        timer = self._timer(START_SECONDS)
        for line in self._child.stdout:
            if line.strip() == READY:
                self._begin = time.monotonic()
                timer.cancel()
                timer = self._timer(self._limit())
            else:
                lines.append(line.strip())
        self._child.wait()
        timer.cancel()
        self._reader.join()
        return lines, "".join(self._errors)

    def _limit(self) -> float:
        seconds = self._task.seconds
        if seconds is None:
            return threading.TIMEOUT_MAX
        is_kept_inside = self._task.contestant in SELF_LIMITED
        return GRACE_FACTOR * seconds + GRACE_SECONDS if is_kept_inside else seconds

    def _timer(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._late)
        timer.daemon = True
        timer.start()
        return timer

    def _late(self) -> None:
        self.is_late = True
        _end(self._child)


def _end(child: subprocess.Popen[str]) -> None:
    """End a child and everything it started; it has a session of its own."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
