"""The one splitter: what German compounds are made of here, for everybody who takes them apart."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.language.compounds import Splitter
from treffen.language.concepts import standard_concepts
from treffen.language.folding import fold
from treffen.language.lexicon import kin, synonyms
from treffen.language.tokens import tokens_of
from treffen.language.wordlists import words

_SHORTEST, _SHORTEST_OF_NAMES = 5, 6


_one: list[Splitter] = []  # of this process


def splitter() -> Splitter:
    """Parts from our list, and words of lexicon and vocabulary that are no compounds of others."""
    if not _one:
        _one[:] = [_made()]
    return _one[0]


def adopt_splitter(made: Splitter) -> None:
    """The one splitter, as this very code made it before: whoever starts often need not wait for it again."""
    _one[:] = [made]


def _made() -> Splitter:
    whole, describing = words("whole.txt") | words("towns.txt"), words("describing.txt")
    parts = words("parts.txt")
    # Names last: many of them are compounds of words of the lexicon.
    for more in (_of_lexicon(), _of_names()):
        known = Splitter.of(parts, whole, describing=describing)
        parts |= {word for word in more if word.isalpha() and not known.split(word)}
    return Splitter.of(parts, whole, describing=describing)


def _of_lexicon() -> Iterator[str]:
    """The German words of the lexicon."""
    written = (word for lexicon in (synonyms(), kin()) for word in lexicon.written)
    yield from (fold(word) for word in written if len(word) >= _SHORTEST)


def _of_names() -> Iterator[str]:
    """The longer words of all names of concepts, and English words: SiliconSaxony is called so."""
    every = [name for concept in standard_concepts() for name in concept.names]
    every += [term for _, english in synonyms().pairs for term in english]
    for name in every:
        pieces = (piece for token in tokens_of(name) for piece in token.pieces)
        yield from (piece for piece in pieces if len(piece) >= _SHORTEST_OF_NAMES)
