"""The words of each concept's names: two texts with words of one concept may well mean the same thing.

This is explicit semantic analysis in small (E. Gabrilovich, S. Markovitch, IJCAI 2007): texts meet in a space
of concepts, whichever language they are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treffen.language import Lexicon
from treffen.language.concepts import Concept
from treffen.language.lexicon import lexicon_of
from treffen.recommendation.text import is_common, spoken

SHORTEST = 4


def kin_of(concepts: Iterable[Concept]) -> Lexicon:
    """One group for each concept that is no filter, in the order of these."""
    return lexicon_of(
        (
            tuple(_words((concept.label_de, *concept.synonyms_de))),
            tuple(_words((concept.label_en, *concept.synonyms_en))),
        )
        for concept in concepts
        if not concept.is_filter
    )


def _words(names: Iterable[str]) -> Iterator[str]:
    """The words of these names that do not occur around anything, each once."""
    found = (token.surface for name in names for token in spoken(name))
    yield from dict.fromkeys(w for w in found if w.isalpha() and len(w) >= SHORTEST and not is_common(w))
