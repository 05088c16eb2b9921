"""A process that does jobs, as its worker sees it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from handschlag.common.jobs import registry
from handschlag.common.jobs.child import CANCEL
from handschlag.common.models import Job

log = logging.getLogger(__name__)
SOURCES = str(Path(__file__).resolve().parents[3])
GRACE = 0.8  # seconds between asking a job to end and ending it
MOST_JOBS = 100  # of the platform's own, in one process
SOON = 5.0  # seconds


class ChildProcess:
    """A process that waits for a job, or does one."""

    def __init__(self) -> None:
        path = os.pathsep.join(part for part in (SOURCES, os.environ.get("PYTHONPATH", "")) if part)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "do_job"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.job: Job | None = None
        self.is_ready = False  # for a first job, or for the next
        self.jobs = 0
        self.progress: dict[str, Any] = {}
        self.started = self.asked_to_end = 0.0
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip():
                self.progress = json.loads(line)
            else:
                self.is_ready = True

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            log.warning("A child process is gone", extra={"pid": self.process.pid})

    def start(self, job: Job) -> None:
        self.job, self.started, self.is_ready = job, time.monotonic(), False
        self.jobs += 1
        self._say(json.dumps({"job_id": job.pk, "attempt": job.attempts}))

    def ask_to_end(self) -> None:
        if not self.asked_to_end:
            self.asked_to_end = time.monotonic()
            self._say(CANCEL)

    @property
    def is_overdue(self) -> bool:
        return bool(self.asked_to_end) and time.monotonic() - self.asked_to_end > GRACE

    @property
    def is_for_more(self) -> bool:
        """The small jobs of the platform itself share a process; what a person asked for has its own."""
        return self.job is not None and self.job.owner_id is None and self.jobs < MOST_JOBS

    def retire(self) -> None:
        """Without its input it ends by itself."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.close()

    @property
    def is_for_more_soon(self) -> bool:
        """One that has worked longer than a moment is not waited for."""
        return self.is_for_more and time.monotonic() - self.started < SOON

    @property
    def is_of_the_day(self) -> bool:
        return self.job is not None and self.job.kind in registry.kinds_of_the_day()

    @property
    def lease(self) -> dict[str, Any]:
        assert self.job is not None
        return {"job_id": self.job.pk, "attempt": self.job.attempts}

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        self.process.wait()
        self.listener.join(timeout=1)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
