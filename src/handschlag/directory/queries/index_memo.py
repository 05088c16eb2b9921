"""What was read of the directory is remembered for as long as its index is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from handschlag.common.threads.memo import Memo
from handschlag.directory.rules.snapshot import Version


class IndexMemo[Key: Hashable, Value]:
    """At most so many values; whoever changes the directory makes a new version of its index."""

    def __init__(self, most: int) -> None:
        self._known = Memo[tuple[Version, Key], Value](most)

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

        def make(pairs: Sequence[tuple[Version, Key]]) -> Mapping[tuple[Version, Key], Value]:
            return {(version, key): value for key, value in read([key for _, key in pairs]).items()}

        found = self._known.get_many([(version, key) for key in keys], make)
        return {key: found[version, key] for key in keys}
