"""How long, how wide, and how to stop in an orderly way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treffen.problem import Goal

MOST_THREADS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` of monotonic time in all (None: until proved), and `seed`.

    `work` ends the search by what it looked at instead: ways to hold a meeting that exact re-timings
    chose from, each time anew, and options that slots were filled from. With it, and no `seconds`, a seed
    gives the same result on every machine. `threads`, 1 to 16, search side by side where everybody's time is
    full; with such a limit of work, what they find depends on their number, not on their speed.
    """

    seconds: float | None = None
    work: int | None = None
    seed: int = 0
    threads: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.threads <= MOST_THREADS:
            raise ValueError(f"threads is {self.threads}; it must be from 1 to {MOST_THREADS}")


class Stop:
    """Answers "must I stop?". Holds a monotonic timer; `request` may be called by any thread or signal.

    `within` gives a stop that ends sooner, or with this one.
    """

    def __init__(self, seconds: float | None = None, *, parent: Stop | None = None) -> None:
        self._begin = time.monotonic()
        self._deadline = None if seconds is None else self._begin + seconds
        self._asked = threading.Event()
        self._parent = parent

    def within(self, seconds: float | None) -> Stop:
        """A stop that is reached after `seconds` from now, or when this one is."""
        return Stop(seconds, parent=self)

    def request(self) -> None:
        """Ask for a stop at the next opportunity."""
        self._asked.set()

    @property
    def is_requested(self) -> bool:
        """Whether somebody asked (as opposed to time having run out)."""
        return self._asked.is_set() or (self._parent is not None and self._parent.is_requested)

    def is_reached(self) -> bool:
        """Whether to stop now."""
        return self.remaining(1.0) <= 0.0

    def elapsed(self) -> float:
        """Seconds since this timer began."""
        return time.monotonic() - self._begin

    def remaining(self, at_most: float = float("inf")) -> float:
        """Seconds left, never more than `at_most`, never negative; 0 once asked."""
        if self._asked.is_set():
            return 0.0
        if self._deadline is not None:
            at_most = max(0.0, min(at_most, self._deadline - time.monotonic()))
        return at_most if self._parent is None else self._parent.remaining(at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A report from the middle of work: phase in one word, goal, and what is known of it."""

    phase: str
    goal: Goal
    value: int | None
    bound: int | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound, 0 when they meet, None while one is unknown."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value) / max(1, abs(self.bound))


OnProgress = Callable[[Progress], None]
