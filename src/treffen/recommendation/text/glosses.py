"""German texts word by word in English: no translation, but enough for an encoder that knows it better."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.language import is_stop_word, key_of, splitter, synonyms
from treffen.language.lexicon import GERMAN
from treffen.recommendation.text.analysis import spoken


def glossed(text: str, language: str) -> str:
    """A German text with every word in English that the lexicon knows; stop words and numbers left out.

    An English text stays as it is.

    >>> glossed("Suche Wärmepumpen für unsere Klinik", "de")
    'heat pump hospital'
    """
    return " ".join(_glosses(text)) if language == GERMAN else text


def _glosses(text: str) -> Iterator[str]:
    known = synonyms().glosses
    for token in spoken(text):
        for piece in token.pieces:
            whole = known.get(key_of(piece, GERMAN))
            if whole is not None:
                yield whole
            elif not is_stop_word(piece, is_statement=True):
                parts = splitter().split(piece)
                found = [known.get(key_of(part, GERMAN)) for part in parts]
                is_known = any(found)
                yield from (g or p for g, p in zip(found, parts, strict=True)) if is_known else (piece,)
