"""One lock for each key, there only as long as somebody holds it or waits for it."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class _Turn:
    lock: Any = field(default_factory=threading.RLock)
    users: int = 0


class KeyedLock:
    """Threads of one process wait for one another only where they want the same key.

    A thread may take its key again, and no other one besides: so no two can wait for each other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[Hashable, _Turn] = {}
        self._mine = threading.local()

    def __len__(self) -> int:
        return len(self._turns)

    @contextmanager
    def hold(self, key: Hashable) -> Iterator[None]:
        """Within, nobody else has this key."""
        outer: tuple[Hashable, ...] = getattr(self._mine, "keys", ())
        if outer and outer[-1] != key:
            raise RuntimeError("a thread holds one key at a time")
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.users += 1
        try:
            with turn.lock:
                self._mine.keys = (*outer, key)
                yield
        finally:
            self._mine.keys = outer
            with self._lock:
                turn.users -= 1
                if not turn.users:
                    del self._turns[key]
