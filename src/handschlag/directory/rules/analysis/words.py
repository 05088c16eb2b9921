"""The words of a text, as they are written, and the pieces that a hyphen joins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handschlag.directory.rules.analysis.folding import fold

HYPHENS = "-‐‑"
WORD = re.compile(
    rf"[A-Z]&[A-Z]\b|\d+(?:[.,]\d+)+|[^\W_]+(?:[{HYPHENS}][^\W_]+)*[{HYPHENS}]?(?=\W|_|$)|[^\W_]+"
)
# Between two words, this ends what can be one expression.
BREAK = re.compile(r"[.;:!?,()\[\]\"„“”|/•\n]")
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word at `start:end` of its text; `pieces` are folded, `written` is what they were.

    Words of one `run` may be one expression.
    `is_open` says that its head follows later: the first word of "Füge- und Schweißtechnik".
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
        if BREAK.search(text, last_end, hit.start()):
            run += 1
        last_end = hit.end()
        surface = hit[0].rstrip(HYPHENS)
        pieces = list(pieces_of(surface))
        if pieces:
            yield Word(
                surface=surface,
                start=hit.start(),
                end=hit.start() + len(surface),
                pieces=tuple(folded for folded, _ in pieces),
                written=tuple(written for _, written in pieces),
                run=run,
                is_open=hit[0] != surface,
            )


def pieces_of(surface: str) -> Iterator[tuple[str, str]]:
    """What hyphens join, folded and as written; a single letter belongs to what follows (E-Health)."""
    letter = ""
    for part in re.split(rf"[{HYPHENS}]+", surface):
        written = letter + part
        if len(part) == 1 and part.isalpha() and not letter:
            letter = part
            continue
        letter = ""
        yield from folded(written)
    yield from folded(letter)


def folded(written: str) -> Iterator[tuple[str, str]]:
    plain = "".join(letter for letter in fold(written) if letter.isalnum())
    if plain:
        yield plain[:LONGEST], written
