"""Splits German compounds into parts that are known.

Fewest parts first, after P. Koehn and K. Knight, "Empirical Methods for Compound Splitting" (EACL 2003),
but over a list of parts instead of corpus frequencies: what is in the list is one part and is never split
itself, which keeps Wasserstoff clear of Wasser and Werkstoff of Werk. A second list names words that only
look like compounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from treffen.recommendation.text.folding import fold
from treffen.recommendation.text.stems import stem

# What German puts between two parts, the usual first.
LINKS = ("", "s", "n", "en", "es", "e", "er")
FORMS = ("s", "n", "en", "e", "es", "er")
SHORTEST_WORD, SHORTEST_PART = 7, 3
# A rest that is not known is believed beside a known part this long, and must itself be this long.
KNOWN, UNKNOWN = 6, 5
MERE_STARTS = (
    "ver", "be", "ent", "zer", "ab", "an", "auf", "aus", "ein", "vor", "nach", "um", "un", "zu",
    "hin", "bei", "re", "in", "im",
)  # fmt: skip
MERE_ENDS = (
    "ation", "ieren", "ierung", "ung", "lich", "isch", "heit", "keit", "schaft", "erei", "eri", "ing",
    "able", "ment", "ness", "fiz", "olog",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Splitter:
    """Parts and words that stay whole, folded; remembers what it has split."""

    parts: frozenset[str]
    whole: frozenset[str]
    _stems: frozenset[str]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, parts: Iterable[str], whole: Iterable[str] = ()) -> Splitter:
        """A splitter for these words as they are usually written."""
        folded = frozenset(map(fold, parts))
        return cls(folded, frozenset(map(fold, whole)), frozenset(map(stem, folded)))

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word in their order; nothing if it is one part, or not known.

        >>> Splitter.of(["Wasserstoff", "Speicher", "Wasser", "Stoff"]).split("wasserstoffspeicher")
        ('wasserstoff', 'speicher')
        """
        if word not in self._seen:
            self._seen[word] = self._split(word)
        return self._seen[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_WORD or not word.isalpha() or self._is_one(word):
            return ()
        return self._best(word) or self._half_known(word)

    def _is_one(self, word: str) -> bool:
        if word in self.parts or word in self.whole:
            return True
        bare = [word[: -len(end)] for end in FORMS if word.endswith(end)]
        return any(one in self.parts or one in self.whole for one in bare)

    def _best(self, word: str) -> tuple[str, ...]:
        """The fewest parts that make up the word; of these, the longest first part."""
        best: dict[int, tuple[str, ...]] = {len(word): ()}
        for start in range(len(word) - SHORTEST_PART, -1, -1):
            ends = range(len(word), start + SHORTEST_PART - 1, -1)
            found = [one for end in ends if (one := self._from(word, start, end, best)) is not None]
            if found:
                best[start] = min(found, key=len)
        whole = best.get(0, ())
        return whole if len(whole) > 1 else ()

    def _from(
        self, word: str, start: int, end: int, best: dict[int, tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        """The part `start:end` and the best of what follows it; None if that cannot be."""
        part = word[start:end]
        if end == len(word):
            return (part,) if part in self.parts or (len(part) > 3 and stem(part) in self._stems) else None
        if part not in self.parts:
            return None
        for link in LINKS:
            after = end + len(link)
            if after < len(word) and word.startswith(link, end) and after in best:
                return (part, *best[after])
        return None

    def _half_known(self, word: str) -> tuple[str, ...]:
        """One long known part at either end, and a rest that may be a word of its own."""
        for at in range(len(word) - UNKNOWN, KNOWN - 1, -1):
            if word[:at] in self.parts:
                rest = word[at:]
                return () if rest.startswith(MERE_ENDS) else (word[:at], _without_link(rest))
        for at in range(UNKNOWN, len(word) - KNOWN + 1):
            if word[at:] in self.parts:
                return () if word[:at] in MERE_STARTS else (word[:at], word[at:])
        return ()


def _without_link(rest: str) -> str:
    """Without a linking s, as far as one can tell: st-, sp- and sc- begin words."""
    return rest[1:] if rest[0] == "s" and rest[1] not in "tpc" and len(rest) > UNKNOWN else rest
