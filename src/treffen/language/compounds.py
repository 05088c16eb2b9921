"""Splits German compounds into parts that are known.

Fewest parts first, after P. Koehn and K. Knight, "Empirical Methods for Compound Splitting" (EACL 2003),
but over a list of parts instead of corpus frequencies: what is in the list is one part and is never split
itself, which keeps Wasserstoff clear of Wasser and Werkstoff of Werk. Other lists name words that only
look like compounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from treffen.language.folding import fold
from treffen.language.stems import stem

# What German puts between two parts, the usual first.
_LINKS = ("", "s", "n", "en", "es", "e", "er", "ens", "ns")
_FORMS = ("s", "en", "n", "e", "es", "er")
_LONGEST_LINK = max(map(len, _LINKS))
_SHORTEST_WORD, _SHORTEST_PART, _SHORTEST_START = 7, 3, 4
_MOST_REMEMBERED = 100_000
# A part that we do not know is believed only beside a known one of this length ...
_KNOWN, _UNKNOWN = 6, 5
# ... and only if it does not look like the end of a word, or the start of one that goes on.
_MERE_END = re.compile(
    r"i?(alis|is|fiz)?(ier|ation)|ung|li?ch|isch|heit|keit|chaft|schaft|e?rei(en)?$|e?itech|ometer|n?olog|en[a-z]"
    r"|eri|fiz|(ing|able|ment|ness)s?$"
)
_MERE_START = re.compile(r"(ver|be|ent|zer|ab|auf|aus|vor|nach|zu|hin|bei|rein)$")


@dataclass(frozen=True, slots=True)
class Splitter:
    """Parts, endings of compounds, and words that stay whole, folded; remembers what it has split."""

    parts: frozenset[str]
    whole: frozenset[str]
    _ends: frozenset[str]
    _stems: frozenset[str]
    _starts: frozenset[str]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy, in a file as well, remembers nothing: what was split may be words of people."""
        return Splitter, (self.parts, self.whole, self._ends, self._stems, self._starts)

    @classmethod
    def of(
        cls, parts: Iterable[str], whole: Iterable[str] = (), *, describing: Iterable[str] = ()
    ) -> Splitter:
        """A splitter for these words as they are usually written; `describing` are endings (-basiert)."""
        known = frozenset(map(fold, parts))
        ends, stems = known | frozenset(map(fold, describing)), frozenset(map(stem, known))
        starts = frozenset(one[:_SHORTEST_START] for one in known)
        return cls(known, frozenset(map(fold, whole)), ends, stems, starts)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word in their order; nothing if it is one part, or not known.

        >>> Splitter.of(["Wasserstoff", "Speicher", "Wasser", "Stoff"]).split("wasserstoffspeicher")
        ('wasserstoff', 'speicher')
        """
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = self._split(word)
        return found

    def written(self, word: str) -> tuple[str, ...]:
        """The parts of a word as it is written, each with a capital; nothing if it is no compound.

        >>> Splitter.of(["Wärme", "Speicher"]).written("Wärmespeicher")
        ('Wärme', 'Speicher')
        """
        found: list[str] = []
        place = 0
        for part in self.split(fold(word)):
            ends = (
                (start, end)
                for start in range(place, min(place + _LONGEST_LINK + 1, len(word)))
                for end in range(start + 1, len(word) + 1)
                if fold(word[start:end]) == part
            )
            start, place = next(ends, (0, 0))
            if not place:
                return ()
            found.append(word[start].upper() + word[start + 1 : place])
        return tuple(found)

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < _SHORTEST_WORD or not word.isalpha() or self._is_one(word):
            return ()
        return self._best(word) or self._half_known(word)

    def _is_one(self, word: str) -> bool:
        """Whether it is a part, a word that stays whole, or a form of one."""
        bare = (word, *(word[: -len(end)] for end in _FORMS if word.endswith(end)))
        return any(one in self.parts or one in self.whole for one in bare)

    def _best(self, word: str) -> tuple[str, ...]:
        """The fewest parts that make up the word; of these, the longest first part."""
        best: dict[int, tuple[str, ...]] = {}
        for start in range(len(word) - _SHORTEST_PART, -1, -1):
            if self._may_end(word[start:]):
                best[start] = (word[start:],)
            elif best:
                found = self._joined(word, start, best)
                if found:
                    best[start] = found
        whole = best.get(0, ())
        return whole if len(whole) > 1 else ()

    def _joined(self, word: str, start: int, best: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
        """A part that begins at `start`, and the best of what may follow it, over a linking element."""
        found: tuple[str, ...] = ()
        for end in range(len(word) - _SHORTEST_PART, start + _SHORTEST_PART - 1, -1):
            if word[start:end] not in self.parts:
                continue
            rest = next(
                (
                    best[end + len(link)]
                    for link in _LINKS
                    if end + len(link) in best and word.startswith(link, end)
                ),
                (),
            )
            if rest and (not found or len(rest) + 1 < len(found)):
                found = (word[start:end], *rest)
        return found

    def _may_end(self, part: str) -> bool:
        """Whether it is a part, or a form of one."""
        return part in self._ends or (part[:_SHORTEST_START] in self._starts and stem(part) in self._stems)

    def _half_known(self, word: str) -> tuple[str, ...]:
        """One long known part at either end, and a rest that may be a word of its own."""
        for at in range(len(word) - _UNKNOWN, _KNOWN - 1, -1):
            head, rest = word[:at], word[at:]
            if head in self.parts:
                return () if _MERE_END.match(rest) else (head, _without_link(head, rest))
        for at in range(_UNKNOWN, len(word) - _KNOWN + 1):
            if word[at:] in self._ends:
                return () if _MERE_START.search(word[:at]) else (word[:at], word[at:])
        return ()


def _without_link(head: str, rest: str) -> str:
    """The rest without a linking s, as far as one can tell: st-, sp- and sc- begin words."""
    is_link = rest[0] == "s" and head[-1] != "s" and rest[1] not in "tpc" and len(rest) > _UNKNOWN
    return rest[1:] if is_link else rest
