"""Tables of text that know how wide the terminal is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
ELLIPSIS = "…"
NARROWEST_COLUMN = 8
WIDE = frozenset("WF")


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal.

    >>> width_of("Tisch"), width_of("会議")
    (5, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in WIDE else 1 for c in text
    )


def cut(text: str, width: int) -> str:
    """The text, shortened to a width where it must be.

    >>> cut("Teilnehmer:in", 8)
    'Teilneh…'
    """
    if width_of(text) <= width:
        return text
    kept, used = [], 1
    for c in text:
        used += width_of(c)
        if used > width:
            break
        kept.append(c)
    return "".join(kept) + ELLIPSIS


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width`, broken between words where that is possible."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if not line or width_of(longer) <= width:
            line = longer
        else:
            lines.append(line)
            line = word
    return [cut(one, width) for one in (*lines, line)]


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    width: int | None,
    right: frozenset[int] = frozenset(),
) -> Iterator[str]:
    """Lines of a table, columns `right` aligned to the right; None as width: nothing is broken.

    >>> list(table(["Ort", "n"], [["t1", "12"]], width=None, right=frozenset({1})))
    ['Ort   n', '---  --', 't1   12']
    """
    body = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = _widths([list(head), *body], width)
    yield from _row(head, widths, right)
    yield GAP.join("-" * w for w in widths)
    for row in body:
        yield from _row(row, widths, right)


def _widths(rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """The widths of the columns; where all do not fit, the widest give way."""
    widths = [max(width_of(row[i]) for row in rows) for i in range(len(rows[0]))]
    if width is None:
        return widths
    room = width - len(GAP) * (len(widths) - 1)
    words = [max(width_of(word) for row in rows for word in row[i].split(" ")) for i in range(len(widths))]
    for floors in (words, [NARROWEST_COLUMN] * len(widths)):  # whole words first, then cut ones
        _squeeze(widths, floors, room)
    return widths


def _squeeze(widths: list[int], floors: Sequence[int], room: int) -> None:
    """Take from the widest column that has something to give, a step at a time."""
    while sum(widths) > room:
        givers = [i for i, w in enumerate(widths) if w > max(floors[i], NARROWEST_COLUMN)]
        if not givers:
            return
        widths[max(givers, key=widths.__getitem__)] -= 1


def _row(cells: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterator[str]:
    columns = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for n in range(max(len(lines) for lines in columns)):
        texts = [lines[n] if n < len(lines) else "" for lines in columns]
        padded = (_pad(t, w, is_right=i in right) for i, (t, w) in enumerate(zip(texts, widths, strict=True)))
        yield GAP.join(padded).rstrip()


def _pad(text: str, width: int, *, is_right: bool) -> str:
    spaces = " " * (width - width_of(text))
    return spaces + text if is_right else text + spaces
