"""Splits German compounds into the parts that we know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from handschlag.directory.rules.analysis.folding import fold
from handschlag.directory.rules.analysis.parts import DESCRIBING, FALSE_FRIENDS, PARTS, PLACES
from handschlag.directory.rules.analysis.stems import key

# What German puts between two parts, the usual first.
LINKS = ("", "s", "n", "en", "es", "e", "er", "ens", "ns")
MOST_SEEN = 50_000
LONGEST_LINK = max(map(len, LINKS))
SHORTEST_WORD = 7
SHORTEST_PART = 3
SHORTEST_START = 4
# A part that we do not know is believed only beside a known one of this length ...
KNOWN, UNKNOWN = 6, 5
# ... and only if it does not look like the end of a word, or the start of one that goes on.
MERE_ENDING = re.compile(
    r"i?(alis|is|fiz)?ier|ation|ung|li?ch|isch|heit|keit|chaft|schaft|e?rei|e?itech|ometer|n?olog|en[a-z]"
)
MERE_START = re.compile(r"(ver|be|ent|zer|ab|an|auf|aus|ein|vor|nach|um|un|zu|hin|bei|rein)$")


@dataclass(frozen=True, slots=True)
class Splitter:
    """Knows parts (folded) and words that stay whole; remembers what it has split."""

    parts: frozenset[str]
    whole: frozenset[str]
    ends: frozenset[str]
    starts: frozenset[str]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _keys: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, words: Iterable[str] = ()) -> Self:
        """The parts of our list, and those of `words` that are not compounds of others."""
        parts = {fold(part) for part in PARTS}
        whole = {fold(word) for word in FALSE_FRIENDS | PLACES}
        describing = {fold(word) for word in DESCRIBING}
        known = cls._made(parts, whole, describing)
        fresh = sorted({fold(word) for word in words if len(word) >= KNOWN and word.isalpha()}, key=len)
        more = [word for word in fresh if not known.split(word)]
        return cls._made(parts | set(more), whole, describing)

    @classmethod
    def _made(cls, parts: set[str], whole: set[str], describing: set[str]) -> Self:
        ends = parts | {key(part) for part in parts} | describing
        starts = frozenset(end[:SHORTEST_START] for end in ends)
        return cls(frozenset(parts), frozenset(whole), frozenset(ends), starts)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word in their order; nothing if it is none or not known as a compound.

        >>> Splitter.of().split("wasserstoffspeicher"), Splitter.of().split("wasserstoff")
        (('wasserstoff', 'speicher'), ())
        """
        if word not in self._seen:
            if len(self._seen) > MOST_SEEN:
                self._seen.clear()
            self._seen[word] = self._split(word)
        return self._seen[word]

    def keys(self, pieces: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The key of a word of these pieces, and the keys of all its parts."""
        if pieces not in self._keys:
            if len(self._keys) > MOST_SEEN:
                self._keys.clear()
            parts = tuple(key(part) for piece in pieces for part in self.split(piece) or (piece,))
            self._keys[pieces] = key("".join(pieces)), parts
        return self._keys[pieces]

    def written(self, word: str) -> tuple[str, ...]:
        """The parts of a word as it is written, each with a capital; nothing if it is no compound.

        >>> Splitter.of().written("Wärmespeicher")
        ('Wärme', 'Speicher')
        """
        found: list[str] = []
        place = 0
        for part in self.split(fold(word)):
            ends = (
                (start, end)
                for start in range(place, min(place + LONGEST_LINK + 1, len(word)))
                for end in range(start + 1, len(word) + 1)
                if fold(word[start:end]) == part
            )
            start, place = next(ends, (0, 0))
            if not place:
                return ()
            found.append(word[start].upper() + word[start + 1 : place])
        return tuple(found)

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_WORD or not word.isalpha() or self._is_one(word):
            return ()
        return self._best(word) or self._half_known(word)

    def _is_one(self, word: str) -> bool:
        return word in self.parts or word in self.whole or self._is_form(word, self.parts)

    def _is_form(self, word: str, of: frozenset[str]) -> bool:
        """Whether it is a plural or a case of a word that stays whole."""
        return any(
            word.endswith(end) and word[: -len(end)] in of for end in ("s", "en", "n", "e", "es", "er")
        )

    def _best(self, word: str) -> tuple[str, ...]:
        """The fewest parts that make up the word; of these, the longest first part."""
        best: dict[int, tuple[str, ...]] = {len(word): ()}
        for start in range(len(word) - SHORTEST_PART, -1, -1):
            found: tuple[str, ...] | None = None
            for end in range(len(word), start + SHORTEST_PART - 1, -1):
                rest = self._after(word, start, end, best)
                if rest is not None and (found is None or len(rest) + 1 < len(found)):
                    found = (word[start:end], *rest)
            if found is not None:
                best[start] = found
        whole = best.get(0, ())
        return whole if len(whole) > 1 else ()

    def _after(
        self, word: str, start: int, end: int, best: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        """What follows the part `start:end`, over a linking element; None if that cannot be."""
        part = word[start:end]
        if end == len(word):
            return () if self._may_end(part) else None
        if part not in self.parts:
            return None
        for link in LINKS:
            after = end + len(link)
            if after < len(word) and word.startswith(link, end) and after in best:
                return best[after]
        return None

    def _may_end(self, part: str) -> bool:
        """Whether it is a part, or a form of one."""
        return part in self.ends or (part[:SHORTEST_START] in self.starts and key(part) in self.ends)

    def _half_known(self, word: str) -> tuple[str, ...]:
        """One long known part at either end, and a rest that may be a word of its own."""
        for length in range(len(word) - UNKNOWN, KNOWN - 1, -1):
            head, rest = word[:length], word[length:]
            if head in self.parts:
                return () if MERE_ENDING.match(rest) else (head, self._without_link(head, rest))
        for start in range(UNKNOWN, len(word) - KNOWN + 1):
            if word[start:] in self.parts:
                return () if MERE_START.search(word[:start]) else (word[:start], word[start:])
        return ()

    @staticmethod
    def _without_link(head: str, rest: str) -> str:
        """The rest without a linking s, as far as one can tell: st-, sp- and sc- begin words."""
        is_link = rest[0] == "s" and head[-1] != "s" and rest[1] not in "tpc" and len(rest) > UNKNOWN
        return rest[1:] if is_link else rest
