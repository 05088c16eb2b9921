"""Recognises the terms of the vocabulary in a text: in German and English, in any form and word order.

"Speicherung von Wasserstoff", "Wasserstoffspeicher" and "hydrogen storage" are one concept, because a term is
known by the keys of the parts of its words, in any order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Self

from handschlag.directory.rules.analysis.compounds import Splitter
from handschlag.directory.rules.analysis.folding import fold
from handschlag.directory.rules.analysis.stopwords import is_legal_form, is_stopword
from handschlag.directory.rules.analysis.words import Word, words

MOST_PARTS = 7
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
        every = [name for term in terms for name in (*term.labels, *term.synonyms)]
        splitter = Splitter.of(piece for name in every for word in words(name) for piece in word.pieces)
        names: defaultdict[tuple[str, ...], list[Naming]] = defaultdict(list)
        abbreviations: defaultdict[str, list[Naming]] = defaultdict(list)
        for term in terms:
            for standing, given in ((Standing.LABEL, term.labels), (Standing.SYNONYM, term.synonyms)):
                for name in given:
                    add(names[_signature(name, splitter)], Naming(term, standing, name))
            for short in term.abbreviations:
                add(abbreviations[short], Naming(term, Standing.ABBREVIATION, short))
        names.pop((), None)
        return cls(
            {name: tuple(found) for name, found in names.items()},
            {short: tuple(found) for short, found in abbreviations.items()},
            {term.code: term for term in terms},
            frozenset(part for name in names for part in name),
            _beginnings_of(terms),
            splitter,
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
        return _tokens_of(text, self.splitter)

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


def _beginnings_of(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    concepts = (term for term in terms if term.is_concept)
    return tuple(
        sorted((fold(name), term.code) for term in concepts for name in (*term.labels, *term.synonyms))
    )


def add(namings: list[Naming], naming: Naming) -> None:
    """A term is listed once under each name: with its best standing, which comes first."""
    if all(known.term.code != naming.term.code for known in namings):
        namings.append(naming)


def _signature(name: str, splitter: Splitter) -> tuple[str, ...]:
    return tuple(sorted(part for token in _tokens_of(name, splitter) for part in token.parts))


def _tokens_of(text: str, splitter: Splitter) -> list[Token]:
    is_shouting = text.isupper()
    found: list[Token] = []
    for word in words(text):
        pieces = _meaningful(word, is_shouting=is_shouting)
        if pieces:
            found.append(Token(word, *splitter.keys(pieces)))
    return found


def _meaningful(word: Word, *, is_shouting: bool) -> tuple[str, ...]:
    """The pieces of a word that are no stop words; IT and AR are none, it and are are."""
    if not any(map(is_stopword, word.pieces)):
        return word.pieces
    return tuple(
        piece
        for piece, written in zip(word.pieces, word.written, strict=True)
        if not is_stopword(piece) or (_is_acronym(written) and not is_shouting and not is_legal_form(piece))
    )


def _is_acronym(written: str) -> bool:
    return 1 < len(written) < 4 and written.isupper()
