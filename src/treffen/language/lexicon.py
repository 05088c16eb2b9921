"""Words that mean the same, in one language or across both, and words that belong together.

`synonyms.txt` holds one group a line, German words before the equals sign, English ones behind it. `kin.txt`
holds words of one corner of the world (a ship, its hull, its fouling): hearing one makes the others likelier,
and no more. Both are ours, written for this engine by field of technology.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from treffen.language.folding import fold
from treffen.language.stems import stem
from treffen.language.tokens import tokens_of
from treffen.language.wordlists import lines, words

LONGEST_TERM = 5
GERMAN, ENGLISH = "de", "en"


@cache
def key_of(word: str, language: str = "") -> str:
    """The key of one word: its stem, and its language where the other means something else by it.

    Nobody says in which language a query or a name is written; without one, a key is the stem alone.
    """
    folded = fold(word)
    is_apart = bool(language) and folded in words("between_languages.txt")
    return f"{folded}:{language}" if is_apart else stem(folded)


def keys_of(term: str, language: str) -> tuple[str, ...]:
    """The keys of the words of a term, hyphens taken apart."""
    return tuple(key_of(piece, language) for token in tokens_of(term) for piece in token.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Groups by number; which groups a word, or a run of words, belongs to.

    `groups` holds the terms of each group as written; `words` maps a key, `terms` a run of keys, to the
    numbers of its groups. `glosses` maps a German key to English words.
    """

    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    words: Mapping[str, tuple[int, ...]]
    terms: Mapping[tuple[str, ...], tuple[int, ...]]
    glosses: Mapping[str, str]
    written: frozenset[str]


def lexicon_of(groups: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Lexicon:
    """A lexicon of (German, English) groups."""
    kept = tuple(groups)
    single: dict[str, list[int]] = {}
    several: dict[tuple[str, ...], list[int]] = {}
    glosses: dict[str, str] = {}
    written: set[str] = set()
    for number, (german, english) in enumerate(kept):
        for language, terms in ((GERMAN, german), (ENGLISH, english)):
            for term in terms:
                keys = keys_of(term, language)
                known = single.setdefault(keys[0], []) if len(keys) == 1 else several.setdefault(keys, [])
                if number not in known:
                    known.append(number)
                if language == GERMAN and len(keys) == 1 and english:
                    glosses.setdefault(keys[0], english[0])
                written |= {term} if len(keys) == 1 and language == GERMAN else set()
    return Lexicon(
        groups=tuple((*german, *english) for german, english in kept),
        pairs=kept,
        words={key: tuple(many) for key, many in single.items()},
        terms={key: tuple(many) for key, many in several.items()},
        glosses=glosses,
        written=frozenset(written),
    )


def _terms(text: str) -> tuple[str, ...]:
    return tuple(term for part in text.split(",") if (term := part.strip()))


@cache
def synonyms() -> Lexicon:
    """The groups of words that mean the same."""
    return _read("synonyms.txt")


@cache
def kin() -> Lexicon:
    """The groups of words that belong together."""
    return _read("kin.txt")


def _read(name: str) -> Lexicon:
    halves = (line.partition("=") for line in lines(name))
    return lexicon_of((_terms(german), _terms(english)) for german, _, english in halves)
