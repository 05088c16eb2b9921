"""Words that say nothing about what somebody looks for, and legal forms that half of all names share."""

from __future__ import annotations

from functools import lru_cache

from treffen.language.tokens import pieces_of
from treffen.language.wordlists import words

_MOST_REMEMBERED = 100_000


def is_stop_word(piece: str, *, is_statement: bool = False) -> bool:
    """Whether a folded word is passed over.

    Names are searched for without their legal form, and without single letters; in a statement, a PLC is a
    controller, and e-learning no learning.
    """
    if piece in words("stopwords.txt"):
        return True
    is_letter = len(piece) == 1 and piece.isascii() and piece.isalpha()
    return not is_statement and (is_letter or piece in words("legal_forms.txt"))


@lru_cache(maxsize=_MOST_REMEMBERED)
def meaningful(surface: str, *, is_shouting: bool = False, is_statement: bool = False) -> tuple[str, ...]:
    """The pieces of a word that are no stop words; IT and AR are none, it and are are.

    >>> meaningful("IT-Sicherheit"), meaningful("it"), meaningful("IT", is_shouting=True)
    (('it', 'sicherheit'), (), ())
    """
    pieces, written = pieces_of(surface, is_statement=is_statement)
    kept = tuple(
        piece
        for piece, one in zip(pieces, written, strict=True)
        if not is_stop_word(piece, is_statement=is_statement)
        or (not is_shouting and _is_acronym(one, piece, least=1 if len(pieces) > 1 else 2))
    )
    return kept or (pieces if len(pieces) > 1 else ())  # take-off is a word


def _is_acronym(written: str, piece: str, *, least: int) -> bool:
    """Up to three capitals; a single one only within a word (Power-to-X)."""
    return least <= len(written) < 4 and written.isupper() and piece not in words("legal_forms.txt")
