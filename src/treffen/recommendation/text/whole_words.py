"""The words that two texts can be said to share: whole words, no parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple

from treffen.language import fold, key_of, splitter, stem, synonyms
from treffen.language.lexicon import GERMAN
from treffen.language.tokens import pieces_of
from treffen.language.wordlists import words
from treffen.recommendation.text.analysis import MOST_REMEMBERED, Term, names, terms_of

_SHORTEST = 4
_PARTICIPLE = re.compile(r"\w{4}ed$")
_ENDINGS = frozenset(("", "e", "en", "em", "er", "ern", "es", "n", "nen", "s", "se"))


class WholeWord(NamedTuple):
    """A word or expression as written, with one key for all its forms.

    synonyms: groups of words of one meaning that it belongs to. parts: keys of what a compound is made of.
    is_telling: it names a topic even alone.
    """

    surface: str
    key: str
    synonyms: tuple[int, ...]
    parts: tuple[str, ...]
    is_telling: bool


def is_unspecific(surface: str, language: str) -> bool:
    """Whether a word alone names no topic: a verb or adjective, as far as that can be seen, or a noun of many
    senses."""
    is_no_noun = surface.islower() if language == GERMAN else bool(_PARTICIPLE.search(surface))
    return is_no_noun or stem(fold(surface)) in _unspecific()


@cache
def _unspecific() -> frozenset[str]:
    return frozenset(stem(word) for word in words("unspecific.txt"))


def are_forms(one: str, other: str) -> bool:
    """Whether two words of one key are forms of one word: Probe and Proben, but not Probe and probieren.

    >>> are_forms("Probe", "Proben"), are_forms("Proben", "probieren")
    (True, False)
    """
    here, there = fold(one), fold(other)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
    return here == there or (alike >= _SHORTEST and {here[alike:], there[alike:]} <= _ENDINGS)


def is_form_of_any(surface: str, names: Iterable[str]) -> bool:
    """Whether a word is a form of one of the words of these names; several words are taken as they are."""
    return " " in surface or any(are_forms(surface, word) for name in names for word in name.split())


@lru_cache(maxsize=MOST_REMEMBERED)
def whole_words(text: str, language: str) -> tuple[WholeWord, ...]:
    """Each once, in the order of the text; what a "no" takes back is left out."""
    return tuple({one.key: one for one in _whole(text, language)}.values())


def _whole(text: str, language: str) -> Iterator[WholeWord]:
    for name in names(text, language):
        terms = terms_of(name)
        if not terms or name.is_negated:
            continue
        pieces, _ = pieces_of(name.surface, is_statement=True)
        # The last reading of what a hyphen joins is that of all its pieces together.
        whole = terms[-1] if len(pieces) > 1 else terms[0]
        parts = splitter().split(pieces[0]) if len(pieces) == 1 else pieces
        keys = tuple(key_of(part, GERMAN) for part in parts) if len(parts) > 1 else ()
        is_telling = _is_telling(whole, language)
        meant = tuple(at for at in whole.synonyms if is_form_of_any(whole.surface, synonyms().groups[at]))
        yield WholeWord(whole.surface, whole.key, meant, keys, is_telling)


def _is_telling(term: Term, language: str) -> bool:
    """Short words tell something only as abbreviations: ZIM, MDR; of German words the nouns."""
    surface = term.surface
    if term.is_common or is_unspecific(surface, language):
        return False
    return len(surface) >= _SHORTEST or (len(surface) >= _SHORTEST - 1 and surface.isupper())
