"""Finds names in a text: in any form and word order, the longest where several overlap.

"Speicherung von Wasserstoff", "Wasserstoffspeicher" and "hydrogen storage" are one name, because a name is
known by the keys of the parts of its words, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from treffen.language.lexicon import GERMAN, key_of, synonyms
from treffen.language.parts import splitter
from treffen.language.tokens import written_pieces

_MOST_KEYS = 8
_MOST_REMEMBERED = 100_000


class NameKind(StrEnum):
    """How a name stands to what it names; a synonym weighs less than a label."""

    LABEL = "label"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"


class Heard(NamedTuple):
    """A word of a text as names are looked for in it; words of one `run` may be one name."""

    surface: str
    run: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention[T]:
    """The words `first:last` of a text name these; `is_inside` if a compound goes on around them."""

    first: int
    last: int
    named: tuple[T, ...]
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class NameIndex[T]:
    """What is named by the sorted keys of a name, and by the exact letters of an abbreviation."""

    by_keys: Mapping[tuple[str, ...], tuple[T, ...]]
    abbreviations: Mapping[str, tuple[T, ...]]
    _parts: frozenset[str]

    @classmethod
    def of(
        cls, by_keys: Mapping[tuple[str, ...], tuple[T, ...]], abbreviations: Mapping[str, tuple[T, ...]]
    ) -> NameIndex[T]:
        """An index of names by their keys, in whatever order these stand."""
        return cls(by_keys, abbreviations, frozenset(key for keys in by_keys for key in keys))

    def may_name(self, heard: Heard) -> bool:
        """Whether this word can be a part of any name."""
        is_short = any(one in self.abbreviations for one in (heard.surface, *written_pieces(heard.surface)))
        return is_short or not self._parts.isdisjoint(heard.keys)

    def mentions(self, read: Sequence[Heard], *, is_within: bool) -> Iterator[Mention[T]]:
        """All names in the order of the text; with `is_within` also those that are parts of compounds.

        A statement that speaks of one is about it; whoever searches is helped by the parts of words already.
        """
        yield from self._spelled(read, is_within=is_within)
        yield from self._abbreviated(read, is_within=is_within)

    def _spelled(self, read: Sequence[Heard], *, is_within: bool) -> Iterator[Mention[T]]:
        keys = [key for word in read for key in word.keys]
        owner = [at for at, word in enumerate(read) for _ in word.keys]
        free = 0
        for start, key in enumerate(keys):
            begins = start == 0 or owner[start - 1] != owner[start]
            if key not in self._parts or not (begins or is_within):
                continue
            end = self._longest(read, keys, owner, start, is_within=is_within)
            if end > free:
                ends = end == len(keys) or owner[end] != owner[end - 1]
                named = self.by_keys[tuple(sorted(keys[start:end]))]
                yield Mention(owner[start], owner[end - 1] + 1, named, not (begins and ends))
                free = end

    def _longest(
        self, read: Sequence[Heard], keys: list[str], owner: list[int], start: int, *, is_within: bool
    ) -> int:
        """Where the longest name ends that begins at `start`; 0 if none does."""
        best, run = 0, read[owner[start]].run
        for end in range(start + 1, min(start + _MOST_KEYS, len(keys)) + 1):
            if keys[end - 1] not in self._parts or read[owner[end - 1]].run != run:
                break
            is_end = is_within or end == len(keys) or owner[end] != owner[end - 1]
            if is_end and tuple(sorted(keys[start:end])) in self.by_keys:
                best = end
        return best

    def _abbreviated(self, read: Sequence[Heard], *, is_within: bool) -> Iterator[Mention[T]]:
        for at, word in enumerate(read):
            spellings = (word.surface, *(written_pieces(word.surface) if is_within else ()))
            named = tuple(
                one for short in dict.fromkeys(spellings) for one in self.abbreviations.get(short, ())
            )
            if named:
                yield Mention(at, at + 1, named)


@lru_cache(maxsize=_MOST_REMEMBERED)
def name_keys(pieces: tuple[str, ...], language: str = "") -> tuple[str, ...]:
    """The keys of the parts of a word, by which names are known: one key for all words of one meaning."""
    parts = [part for piece in pieces for part in splitter().split(piece) or (piece,)]
    is_compound = len(parts) > len(pieces)
    return tuple(_canonical(key_of(part, GERMAN if is_compound and language else language)) for part in parts)


def _canonical(key: str) -> str:
    """The same key for all words of one meaning, where a word has only one."""
    numbers = synonyms().words.get(key, ())
    return f"={numbers[0]}" if len(numbers) == 1 else key
