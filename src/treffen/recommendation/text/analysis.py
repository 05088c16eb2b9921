"""A text becomes terms: keys under which words of both languages meet, each with where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from treffen.language import Token, fold, key_of, kin, splitter, stem, synonyms, tokens_of
from treffen.language.lexicon import GERMAN, LONGEST_TERM
from treffen.language.stop_words import is_stop_word, meaningful
from treffen.language.tokens import pieces_of
from treffen.language.wordlists import words

MOST_REMEMBERED = 100_000
REACH = 3  # so many words after "no" are taken back by it


@dataclass(frozen=True, slots=True)
class Term:
    """One reading of a piece of a text.

    key: what texts meet under. surface: the word, or words, as written. share: how much of the word this is
    (1 the word itself, less for a part of a compound). is_common: the word occurs around any offer or need.
    is_negated: a "no" stands before it. synonyms, kin: numbers of the groups it belongs to.
    """

    key: str
    surface: str
    share: float
    is_common: bool
    is_negated: bool
    synonyms: tuple[int, ...]
    kin: tuple[int, ...]


PART = 0.7
JOINED = 0.8


@lru_cache(maxsize=MOST_REMEMBERED)
def spoken(text: str) -> tuple[Token, ...]:
    """The words of a statement; bare numbers are left out: equal ones do not make two texts fit."""
    return tuple(tokens_of(text, is_statement=True))


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in words("common.txt"))


def is_common(word: str) -> bool:
    """Whether a word occurs around any offer or need, or says nothing at all."""
    return is_stop_word(fold(word), is_statement=True) or stem(word) in _common()


class _Word(NamedTuple):
    """A word where it stands: everything that its terms depend on."""

    surface: str
    language: str
    is_negated: bool


class _Expression(NamedTuple):
    """A known run of several words, such as "heat pump"."""

    keys: tuple[str, ...]
    surface: str
    is_negated: bool


Name = _Word | _Expression


def analysed(text: str, language: str) -> tuple[Term, ...]:
    """The terms of a text: its words but for stop words, their parts, and known expressions.

    language: "de" or "en"; it decides only what words mean that both languages write alike.
    The order is that of the text; nothing is counted twice under the same key.
    """
    best: dict[tuple[str, bool], Term] = {}
    for name in names(text, language):
        for term in terms_of(name):
            place = term.key, term.is_negated
            if place not in best or best[place].share < term.share:
                best[place] = term
    return tuple(best.values())


def names(text: str, language: str) -> list[Name]:
    """The words of a text, and the known expressions in it. Equal names have equal terms: whoever makes
    something of them can remember it."""
    found = spoken(text)
    taken_back = negated(found)
    words_met: list[Name] = [
        _Word(token.surface, language, is_negated)
        for token, is_negated in zip(found, taken_back, strict=True)
    ]
    words_met.extend(_expressions(found, language, taken_back))
    return words_met


def terms_of(name: Name) -> tuple[Term, ...]:
    """The terms of a word, or of an expression."""
    if isinstance(name, _Word):
        return _of_word(*name)
    numbers = [lexicon.terms.get(name.keys, ()) for lexicon in (synonyms(), kin())]
    return (Term(" ".join(name.keys), name.surface, 1.0, False, name.is_negated, *numbers),)


@lru_cache(maxsize=MOST_REMEMBERED)
def _of_word(surface: str, language: str, is_negated: bool) -> tuple[Term, ...]:
    pieces = meaningful(surface, is_statement=True)
    found = [term for piece in pieces for term in _of_piece(piece, surface, language, is_negated=is_negated)]
    every, _ = pieces_of(surface, is_statement=True)
    if len(every) > 1:
        found.append(_term(stem("".join(every)), surface, JOINED, is_negated=is_negated))
    return tuple(found)


def _of_piece(piece: str, surface: str, language: str, *, is_negated: bool) -> Iterator[Term]:
    key = key_of(piece, language)
    is_weak = stem(piece) in _common()
    yield _term(key, surface, 1.0, is_negated=is_negated, is_common=is_weak)
    for part in splitter().split(piece):
        if len(part) > 2 and not is_stop_word(part, is_statement=True):
            part_is_weak = stem(part) in _common()
            yield _term(key_of(part, GERMAN), surface, PART, is_negated=is_negated, is_common=part_is_weak)


def _term(key: str, surface: str, share: float, *, is_negated: bool, is_common: bool = False) -> Term:
    return Term(key, surface, share, is_common, is_negated, *_groups(key))


def _groups(key: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return synonyms().words.get(key, ()), kin().words.get(key, ())


@cache
def _known_runs() -> frozenset[tuple[str, ...]]:
    """All expressions, and of each its first key, and its first two."""
    runs = [keys for lexicon in (synonyms(), kin()) for keys in lexicon.terms]
    return frozenset(run for keys in runs for run in (keys[:1], keys[:2], keys))


@lru_cache(maxsize=MOST_REMEMBERED)
def _may_begin(pieces: tuple[str, ...], language: str) -> bool:
    return any((key_of(piece, language),) in _known_runs() for piece in pieces)


def _expressions(found: tuple[Token, ...], language: str, taken_back: list[bool]) -> Iterator[_Expression]:
    """Known runs of several words, such as "heat pump"."""
    for at, token in enumerate(found):
        if not _may_begin(token.pieces, language):
            continue
        near = range(at, min(at + LONGEST_TERM, len(found)))
        ahead = [(key_of(p, language), n) for n in near if found[n].run == token.run for p in found[n].pieces]
        for start in range(len(token.pieces)):
            for keys, last in _runs(ahead[start : start + LONGEST_TERM]):
                surface = " ".join(dict.fromkeys(one.surface for one in found[at : last + 1]))
                yield _Expression(keys, surface, taken_back[at])


def _runs(ahead: list[tuple[str, int]]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The expressions that these keys begin with, and the number of the word where each ends."""
    keys = tuple(key for key, _ in ahead)
    if keys[:2] not in _known_runs():
        return
    for end in range(2, len(keys) + 1):
        if any(keys[:end] in lexicon.terms for lexicon in (synonyms(), kin())):
            yield keys[:end], ahead[end - 1][1]


def negated(found: tuple[Token, ...]) -> list[bool]:
    """For each word, whether a "no" before it in the same run reaches it."""
    cues = words("negating.txt")
    if cues.isdisjoint([token.pieces[-1] for token in found]):
        return [False] * len(found)
    said: list[bool] = []
    left, run = 0, -1
    for token in found:
        left = left if token.run == run else 0
        is_cue = token.pieces[-1] in cues
        said.append(left > 0 and not is_cue)
        left, run = (REACH, token.run) if is_cue else (max(0, left - 1), token.run)
    return said
