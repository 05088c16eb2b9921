"""The words of a text as they are written, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from treffen.recommendation.text.folding import fold

MOST_REMEMBERED = 100_000
HYPHENS = "-‐‑–"
WORD = re.compile(rf"[A-Z]&[A-Z]\b|[^\W_]+(?:[{HYPHENS}’'/&][^\W_]+)*[{HYPHENS}]?")
INNER = re.compile(rf"[{HYPHENS}’'/&]+")
# Between two words, this ends what can be one expression, and the reach of a "no".
BREAK = re.compile(r"[.;:!?,()\[\]\"„“”|•\n]|\s[-–—/]\s")
HAS_LETTER = re.compile(r"[^\W\d_]")


class Token(NamedTuple):
    """A word at `start:end` of its text. `pieces` are what hyphens join, folded; `run` counts expressions."""

    surface: str
    start: int
    end: int
    pieces: tuple[str, ...]
    run: int


@lru_cache(maxsize=MOST_REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; numbers without a letter are left out.

    >>> [token.surface for token in tokens("Laser-Cleaning, 5-axis and 2D parts")]
    ['Laser-Cleaning', '5-axis', 'and', '2D', 'parts']
    """
    return tuple(_tokens(text))


@lru_cache(maxsize=MOST_REMEMBERED)
def _pieces(surface: str) -> tuple[str, ...]:
    return tuple(fold(piece) for piece in INNER.split(surface) if HAS_LETTER.search(piece))


def _tokens(text: str) -> Iterator[Token]:
    run, last = 0, 0
    for found in WORD.finditer(text):
        between = text[last : found.start()]
        run += len(BREAK.findall(between)) if between != " " else 0
        last = found.end()
        surface = found.group().rstrip(HYPHENS)
        pieces = _pieces(surface)
        if pieces:
            yield Token(surface, found.start(), found.start() + len(surface), pieces, run)
