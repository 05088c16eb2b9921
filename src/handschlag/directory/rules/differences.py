"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond this many words a comparison of words costs seconds and helps nobody: whole texts are shown then.
MOST_WORDS = 4000


class WordChange(StrEnum):
    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    change: WordChange
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact in two versions: before with what went, after with what came."""

    fact: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compare(fact: str, before: str, after: str) -> Difference:
    """The two texts in pieces; put together again, each side is its text."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return Difference(
            fact=fact, before=_whole(WordChange.OLD, before), after=_whole(WordChange.NEW, after)
        )
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece(WordChange.SAME, "".join(old[a:b])))
            right.append(Piece(WordChange.SAME, "".join(new[c:d])))
        else:
            left.extend(_whole(WordChange.OLD, "".join(old[a:b])))
            right.extend(_whole(WordChange.NEW, "".join(new[c:d])))
    return Difference(fact=fact, before=_joined(left), after=_joined(right))


def _whole(change: WordChange, text: str) -> tuple[Piece, ...]:
    return (Piece(change, text),) if text else ()


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Changed words with only a space between them read as one change."""
    found: list[Piece] = []
    for piece in pieces:
        if len(found) >= 2 and _is_bridge(found, piece):
            gap = found.pop()
            found[-1] = Piece(piece.change, found[-1].text + gap.text + piece.text)
        elif found and piece.change is found[-1].change:
            found[-1] = Piece(piece.change, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _is_bridge(found: list[Piece], piece: Piece) -> bool:
    """Whether the last piece is only a space between two changes of one sort."""
    gap, before = found[-1], found[-2]
    return (
        gap.change is WordChange.SAME
        and gap.text.isspace()
        and "\n" not in gap.text
        and before.change is piece.change is not WordChange.SAME
    )
