"""What takes long to make is made once for each key; the keys asked for last are remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from weakref import WeakSet


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


class Memo[Key: Hashable, Value]:
    """Values of one process up to so much weight; only those wait for one another who want the same one.

    Without a scale each weighs 1. Whatever is remembered keeps its weight; what alone is too heavy is not.
    """

    _all: ClassVar[WeakSet[Memo[Any, Any]]] = WeakSet()

    def __init__(self, most: int, *, weigh: Callable[[Value], int] = lambda _value: 1) -> None:
        self._all.add(self)
        self._most, self._weigh, self._weight = most, weigh, 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._making = KeyedLock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value that was made for the key; where `make` fails nothing is remembered."""
        with self._making.hold(key):
            with self._lock:
                if key in self._values:
                    self._values.move_to_end(key)
                    return self._values[key]
            value = make()
            with self._lock:
                self._keep({key: value})
            return value

    def get_many(
        self, keys: Sequence[Key], make: Callable[[Sequence[Key]], Mapping[Key, Value]]
    ) -> Mapping[Key, Value]:
        """The values of all these keys; those not remembered are made together, by each thread for itself."""
        with self._lock:
            known = {key: self._values[key] for key in keys if key in self._values}
            for key in known:
                self._values.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if not missing:
            return known
        found = make(missing)
        made = {key: found[key] for key in missing}
        with self._lock:
            self._keep(made)
        return {**known, **made}

    def _keep(self, made: Mapping[Key, Value]) -> None:
        for key, value in made.items():
            if key in self._values:
                self._weight -= self._weigh(self._values.pop(key))
            weight = self._weigh(value)
            if weight <= self._most:
                self._values[key] = value
                self._weight += weight
        while self._weight > self._most:
            _key, oldest = self._values.popitem(last=False)
            self._weight -= self._weigh(oldest)

    def clear(self) -> None:
        """As a new process would begin."""
        with self._lock:
            self._values.clear()
            self._weight = 0

    @classmethod
    def clear_all(cls) -> None:
        """For tests: another database has the same keys."""
        for one in cls._all:
            one.clear()
