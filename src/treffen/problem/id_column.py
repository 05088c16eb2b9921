"""Ids as a column of letters, looked up all at once: a dictionary of a million takes six times the room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

type Ids = npt.NDArray[np.bytes_]
type Numbers = npt.NDArray[np.int64]
LONGEST = 64  # letters
WORD = 8  # letters; columns are so many wide, or twice that, and so on


def packed(ids: Sequence[str]) -> Ids | None:
    """Ids as a column; None if there is none, or if one is no text, or empty, too long, or unusual."""
    try:
        text, longest = "".join(ids), max(map(len, ids), default=0)
    except TypeError:
        return None
    if not text.isascii() or not text.isprintable() or longest > LONGEST or not all(map(str.strip, ids)):
        return None
    return np.array(ids, f"S{-(-longest // WORD) * WORD}") if longest else None


def can_be_packed(id: object) -> bool:
    """Whether it is what may stand in a column of ids."""
    if not isinstance(id, str) or len(id) > LONGEST:
        return False
    return id.isascii() and id.isprintable() and bool(id.strip())


class IdColumn:
    """The numbers of ids."""

    def __init__(self, ids: Ids) -> None:
        self._width = ids.dtype.itemsize
        self._order = np.argsort(_keys(ids))
        self._sorted = _keys(ids)[self._order]

    def numbers(self, ids: Ids) -> Numbers:
        """Of some ids; -1 of those that are unknown."""
        width = ids.dtype.itemsize
        if width > self._width:
            return np.where(
                np.char.str_len(ids) > self._width, -1, self.numbers(ids.astype(f"S{self._width}"))
            )
        keys = _keys(ids.astype(f"S{self._width}"))
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        return np.where(self._sorted[at] == keys, self._order[at], -1)


def are_distinct(ids: Ids) -> bool:
    """Whether no two are the same."""
    keys = np.sort(_keys(ids))
    return not (keys[1:] == keys[:-1]).any()


def _keys(ids: Ids) -> npt.NDArray[np.generic]:
    """Ids of one word as numbers, which are compared and sorted sooner."""
    return ids.view(np.uint64) if ids.dtype.itemsize == WORD else ids
