"""What is made of public rows alone is remembered until something public changes, whoever changes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from django.db import connection

from handschlag.common.page_cache.versions import Reading, current
from handschlag.common.threads.memo import Memo


class StampedMemo[Key: Hashable, Value]:
    """So many values. Nobody may write to one of them, and whatever it is made of must be watched."""

    def __init__(self, most: int) -> None:
        self._memo = Memo[tuple[str, Key], Value](most)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value, as of the stamp that was there before it was made."""
        return self._memo.get((current(), key), lambda: _made_of_watched_tables(make))


def _made_of_watched_tables[Value](make: Callable[[], Value]) -> Value:
    reading = Reading()
    with connection.execute_wrapper(reading):
        value = make()
    if not reading.is_watched:
        raise RuntimeError("a table that is not watched was read for what is remembered by the stamp")
    return value
