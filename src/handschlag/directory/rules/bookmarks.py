"""Bookmarks without an account: a short list of entries, kept as one line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

MOST = 50
ENTRY = re.compile(r"([na])([1-9][0-9]{0,17})")


class BookmarkKind(StrEnum):
    """What can be kept; the value is its letter in the line."""

    NETWORK = "n"
    ACTOR = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmarks:
    """What somebody keeps, the newest last: numbers of public entries, and nothing about the person."""

    entries: tuple[tuple[BookmarkKind, int], ...] = ()

    @classmethod
    def read(cls, line: str) -> Self:
        """What a line holds; what makes no sense in it is left out.

        >>> Bookmarks.read("n12.a7.x.n12").entries
        ((<BookmarkKind.NETWORK: 'n'>, 12), (<BookmarkKind.ACTOR: 'a'>, 7))
        """
        found = (ENTRY.fullmatch(part) for part in line.split(".")[: 10 * MOST])
        entries = dict.fromkeys((BookmarkKind(one[1]), int(one[2])) for one in found if one)
        return cls(entries=tuple(entries)[:MOST])

    @property
    def line(self) -> str:
        return ".".join(f"{kind}{number}" for kind, number in self.entries)

    @property
    def is_full(self) -> bool:
        return len(self.entries) >= MOST

    def ids(self, kind: BookmarkKind) -> tuple[int, ...]:
        return tuple(number for one, number in self.entries if one is kind)

    def has(self, kind: BookmarkKind, number: int) -> bool:
        return (kind, number) in self.entries

    def with_one(self, kind: BookmarkKind, number: int) -> Bookmarks:
        """The same with one more; a full list stays as it is."""
        if self.is_full or self.has(kind, number):
            return self
        return replace(self, entries=(*self.entries, (kind, number)))

    def without(self, kind: BookmarkKind, number: int) -> Bookmarks:
        return replace(self, entries=tuple(one for one in self.entries if one != (kind, number)))
