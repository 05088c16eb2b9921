"""What was read of the directory is remembered for as long as its index is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Final

from handschlag.common.threads.memo import Memo
from handschlag.directory.rules.snapshot import Version
from handschlag.directory.rules.snapshot.arrays import Ints

_ENTRY: Final = 500  # bytes of a key and its place, for lists may be empty


class IndexMemo[Key: Hashable, Value]:
    """Values up to so much weight; whoever changes the directory makes a new version of its index."""

    def __init__(self, most: int, *, weigh: Callable[[Value], int] = lambda _value: 1) -> None:
        self._known = Memo[tuple[Version, Key], Value](most, weigh=weigh)
        self._version: Version | None = None

    def get(self, key: Key, read: Callable[[], Value], *, version: Version) -> Value:
        """One value; `get_many` says more."""
        return self.get_many([key], lambda _keys: {key: read()}, version=version)[key]

    def get_many(
        self, keys: Sequence[Key], read: Callable[[Sequence[Key]], Mapping[Key, Value]], *, version: Version
    ) -> Mapping[Key, Value]:
        """The values of all these keys; those not known in this version are read together.

        Where nothing was ever indexed, nothing tells of a change, and so nothing is remembered.
        """
        if not version.number:
            return read(keys)
        if version != self._version:  # what was read of another one is hardly asked for again
            self._version = version
            self._known.clear()

        def make(pairs: Sequence[tuple[Version, Key]]) -> Mapping[tuple[Version, Key], Value]:
            return {(version, key): value for key, value in read([key for _, key in pairs]).items()}

        found = self._known.get_many([(version, key) for key in keys], make)
        return {key: found[version, key] for key in keys}


def weight(numbers: Ints) -> int:
    """In bytes, with its entry."""
    return int(numbers.nbytes) + _ENTRY
