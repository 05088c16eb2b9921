"""The solver in another process: killed when it is time to stop, however deep in thought."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import pysolvers

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability.worker import read_message, write_message

WORKER = Path(__file__).with_name("worker.py")
WAIT = 0.05  # seconds between looks at the stop
Answer = tuple[int, list[int]]


class Remote:
    """One process with one solver. Raises OSError where no process can be started."""

    def __init__(self, options: Mapping[str, int]) -> None:
        # A session of its own keeps Ctrl-C from it: the parent decides what happens then.
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own file
            [sys.executable or "", "-P", "-S", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._options = dict(options)
        self._answers: queue.Queue[Answer | None] = queue.Queue()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked = self._process.stdin
        write_message(self._asked, str(Path(pysolvers.__file__).parent))
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()

    def ask(
        self, clauses: Sequence[list[int]], assumptions: Sequence[int], *, conflicts: int, stop: Stop
    ) -> Answer | None:
        """Add clauses and solve; (0, []) where the conflicts did not suffice; None if stopped or lost."""
        try:
            write_message(self._asked, self._options, list(clauses), list(assumptions), conflicts)
            self._asked.flush()
        except OSError:
            return None
        self._options = {}
        while not stop.is_reached():
            try:
                return self._answers.get(timeout=stop.remaining(WAIT))
            except queue.Empty:
                continue
        return None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except OSError:
        return  # what was still to be written has no reader any more


def _listen(answers: IO[bytes], into: queue.Queue[Answer | None]) -> None:
    """Pass on what the process says, and None when it says no more."""
    while True:
        try:
            into.put(read_message(answers))
        except (EOFError, OSError, TypeError, ValueError):  # the last two: it ended within an answer
            into.put(None)
            return
