"""The one analyser: the same tokens for what is indexed and for what is asked, on every database."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Self

from treffen.language import (
    Heard,
    Mention,
    NameIndex,
    NameKind,
    Token,
    fold,
    meaningful,
    name_keys,
    splitter,
    stem,
    synonyms,
    tokens_of,
)

ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


def sort_key(name: str) -> str:
    """What to sort names by: the same on every database, because no database is asked.

    >>> sorted(["Zeiss", "Öko", "oel", "Otto", "Straße", "Strasse 2"], key=sort_key)
    ['oel', 'Öko', 'Otto', 'Straße', 'Strasse 2', 'Zeiss']
    """
    apart = unicodedata.normalize("NFKD", name.casefold().translate(ALONE))
    plain = "".join(sign if sign.isalnum() else " " for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Circle:
    """A point in degrees, and what lies so many kilometres around it; up to `near` it is close by."""

    latitude: float
    longitude: float
    radius: float
    near: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Länder by their codes, or circles; `names` are all that people call it, folded and in one word each."""

    name: str
    lands: tuple[str, ...] = ()
    circles: tuple[Circle, ...] = ()
    names: tuple[str, ...] = ()


_MOST_REMEMBERED = 100_000
_SHORT, _MOST_READ = 600, 400_000  # letters of a text, and of all that are remembered
PAIR = "w"  # how codes of pairs of words begin; those of topics are capitals
SHORTEST_START, SHORTEST_HEAD = 3, 5  # letters of a compound's first and last part
_AND = re.compile(r", | und | and | & ")


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
    def is_of_lexicon(self) -> bool:
        """Whether it is a pair of words and no topic."""
        return self.code.startswith(PAIR)

    @property
    def label_de(self) -> str:
        """The German label."""
        return self.labels[0]

    @property
    def label_en(self) -> str:
        """The English label."""
        return self.labels[-1]


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a term."""

    term: Term
    kind: NameKind
    name: str


class IndexToken(NamedTuple):
    """A word that means something, with its key, and the keys of its parts (one part: the word itself)."""

    word: Token
    key: str
    parts: tuple[str, ...]
    name_keys: tuple[str, ...]

    @property
    def is_compound(self) -> bool:
        """Whether the word has parts."""
        return len(self.parts) > 1


class _Remembered:
    """Texts with their words, up to so many letters."""

    def __init__(self) -> None:
        self.texts: dict[str, Sequence[IndexToken]] = {}
        self._letters = 0

    def add(self, text: str, words: Sequence[IndexToken]) -> None:
        if self._letters + len(text) > _MOST_READ:
            self.texts, self._letters = {}, 0
        self.texts[text] = words
        self._letters += len(text)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms, and their names; `beginnings` are folded names of concepts with their codes, in order."""

    terms: Mapping[str, Term]
    names: NameIndex[Naming] = field(repr=False)
    beginnings: tuple[tuple[str, str], ...] = field(repr=False)
    _read: _Remembered = field(repr=False, compare=False, default_factory=_Remembered)
    _spelled: dict[str, tuple[frozenset[str], ...]] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Self:
        """The vocabulary of these terms."""
        terms = tuple(terms)
        names: defaultdict[tuple[str, ...], list[Naming]] = defaultdict(list)
        abbreviations: defaultdict[str, list[Naming]] = defaultdict(list)
        for term in terms:
            for kind, given in ((NameKind.LABEL, term.labels), (NameKind.SYNONYM, term.synonyms)):
                for name in given:
                    _add(names[_signature(name)], Naming(term, kind, name))
            for short in term.abbreviations:
                _add(abbreviations[short], Naming(term, NameKind.ABBREVIATION, short))
        names.pop((), None)
        index = NameIndex.of(
            {name: tuple(found) for name, found in names.items()},
            {short: tuple(found) for short, found in abbreviations.items()},
        )
        return cls({term.code: term for term in terms}, index, _beginnings_of(terms))

    def beginning(self, start: str) -> list[Term]:
        """The concepts with a name that begins like this, the shortest such name first."""
        wanted = fold(" ".join(start.split()))
        place = bisect_left(self.beginnings, (wanted, ""))
        found: list[tuple[int, str]] = []
        while place < len(self.beginnings) and self.beginnings[place][0].startswith(wanted):
            found.append((len(self.beginnings[place][0]), self.beginnings[place][1]))
            place += 1
        return [self.terms[code] for code in dict.fromkeys(code for _, code in sorted(found))]

    def words(self, text: str) -> Sequence[IndexToken]:
        """The words of a text that mean something; texts come again and again, so they are remembered."""
        found = self._read.texts.get(text)
        if found is None:
            found = index_tokens(text)
            if len(text) <= _SHORT:
                self._read.add(text, found)
        return found

    def mentions_of(self, codes: AbstractSet[str], read: Sequence[IndexToken]) -> list[Mention[Naming]]:
        """The same as `mentions` where one of these terms may be named at all, and nothing elsewhere."""
        keys = {key for token in read for key in token.name_keys}
        surfaces = {token.word.surface for token in read}
        may_be_named = any(
            any(name <= keys for name in self._names_of(code))
            or not surfaces.isdisjoint(self.terms[code].abbreviations)
            for code in codes & self.terms.keys()
        )
        return self.mentions(read) if may_be_named else []

    def _names_of(self, code: str) -> tuple[frozenset[str], ...]:
        """The keys of each name of a term."""
        found = self._spelled.get(code)
        if found is None:
            term = self.terms[code]
            signatures = (frozenset(_signature(name)) for name in (*term.labels, *term.synonyms))
            self._spelled[code] = found = tuple(one for one in signatures if one)
        return found

    def mentions(self, read: Sequence[IndexToken]) -> list[Mention[Naming]]:
        """Every name of a term in a text, the longest where several overlap."""
        heard = [Heard(token.word.surface, token.word.run, token.name_keys) for token in read]
        return list(self.names.mentions(heard, is_within=False))


def index_tokens(text: str) -> list[IndexToken]:
    """The words of a text that mean something, with their keys."""
    return [IndexToken(word, *_keys(pieces), name_keys(pieces)) for word, pieces in index_words(text)]


def index_words(text: str) -> Iterator[tuple[Token, tuple[str, ...]]]:
    """The words of a text that mean something, with their pieces: what needs no key costs a tenth."""
    is_shouting = text.isupper() and len(text.split()) > 1  # IT alone is an acronym
    for word in tokens_of(text):
        pieces = meaningful(word.surface, is_shouting=is_shouting)
        if pieces:
            yield word, pieces


def lexicon_terms() -> Iterator[Term]:
    """What the lexicon knows of both languages: words and places that are no terms of the vocabulary."""
    for number, (german, english) in enumerate(synonyms().pairs):
        yield Term(
            code=f"{PAIR}{number}", labels=(german[0], english[0]), synonyms=(*german[1:], *english[1:])
        )


def head_of(written: str) -> str:
    """The last part of a compound as it is written, also of one that is otherwise never taken apart.

    Folding comes last: Nanoelektronik loses the e of its second part by it.

    >>> head_of("Raumfahrt"), head_of("Nanoelektronik"), head_of("Messe")
    ('fahrt', 'elektronik', '')
    """
    word = written.lower()
    parts = splitter().split(fold(word))
    ends = (word[start:] for start in range(SHORTEST_START, len(word) - SHORTEST_HEAD + 1))
    known = next((end for end in ends if fold(end) in splitter().parts), "")
    return parts[-1] if len(parts) > 1 and not known else known


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


@lru_cache(maxsize=_MOST_REMEMBERED)
def _keys(pieces: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The key of a word of these pieces, and the keys of all its parts."""
    parts = tuple(stem(part) for piece in pieces for part in splitter().split(piece) or (piece,))
    return stem("".join(pieces)), parts


def _beginnings_of(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    concepts = (term for term in terms if term.is_concept)
    return tuple(
        sorted((fold(name), term.code) for term in concepts for name in (*term.labels, *term.synonyms))
    )


def _add(namings: list[Naming], naming: Naming) -> None:
    """A term is listed once under each name: as its best kind, which comes first."""
    if all(known.term.code != naming.term.code for known in namings):
        namings.append(naming)


def _signature(name: str) -> tuple[str, ...]:
    return tuple(sorted(key for token in index_tokens(name) for key in token.name_keys))


INSIDE = "_"  # a part of a compound
NAMED = "="  # a term, by its label
MEANT = "~"  # a term, by a synonym or an abbreviation
MOST_WORDS = 2000


def column(tokens: Sequence[IndexToken], vocabulary: Vocabulary) -> str:
    """The line for the tokens of a text."""
    tokens = tokens[:MOST_WORDS]
    inner = [INSIDE + part for part in _inside(tokens)]
    return " ".join([*_spoken(tokens), *dict.fromkeys([*inner, *_terms(tokens, vocabulary)])])


def _spoken(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The keys of all pieces in their order."""
    for token in tokens:
        if len(token.word.pieces) == 1:
            yield token.key
        else:
            yield from (stem(piece) for piece in token.word.pieces)


def _inside(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The keys that a reader sees in the words, though no word is spelled like that."""
    for place, token in enumerate(tokens):
        if len(token.word.pieces) > 1:
            yield token.key
        if token.is_compound:
            yield from token.parts
        if token.word.is_open and place + 1 < len(tokens):
            head = head_of(tokens[place + 1].word.surface)
            if head:
                yield stem(token.word.surface + head)
                yield stem(head)


def _terms(tokens: Sequence[IndexToken], vocabulary: Vocabulary) -> Iterator[str]:
    for mention in vocabulary.mentions(tokens):
        for naming in mention.named:
            yield (NAMED if naming.kind is NameKind.LABEL else MEANT) + naming.term.token


def surfaces(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The words as they are written, for suggesting a spelling."""
    for token in tokens:
        yield from (written for written in token.word.written if len(written) > 3 and written.isalpha())


def spelled(tokens: Sequence[IndexToken]) -> str:
    """The words of a name without stemming, for finding it while it is being typed."""
    return " ".join(piece for token in tokens for piece in token.word.pieces)
