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
    speaks past all buffers. The same signal right after the first, before anybody was told of
    it (`is_told`), is the first once more.
    """

    def __init__(
        self,
        ask: Callable[[], None],
        *,
        last_words: str,
        clock: Callable[[], float] = time.monotonic,
        end: Callable[[int], object] = os._exit,  # not sys.exit: native code would keep the process alive
    ) -> None:
        self._ask = ask
        self._last_words = last_words
        self._clock = clock
        self._end = end
        self._before: dict[int, Any] = {}
        self._first, self._asked_at = 0, 0.0
        self.is_asked = self.is_told = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._hear) for number in HEARD}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if not self.is_asked:
            self._first, self._asked_at, self.is_asked = number, self._clock(), True
            self._ask()
            return
        if number == self._first and not self.is_told and self._clock() < self._asked_at + REPEATED:
            return
        with suppress(AttributeError, OSError, ValueError):  # a closed stream is None
            os.write(sys.stderr.fileno(), f"\n{self._last_words}\n".encode(errors="replace"))
        self._end(Exit.ABORTED)
