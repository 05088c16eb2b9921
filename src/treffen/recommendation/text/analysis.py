"""A text becomes terms: keys under which words of both languages meet, each with where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from treffen.recommendation.text.compounds import Splitter
from treffen.recommendation.text.folding import fold
from treffen.recommendation.text.lexicon import GERMAN, LONGEST_TERM, key_of, kin, synonyms
from treffen.recommendation.text.stems import stem
from treffen.recommendation.text.tokens import MOST_REMEMBERED, Token, tokens
from treffen.recommendation.text.wordlists import words

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


@cache
def splitter() -> Splitter:
    """The one splitter: parts from our list, and German words of the lexicon that are no compounds."""
    whole = words("whole.txt")
    known = Splitter.of(words("parts.txt"), whole)
    german = {fold(word) for word in synonyms().written | kin().written}
    fresh = {word for word in german if len(word) > 4 and word.isalpha() and not known.split(word)}
    return Splitter.of(words("parts.txt") | fresh, whole)


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in words("common.txt"))


def is_common(word: str) -> bool:
    """Whether a word occurs around any offer or need, or says nothing at all."""
    return fold(word) in words("stopwords.txt") or stem(word) in _common()


Name = tuple[str | bool, ...]
Group = tuple[Name, tuple[Term, ...]]


def analysed(text: str, language: str) -> tuple[Term, ...]:
    """The terms of a text: its words but for stop words, their parts, and known expressions.

    language: "de" or "en"; it decides only what words mean that both languages write alike.
    The order is that of the text; nothing is counted twice under the same key.
    """
    best: dict[tuple[str, bool], Term] = {}
    for _, terms in groups(text, language):
        for term in terms:
            place = term.key, term.is_negated
            if place not in best or best[place].share < term.share:
                best[place] = term
    return tuple(best.values())


def groups(text: str, language: str) -> Iterator[Group]:
    """The terms of each word, and of each known expression, beside a name that is the same wherever these
    terms are: whoever makes something of them can remember it."""
    found = tokens(text)
    taken_back = negated(found)
    for token, is_negated in zip(found, taken_back, strict=True):
        yield (
            (token.surface, language, is_negated),
            _of_word(token.pieces, token.surface, language, is_negated),
        )
    yield from _expressions(found, language, taken_back)


@lru_cache(maxsize=MOST_REMEMBERED)
def _of_word(pieces: tuple[str, ...], surface: str, language: str, is_negated: bool) -> tuple[Term, ...]:
    found: list[Term] = []
    for piece in pieces:
        if piece not in words("stopwords.txt"):
            found.extend(_of_piece(piece, surface, language, is_negated=is_negated))
    if len(pieces) > 1:
        found.append(_term(stem("".join(pieces)), surface, JOINED, is_negated=is_negated))
    return tuple(found)


def _of_piece(piece: str, surface: str, language: str, *, is_negated: bool) -> Iterator[Term]:
    key = key_of(piece, language)
    is_weak = stem(piece) in _common()
    yield _term(key, surface, 1.0, is_negated=is_negated, is_common=is_weak)
    for part in splitter().split(piece):
        if len(part) > 2 and part not in words("stopwords.txt"):
            part_is_weak = stem(part) in _common()
            yield _term(key_of(part, GERMAN), surface, PART, is_negated=is_negated, is_common=part_is_weak)


def _term(key: str, surface: str, share: float, *, is_negated: bool, is_common: bool = False) -> Term:
    return Term(key, surface, share, is_common, is_negated, *_groups(key))


def _groups(key: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return synonyms().words.get(key, ()), kin().words.get(key, ())


@cache
def _first_keys() -> frozenset[str]:
    """What expressions begin with."""
    return frozenset(keys[0] for lexicon in (synonyms(), kin()) for keys in lexicon.terms)


@lru_cache(maxsize=MOST_REMEMBERED)
def _may_begin(pieces: tuple[str, ...], language: str) -> bool:
    return any(key_of(piece, language) in _first_keys() for piece in pieces)


def _expressions(found: tuple[Token, ...], language: str, taken_back: list[bool]) -> Iterator[Group]:
    """Known runs of several words, such as "heat pump"."""
    if not any(_may_begin(token.pieces, language) for token in found):
        return
    pieces = [(key_of(p, language), token.run, at) for at, token in enumerate(found) for p in token.pieces]
    first, lexicons = _first_keys(), (synonyms(), kin())
    for start, (key, run, at) in enumerate(pieces):
        if key not in first:
            continue
        for end in range(start + 2, min(start + LONGEST_TERM, len(pieces)) + 1):
            if pieces[end - 1][1] != run:
                break
            keys = tuple(key for key, _, _ in pieces[start:end])
            numbers = [lexicon.terms.get(keys, ()) for lexicon in lexicons]
            if any(numbers):
                surface = " ".join(dict.fromkeys(found[n].surface for _, _, n in pieces[start:end]))
                term = Term(" ".join(keys), surface, 1.0, False, taken_back[at], numbers[0], numbers[1])
                yield (*keys, surface, taken_back[at]), (term,)


def negated(found: tuple[Token, ...]) -> list[bool]:
    """For each word, whether a "no" before it in the same run reaches it."""
    cues = words("negating.txt")
    if not any(token.pieces[-1] in cues for token in found):
        return [False] * len(found)
    said: list[bool] = []
    left, run = 0, -1
    for token in found:
        left = left if token.run == run else 0
        is_cue = token.pieces[-1] in cues
        said.append(left > 0 and not is_cue)
        left, run = (REACH, token.run) if is_cue else (max(0, left - 1), token.run)
    return said
