"""Signals: the first asks for an orderly stop, the second ends the process at once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Self

from treffen.cli.exits import Exit

HEARD = (signal.SIGINT, signal.SIGTERM)
REPEATED = 0.2  # seconds: `timeout` and shells send one signal to a process and again to its group


class StopOnSignal:
    """While this context lasts, the first SIGINT or SIGTERM calls `ask`; the second exits with 130.

    A handler runs only in the main thread, between two steps of Python: work that must be
    interruptible belongs into another thread. And it may come in the middle of a write, so it
    must not print through the same stream: `ask` only leaves word, and the second signal
    speaks past all buffers. What comes right after the first, before anybody was told of it
    (`is_told`), is the first once more.
    """

    def __init__(self, ask: Callable[[], None], *, last_words: str) -> None:
        self._ask = ask
        self._last_words = last_words
        self._before: dict[int, Any] = {}
        self._asked_at = 0.0
        self.is_asked = self.is_told = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._hear) for number in HEARD}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if not self.is_asked:
            self._asked_at, self.is_asked = time.monotonic(), True
            self._ask()
            return
        if not self.is_told and time.monotonic() < self._asked_at + REPEATED:
            return
        with suppress(OSError, ValueError):
            os.write(sys.stderr.fileno(), f"\n{self._last_words}\n".encode(errors="replace"))
        # Not sys.exit: a solver deep in native code would keep the process alive.
        os._exit(Exit.ABORTED)
