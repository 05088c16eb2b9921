"""Recognises the terms of the vocabulary in a text: in German and English, in any form and word order.

"Speicherung von Wasserstoff", "Wasserstoffspeicher" and "hydrogen storage" are one concept, because a term is
known by the keys of the parts of its words, in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Self

from treffen.language import Splitter, Token as Word, fold, meaningful, splitter, stem, synonyms, tokens

MOST_PARTS = 7
_MOST_REMEMBERED = 100_000
SHORT, MOST_READ = 80, 8_000  # letters; texts


class Standing(StrEnum):
    """How a name stands to its term; a synonym weighs less than a label."""

    LABEL = "label"
    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A concept, a field, or a pair of words; its labels are German first, English last."""

    code: str
    labels: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    is_concept: bool = False

    @property
    def token(self) -> str:
        """The code as the index knows it."""
        return "".join(letter if letter.isalnum() else "_" for letter in self.code.lower())

    @property
    def label_de(self) -> str:
        return self.labels[0]

    @property
    def label_en(self) -> str:
        return self.labels[-1]


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a term."""

    term: Term
    standing: Standing
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """The words `first:last` of a text name these terms."""

    first: int
    last: int
    namings: tuple[Naming, ...]


class Token(NamedTuple):
    """A word with its key, and the keys of its parts (one part: the word itself)."""

    word: Word
    key: str
    parts: tuple[str, ...]

    @property
    def is_compound(self) -> bool:
        return len(self.parts) > 1


class Reading(NamedTuple):
    """A text as the analyser sees it."""

    tokens: Sequence[Token]
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of all terms, by the sorted keys of their parts; abbreviations by their exact letters.

    `beginnings` are the folded names of concepts with their codes, in order.
    """

    names: Mapping[tuple[str, ...], tuple[Naming, ...]]
    abbreviations: Mapping[str, tuple[Naming, ...]]
    terms: Mapping[str, Term]
    parts: frozenset[str] = field(repr=False)
    beginnings: tuple[tuple[str, str], ...] = field(repr=False)
    splitter: Splitter = field(repr=False)
    _read: dict[str, Reading] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Self:
        terms = tuple(terms)
        names: defaultdict[tuple[str, ...], list[Naming]] = defaultdict(list)
        abbreviations: defaultdict[str, list[Naming]] = defaultdict(list)
        for term in terms:
            for standing, given in ((Standing.LABEL, term.labels), (Standing.SYNONYM, term.synonyms)):
                for name in given:
                    add(names[signature(name)], Naming(term, standing, name))
            for short in term.abbreviations:
                add(abbreviations[short], Naming(term, Standing.ABBREVIATION, short))
        names.pop((), None)
        return cls(
            {name: tuple(found) for name, found in names.items()},
            {short: tuple(found) for short, found in abbreviations.items()},
            {term.code: term for term in terms},
            frozenset(part for name in names for part in name),
            beginnings_of(terms),
            splitter(),
        )

    def beginning(self, start: str) -> list[Term]:
        """The concepts with a name that begins like this, the shortest such name first."""
        wanted = fold(" ".join(start.split()))
        place = bisect_left(self.beginnings, (wanted, ""))
        found: list[tuple[int, str]] = []
        while place < len(self.beginnings) and self.beginnings[place][0].startswith(wanted):
            found.append((len(self.beginnings[place][0]), self.beginnings[place][1]))
            place += 1
        return [self.terms[code] for code in dict.fromkeys(code for _, code in sorted(found))]

    def tokens(self, text: str) -> list[Token]:
        """The words of a text that mean something."""
        return tokens_of(text)

    def read(self, text: str) -> Reading:
        """The words and the terms of a text; short ones come again and again, so they are remembered."""
        found = self._read.get(text)
        if found is None:
            tokens = self.tokens(text)
            found = Reading(tokens, self.mentions(tokens))
            if len(text) <= SHORT:
                if len(self._read) >= MOST_READ:
                    self._read.clear()
                self._read[text] = found
        return found

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Every name of a term in a text, the longest where several overlap."""
        found: list[Mention] = []
        for first in range(len(tokens)):
            longest = self._longest(tokens, first)
            if longest is not None and not (found and found[-1].last >= longest.last):
                found.append(longest)
        return found

    def _longest(self, tokens: Sequence[Token], first: int) -> Mention | None:
        best = self._short(tokens, first)
        parts: tuple[str, ...] = ()
        for last in range(first, len(tokens)):
            if tokens[last].word.run != tokens[first].word.run:
                break
            parts = (*parts, *tokens[last].parts)
            if len(parts) > MOST_PARTS or not self.parts.issuperset(tokens[last].parts):
                break
            namings = self.names.get(tuple(sorted(parts)), ())
            if namings:
                best = Mention(first, last + 1, (*namings, *self._same_start(best, first, last)))
        return best

    @staticmethod
    def _same_start(best: Mention | None, first: int, last: int) -> tuple[Naming, ...]:
        """What an abbreviation of one word means, if the same word is also a name."""
        return best.namings if best is not None and last == first else ()

    def _short(self, tokens: Sequence[Token], first: int) -> Mention | None:
        namings = self.abbreviations.get(tokens[first].word.surface, ())
        return Mention(first, first + 1, namings) if namings else None


def beginnings_of(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    concepts = (term for term in terms if term.is_concept)
    return tuple(
        sorted((fold(name), term.code) for term in concepts for name in (*term.labels, *term.synonyms))
    )


def add(namings: list[Naming], naming: Naming) -> None:
    """A term is listed once under each name: with its best standing, which comes first."""
    if all(known.term.code != naming.term.code for known in namings):
        namings.append(naming)


def signature(name: str) -> tuple[str, ...]:
    return tuple(sorted(part for token in tokens_of(name) for part in token.parts))


def tokens_of(text: str) -> list[Token]:
    """The words of a text that mean something, with their keys."""
    is_shouting = text.isupper()
    found: list[Token] = []
    for word in tokens(text):
        pieces = meaningful(word.surface, is_shouting=is_shouting)
        if pieces:
            found.append(Token(word, *_keys(pieces)))
    return found


@lru_cache(maxsize=_MOST_REMEMBERED)
def _keys(pieces: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The key of a word of these pieces, and the keys of all its parts."""
    parts = tuple(stem(part) for piece in pieces for part in splitter().split(piece) or (piece,))
    return stem("".join(pieces)), parts


def everyday_terms() -> Iterator[Term]:
    """What the lexicon knows of both languages: words and places that are no terms of the vocabulary."""
    for number, (german, english) in enumerate(synonyms().pairs):
        yield Term(code=f"w{number}", labels=(*german, *english))


_AND = re.compile(r", | und | and | & ")


def conjuncts(terms: Iterable[Term]) -> Iterator[Term]:
    """Where a label joins several things in both languages, each of them.

    >>> [part.labels for part in conjuncts([Term(code="A", labels=("Licht und Luft", "Light and air"))])]
    [('Licht', 'Light'), ('Luft', 'air')]
    """
    for term in terms:
        german, english = _AND.split(term.label_de), _AND.split(term.label_en)
        are_whole = not any(part.endswith("-") or part.startswith("-") for part in (*german, *english))
        if len(german) == len(english) > 1 and are_whole:
            for number, pair in enumerate(zip(german, english, strict=True)):
                yield Term(code=f"{term.code}.{number}", labels=pair)
