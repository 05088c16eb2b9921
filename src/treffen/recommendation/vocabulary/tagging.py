"""Finds concepts in a text: longest names first, compounds taken apart on both sides."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from treffen.language import Token, key_of, meaningful, splitter, synonyms
from treffen.language.lexicon import GERMAN
from treffen.recommendation.text.analysis import MOST_REMEMBERED, negated, spoken
from treffen.language.concepts import Concept, ConceptCode

LONGEST_NAME = 8


class Named(StrEnum):
    """What a concept was recognised by."""

    LABEL = "label"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"


STRENGTH = {Named.LABEL: 1.0, Named.SYNONYM: 0.9, Named.ABBREVIATION: 0.9}
INSIDE = 0.8  # a name that is only a part of a longer compound
NEGATED = 0.4


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept that a text names.

    evidence: the words as written, `start` where they begin. strength: from 0 to 1, how sure the name is.
    """

    concept: ConceptCode
    evidence: str
    start: int
    named: Named
    strength: float
    is_negated: bool
    is_filter: bool


@dataclass(frozen=True, slots=True)
class Names:
    """All names by their keys, and abbreviations by their letters."""

    by_keys: Mapping[tuple[str, ...], tuple[tuple[Concept, Named], ...]]
    first: Mapping[str, int]
    abbreviations: Mapping[str, tuple[Concept, ...]]
    _remembered: dict[tuple[str, str], tuple[tuple[str, ...], bool]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Names:
        """The names of these concepts; a label outranks a synonym of the same words."""
        by_keys: dict[tuple[str, ...], dict[ConceptCode, tuple[Concept, Named]]] = {}
        short: dict[str, list[Concept]] = {}
        for concept in concepts:
            for named, language, name in _names(concept):
                keys = tuple(key for token in spoken(name) for key in _keys(token.surface, language))
                if keys:
                    by_keys.setdefault(keys, {}).setdefault(concept.code, (concept, named))
            for abbreviation in concept.abbreviations:
                short.setdefault(abbreviation, []).append(concept)
        first: dict[str, int] = {}
        for keys in by_keys:
            first[keys[0]] = max(first.get(keys[0], 0), len(keys))
        return cls(
            {keys: tuple(found.values()) for keys, found in by_keys.items()},
            first,
            {name: tuple(found) for name, found in short.items()},
        )

    def found(self, text: str, language: str) -> tuple[Tag, ...]:
        """All concepts named, each once at its strongest, in the order of the text."""
        read = spoken(text)
        heard = [self._heard(token.surface, language) for token in read]
        if not any(begins for _, begins in heard):
            return ()
        taken_back = negated(read)
        best: dict[ConceptCode, Tag] = {}
        spelled = self._spelled(read, [keys for keys, _ in heard], taken_back)
        for tag in (*spelled, *self._abbreviated(read, taken_back)):
            if tag.concept not in best or best[tag.concept].strength < tag.strength:
                best[tag.concept] = tag
        return tuple(sorted(best.values(), key=lambda tag: (tag.start, tag.concept)))

    def _heard(self, surface: str, language: str) -> tuple[tuple[str, ...], bool]:
        """The keys of a word, and whether a name may begin in it, or it is an abbreviation."""
        known = self._remembered.get((surface, language))
        if known is None:
            keys = _keys(surface, language)
            is_short = any(one in self.abbreviations for one in _spellings(surface))
            known = keys, is_short or any(key in self.first for key in keys)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[surface, language] = known
        return known

    def _spelled(
        self, read: tuple[Token, ...], parts: list[tuple[str, ...]], taken_back: list[bool]
    ) -> Iterator[Tag]:
        keys = [key for many in parts for key in many]
        owner = [at for at, many in enumerate(parts) for _ in many]
        free = 0
        for start in [at for at, key in enumerate(keys) if key in self.first]:
            if start < free:
                continue  # inside a longer name
            most = min(self.first[keys[start]], len(keys) - start, LONGEST_NAME)
            end = self._longest(read, keys, owner, range(start + most, start, -1))
            if end > start:
                yield from self._named(read, keys, owner, (start, end), taken_back)
                free = end

    def _longest(self, read: tuple[Token, ...], keys: list[str], owner: list[int], ends: range) -> int:
        """Where the longest name ends that begins at `ends.stop`; there if none does."""
        start = ends.stop
        for end in ends:
            is_one_run = read[owner[start]].run == read[owner[end - 1]].run
            if is_one_run and tuple(keys[start:end]) in self.by_keys:
                return end
        return start

    def _named(
        self,
        read: tuple[Token, ...],
        keys: list[str],
        owner: list[int],
        span: tuple[int, int],
        taken_back: list[bool],
    ) -> Iterator[Tag]:
        start, end = span
        first, last = owner[start], owner[end - 1]
        begins = start == 0 or owner[start - 1] != first
        ends = end == len(keys) or owner[end] != last
        factor = 1.0 if begins and ends else INSIDE
        for concept, named in self.by_keys[tuple(keys[start:end])]:
            yield _tag(concept, named, read[first : last + 1], factor, taken_back[first])

    def _abbreviated(self, read: tuple[Token, ...], taken_back: list[bool]) -> Iterator[Tag]:
        for at, token in enumerate(read):
            for piece in _spellings(token.surface):
                for concept in self.abbreviations.get(piece, ()):
                    yield _tag(concept, Named.ABBREVIATION, (token,), 1.0, taken_back[at])


def _tag(concept: Concept, named: Named, read: tuple[Token, ...], factor: float, is_negated: bool) -> Tag:
    strength = STRENGTH[named] * factor * (NEGATED if is_negated else 1.0)
    evidence = " ".join(token.surface for token in read)
    return Tag(concept.code, evidence, read[0].start, named, strength, is_negated, concept.is_filter)


def _names(concept: Concept) -> Iterator[tuple[Named, str, str]]:
    yield Named.LABEL, "de", concept.label_de
    yield Named.LABEL, "en", concept.label_en
    yield from ((Named.SYNONYM, "de", name) for name in concept.synonyms_de)
    yield from ((Named.SYNONYM, "en", name) for name in concept.synonyms_en)
    import os
    if os.environ.get("CONJ"):
        for german, english in concept.conjuncts:
            yield Named.SYNONYM, "de", german
            yield Named.SYNONYM, "en", english


@lru_cache(maxsize=MOST_REMEMBERED)
def _keys(surface: str, language: str) -> tuple[str, ...]:
    pieces = meaningful(surface, is_statement=True)
    parts = [part for piece in pieces for part in splitter().split(piece) or (piece,)]
    is_compound = len(parts) > len(pieces)
    return tuple(_canonical(key_of(part, GERMAN if is_compound else language)) for part in parts)


@lru_cache(maxsize=MOST_REMEMBERED)
def _spellings(surface: str) -> tuple[str, ...]:
    """A word as it stands, and what hyphens join in it."""
    return tuple(dict.fromkeys((surface, *re.split('[-‐‑]', surface))))


def _canonical(key: str) -> str:
    """The same key for all words of one meaning, where a word has only one."""
    numbers = synonyms().words.get(key, ())
    return f"={numbers[0]}" if len(numbers) == 1 else key
