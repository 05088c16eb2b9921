"""Signals: the first asks for an orderly stop, the second ends the process at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, Self

from treffen.cli.exits import Exit

HEARD = (signal.SIGINT, signal.SIGTERM)


class StopOnSignal:
    """While this context lasts, the first SIGINT or SIGTERM calls `ask`; the second exits with 130.

    A handler runs only in the main thread, between two steps of Python: work that must be
    interruptible belongs into another thread. And it may come in the middle of a write, so it
    must not print through the same stream: `ask` only leaves word, and the second signal
    speaks past all buffers.
    """

    def __init__(self, ask: Callable[[], None], *, last_words: str) -> None:
        self._ask = ask
        self._last_words = last_words
        self._before: dict[int, Any] = {}
        self.is_asked = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._hear) for number in HEARD}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if not self.is_asked:
            self.is_asked = True
            self._ask()
            return
        with suppress(OSError, ValueError):
            os.write(sys.stderr.fileno(), f"\n{self._last_words}\n".encode(errors="replace"))
        # Not sys.exit: a solver deep in native code would keep the process alive.
        os._exit(Exit.ABORTED)
