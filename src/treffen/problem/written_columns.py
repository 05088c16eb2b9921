"""Columns written as text, a thousand lines at once: rows of letters, in which zeros stand for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

type Letters = npt.NDArray[np.uint8]
type Chosen = tuple[Letters, npt.NDArray[np.integer]]
AT_ONCE = 1_024  # lines


def written(pieces: Sequence[str | Letters | Chosen], count: int) -> Iterator[str]:
    """Lines, so many, of pieces that are the same in all, and others [count, width] of ASCII, which may be
    chosen by numbers [count] from a few.
    """
    for first in range(0, count, AT_ONCE):
        last = min(first + AT_ONCE, count)
        rows = [_rows(piece, slice(first, last)) for piece in pieces]
        yield np.concatenate(rows, axis=1).tobytes().translate(None, b"\0").decode()


def _rows(piece: str | Letters | Chosen, part: slice) -> Letters:
    if isinstance(piece, str):
        return np.broadcast_to(_letters(piece), (part.stop - part.start, len(piece)))
    if isinstance(piece, tuple):
        some, numbers = piece
        return some[numbers[part]]
    return piece[part]


def _letters(text: str) -> Letters:
    return np.frombuffer(text.encode(), np.uint8)


def letters_of(column: npt.NDArray[np.bytes_]) -> Letters:
    """A column of texts as rows of letters."""
    return np.ascontiguousarray(column).view(np.uint8).reshape(len(column), -1)


def digits_of(numbers: npt.NDArray[np.int64]) -> Letters:
    """Whole numbers from 0 on, as rows of digits."""
    width = len(str(int(numbers.max(initial=0))))
    digits = np.zeros((len(numbers), width), np.uint8)
    for k in range(width):
        tens = 10 ** (width - 1 - k)
        digits[:, k] = np.where((numbers >= tens) | (tens == 1), numbers // tens % 10 + ord("0"), 0)
    return digits
