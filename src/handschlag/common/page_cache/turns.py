"""Who asks for a page that somebody else is making waits for it: two that make it cost both of them more."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Hashable, Iterator
from typing import Final

PATIENCE: Final = 2.0  # seconds; whoever has waited so long makes it for themselves
MOST_IN_VAIN: Final = 10_000


class Turns:
    """What the threads of this process are making just now."""

    def __init__(self) -> None:
        self._ends: dict[Hashable, threading.Event] = {}
        self._in_vain: set[int] = set()  # of keys, their hashes alone
        self._lock = threading.Lock()

    def is_in_vain(self, key: Hashable) -> bool:
        """Whether what was made last under this key was not kept: nobody needs to wait for it."""
        return hash(key) in self._in_vain

    def remember(self, key: Hashable, *, is_in_vain: bool) -> None:
        """What became of it; all is forgotten where it is too much."""
        with self._lock:
            if not is_in_vain:
                self._in_vain.discard(hash(key))
            elif len(self._in_vain) < MOST_IN_VAIN:
                self._in_vain.add(hash(key))
            else:
                self._in_vain = {hash(key)}

    @contextlib.contextmanager
    def turn(self, key: Hashable) -> Iterator[bool]:
        """Whether somebody else was making it until now. Those who have waited go on all at once."""
        with self._lock:
            others = self._ends.get(key)
            own = None if others else self._ends.setdefault(key, threading.Event())
        if others:
            others.wait(PATIENCE)
        try:
            yield others is not None
        finally:
            if own:
                with self._lock:
                    del self._ends[key]
                own.set()
