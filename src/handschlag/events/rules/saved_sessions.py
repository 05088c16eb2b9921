"""My programme without an account: numbers of sessions, kept as one line of text; and what of it clashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, Self

MOST = 120
NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSessions:
    """Sessions, the newest last: numbers only, and nothing about the person."""

    ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, line: str) -> Self:
        """What a line holds; what makes no sense in it is left out.

        >>> SavedSessions.read("12.7.x.12").ids
        (12, 7)
        """
        parts = line.split(".")[: 10 * MOST]
        return cls(ids=tuple(dict.fromkeys(int(part) for part in parts if NUMBER.fullmatch(part)))[:MOST])

    @property
    def line(self) -> str:
        return ".".join(str(number) for number in self.ids)

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST

    def with_one(self, number: int) -> SavedSessions:
        """The same with one more; a full list stays as it is."""
        return self if self.is_full or number in self.ids else replace(self, ids=(*self.ids, number))

    def without(self, *numbers: int) -> SavedSessions:
        return replace(self, ids=tuple(one for one in self.ids if one not in numbers))


class _Timed(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def overlaps[Item: _Timed](items: Sequence[Item]) -> tuple[tuple[Item, Item], ...]:
    """Pairs that run at the same time; one that ends when the other begins is no clash."""
    ordered = sorted(items, key=lambda one: (one.starts_at, one.id))
    return tuple(
        (first, second)
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if second.starts_at < first.ends_at
    )
