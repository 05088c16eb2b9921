"""The process that does a job, so that a cancel, a crash and its memory stay with it.

It is started ahead and waits for a line on its standard input: which job, which attempt. A line "cancel"
asks for an end. When the input closes, the worker has died, or needs this process no longer; it ends at
once, so that nobody works on a job whose lease another may take. Progress goes to standard output, a line
each: the worker writes it, because a transaction of the handler would hide it here, or block. An empty line
says that it is ready: at the beginning, and after each job.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TextIO, cast

from django.db import connections

from handschlag.common.clocks.database_time import database_now
from handschlag.common.jobs import queue, registry
from handschlag.common.jobs.inline import perform
from handschlag.common.jobs.run import Progress
from handschlag.common.operations.logs import Spoken
from handschlag.common.web.requests import request_id_is

CANCEL, WORKER_DIED = "cancel", 75
REPORTS_APART = 0.2  # seconds
NICER_BY = 5  # not more: for the rows that a job holds those wait whose pages are to come first


def _make_room_for_others() -> None:
    """Pages are served first, and the kernel takes the job, not the worker, when memory runs out."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICER_BY)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")


def watch(orders: IO[str], wanted: SimpleQueue[dict[str, int]], stop: threading.Event) -> None:
    """Listens to the worker for as long as it lives."""
    for line in orders:
        if line.strip() == CANCEL:
            stop.set()
        elif line.strip():
            stop.clear()  # whatever was to end is over
            wanted.put(json.loads(line))
    os._exit(WORKER_DIED)


def do(job_id: int, attempt: int, *, answers: IO[str], stop: threading.Event) -> None:
    """The job, if it is still this attempt's."""
    said_at, said_phase = 0.0, ""

    def report(progress: Progress) -> None:
        nonlocal said_at, said_phase
        if progress.phase != said_phase or time.monotonic() - said_at >= REPORTS_APART:
            said_at, said_phase = time.monotonic(), progress.phase
            answers.write(json.dumps(asdict(progress)) + "\n")
            answers.flush()

    job = queue.held(job_id=job_id, attempt=attempt).first()
    if job is not None:
        with request_id_is(job.request_id):
            perform(job, report=report, is_cancelled=stop.is_set, clock=database_now)


def main() -> None:
    """Does one job after another as the worker asks; an empty line says that it is ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the worker decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a handler prints belongs to the log
    sys.stdout = cast(TextIO, Spoken())
    _make_room_for_others()
    registry.load()
    registry.warm()
    wanted, stop = SimpleQueue[dict[str, int]](), threading.Event()
    threading.Thread(target=watch, args=(sys.stdin, wanted, stop), daemon=True).start()
    while True:
        connections.close_all()
        answers.write("\n")
        answers.flush()
        do(**wanted.get(), answers=answers, stop=stop)
