"""Signals: the first asks for an orderly stop, the second ends the process at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from treffen.cli.exits import Exit

HEARD = (signal.SIGINT, signal.SIGTERM)


class Listening:
    """While this context lasts, SIGINT and SIGTERM call `on_first` once, then `on_second` and exit.

    A handler runs only in the main thread, between two steps of Python: work that must be
    interruptible belongs into another thread.
    """

    def __init__(self, on_first: Callable[[], None], on_second: Callable[[], None]) -> None:
        self._on_first = on_first
        self._on_second = on_second
        self._is_asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._hear) for number in HEARD}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if not self._is_asked:
            self._is_asked = True
            self._on_first()
            return
        try:
            self._on_second()
        finally:
            # Not sys.exit: a solver deep in native code would keep the process alive.
            os._exit(Exit.ABORTED)
