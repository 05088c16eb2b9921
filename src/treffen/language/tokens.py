"""The words of a text as they are written, where they stand, and the pieces that a hyphen joins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from treffen.language.folding import fold

_MOST_REMEMBERED = 100_000
_HYPHENS = "-‐‑"
_WORD = re.compile(
    rf"[A-Z]&[A-Z]\b|\d+(?:[.,]\d+)+|[^\W_]+(?:[{_HYPHENS}][^\W_]+)*[{_HYPHENS}]?(?=\W|_|$)|[^\W_]+"
)
# Between two words, this ends what can be one expression, and the reach of a "no".
_BREAK = re.compile(r"[.;:!?,()\[\]\"„“”/|•\n]|\s[-–—]\s")
_SPLIT = re.compile(rf"[{_HYPHENS}]+")
_LONGEST = 60


class Token(NamedTuple):
    """A word at `start:end` of its text; `pieces` are folded, `written` is what they were.

    Words of one `run` may be one expression. `is_open` says that its head follows later: the first word of
    "Füge- und Schweißtechnik".
    """

    surface: str
    start: int
    end: int
    pieces: tuple[str, ...]
    written: tuple[str, ...]
    run: int
    is_open: bool = False

    @property
    def joined(self) -> str:
        """The word in folded letters, without its hyphens."""
        return "".join(self.pieces)


def tokens_of(text: str, *, is_statement: bool = False) -> Iterator[Token]:
    """The words of a text in their order.

    In a statement, equal numbers and letters do not make two texts fit (lots of 25, S-band): bare numbers are
    left out, and a single letter stands for itself. Whoever searches asks for exactly these (4.0, E-Health).

    >>> [token.pieces for token in tokens_of("Sol-Gel-Technik, 3D-Druck & KI 4.0, E-Health")]
    [('sol', 'gel', 'technik'), ('3d', 'druck'), ('ki',), ('40',), ('ehealth',)]
    """
    run = last_end = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        if start - last_end > 1 or (start > last_end and text[last_end] != " "):
            run += _BREAK.search(text, last_end, start) is not None
        last_end = end
        surface = found[0].rstrip(_HYPHENS)
        pieces, written = pieces_of(surface, is_statement=is_statement)
        if pieces:
            yield Token(
                surface, start, start + len(surface), pieces, written, run, len(surface) < end - start
            )


@lru_cache(maxsize=_MOST_REMEMBERED)
def pieces_of(surface: str, *, is_statement: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What hyphens join, folded and as written; a single letter before it belongs to the rest (E-Health)."""
    written = _SPLIT.split(surface)
    if not is_statement and len(written) > 1 and len(written[0]) == 1 and written[0].isalpha():
        written[:2] = ["".join(written[:2])]
    pairs = [(_plain(one), one) for one in written]
    kept = [pair for pair in pairs if pair[0] and not (is_statement and pair[0].isdigit())]
    return tuple(folded for folded, _ in kept), tuple(one for _, one in kept)


@lru_cache(maxsize=_MOST_REMEMBERED)
def written_pieces(surface: str) -> tuple[str, ...]:
    """What hyphens join, as it is written; nothing if there is no hyphen."""
    written = _SPLIT.split(surface)
    return tuple(written) if len(written) > 1 else ()


def _plain(written: str) -> str:
    return "".join(letter for letter in fold(written) if letter.isalnum())[:_LONGEST]
