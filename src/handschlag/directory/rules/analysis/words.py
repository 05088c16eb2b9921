"""The words of a text, as they are written, and the pieces that a hyphen joins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from handschlag.directory.rules.analysis.folding import fold

HYPHENS = "-‐‑"
WORD = re.compile(
    rf"[A-Z]&[A-Z]\b|\d+(?:[.,]\d+)+|[^\W_]+(?:[{HYPHENS}][^\W_]+)*[{HYPHENS}]?(?=\W|_|$)|[^\W_]+"
)
# Between two words, this ends what can be one expression.
BREAK = re.compile(r"[.;:!?,()\[\]\"„“”|/•\n]")
SPLIT = re.compile(rf"[{HYPHENS}]+")
LONGEST = 60


class Word(NamedTuple):
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
        return "".join(self.pieces)


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order.

    >>> [word.pieces for word in words("Sol-Gel-Technik, 3D-Druck & KI 4.0, E-Health")]
    [('sol', 'gel', 'technik'), ('3d', 'druck'), ('ki',), ('40',), ('ehealth',)]
    """
    run = last_end = 0
    for hit in WORD.finditer(text):
        start, end = hit.span()
        if start - last_end > 1 or (start > last_end and text[last_end] != " "):
            run += BREAK.search(text, last_end, start) is not None
        last_end = end
        surface = hit[0].rstrip(HYPHENS)
        pieces, written = _pieces_of(surface)
        if pieces:
            yield Word(surface, start, start + len(surface), pieces, written, run, len(surface) < end - start)


@lru_cache(maxsize=50_000)
def _pieces_of(surface: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What hyphens join, folded and as written; a single letter belongs to what follows (E-Health)."""
    written: list[str] = []
    letter = ""
    for part in SPLIT.split(surface):
        if len(part) == 1 and part.isalpha() and not letter:
            letter = part
        else:
            written.append(letter + part)
            letter = ""
    pairs = [(_plain(one), one) for one in [*written, letter]]
    kept = [pair for pair in pairs if pair[0]]
    return tuple(folded for folded, _ in kept), tuple(one for _, one in kept)


def _plain(written: str) -> str:
    return "".join(letter for letter in fold(written) if letter.isalnum())[:LONGEST]
