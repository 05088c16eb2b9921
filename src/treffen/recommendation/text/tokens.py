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
STANDS_ALONE = frozenset("-–—/")  # those of BREAK that need a blank on both sides
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
    chunks = text.split(" ")
    found: list[Token] = []
    at = run = 0
    for chunk in chunks:
        read = _chunk(chunk)
        if read is None:
            return tuple(read_whole(text))
        for surface, start, end, pieces, before in read[0]:
            found.append(Token(surface, at + start, at + end, pieces, run + before))
        at += len(chunk) + 1
        run += read[1]
    return tuple(found)


@lru_cache(maxsize=MOST_REMEMBERED)
def _chunk(chunk: str) -> tuple[tuple[Token, ...], int] | None:
    """The words between two blanks, and how many breaks there are; most chunks are met again and again.

    None where that depends on what stands beside it: other white space, a dash that stands alone.
    """
    if chunk in STANDS_ALONE or any(map(str.isspace, chunk)):
        return None
    return tuple(read_whole(chunk)), len(BREAK.findall(WORD.sub("\0", chunk)))


@lru_cache(maxsize=MOST_REMEMBERED)
def pieces_of(surface: str) -> tuple[str, ...]:
    """What hyphens join in a word, folded; pieces without a letter are left out."""
    return tuple(fold(piece) for piece in INNER.split(surface) if HAS_LETTER.search(piece))


def read_whole(text: str) -> Iterator[Token]:
    """The words of a text in one pass, as `tokens` gives them."""
    run, last = 0, 0
    for found in WORD.finditer(text):
        between = text[last : found.start()]
        run += len(BREAK.findall(between)) if between != " " else 0
        last = found.end()
        surface = found.group().rstrip(HYPHENS)
        pieces = pieces_of(surface)
        if pieces:
            yield Token(surface, found.start(), found.start() + len(surface), pieces, run)
