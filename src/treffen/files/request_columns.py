"""A large list of plain requests, one a line as we write them, read into columns some megabytes at a time.

    {"id": "r1", "participants": ["ada", "bo"], "value": 3},

All that is not exactly so, in any line, is left to the readers of single members.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from treffen.problem import ParticipantId
from treffen.problem.faults import LARGEST
from treffen.problem.id_column import LONGEST, WORD, IdColumn, Ids, packed
from treffen.problem.plain_requests import MANY, PlainRequests

type Bytes = npt.NDArray[np.uint8]
type Places = npt.NDArray[np.intp]
type Columns = tuple[Ids, npt.NDArray[np.int32], npt.NDArray[np.int64]]
PART = 1 << 22  # letters at once
SHORTEST = len('  {"id": "a", "participants": ["b", "c"]},\n')
_BEGIN, _BETWEEN, _AND, _VALUE, _END = (
    '  {"id": "',
    '", "participants": ["',
    '", "',
    '"], "value": ',
    '"]},\n',
)
_QUOTE, _BACKSLASH, _SPACE, _NEW_LINE, _ZERO = b'"\\ \n0'
_OF_ENDS, _OF_VALUES = 10, 12  # quotes of a line without a value, and of one with it


def read_plain_requests(text: str, at: int, people: Sequence[str]) -> tuple[PlainRequests, int] | None:
    """The requests of the list that begins at a bracket, and where it ends; None of any other list."""
    if not text.startswith("[\n" + _BEGIN, at):
        return None
    end = text.find("}]", at)
    if end - at < MANY * SHORTEST:
        return None
    column = packed(people)
    parts = None if column is None else _parts(text, at + 2, end, IdColumn(column))
    if not parts:
        return None
    width = max(ids.dtype.itemsize for ids, _, _ in parts)
    ids = np.concatenate([ids.astype(f"S{width}") for ids, _, _ in parts])
    pairs, values = (np.concatenate([part[column] for part in parts]) for column in (1, 2))
    if len(ids) < MANY:
        return None
    return PlainRequests(ids, tuple(map(ParticipantId, people)), pairs=pairs, values=values), end + 2


def _parts(text: str, at: int, end: int, by_id: IdColumn) -> list[Columns] | None:
    """The columns of all lines, of which the last is without a comma."""
    found: list[Columns] = []
    while at < end:
        stop = text.rfind("},\n", at, at + PART) + 3 if end - at > PART else end + 1
        if stop <= at:
            return None
        lines = text[at:stop] if stop <= end else text[at:stop] + ",\n"
        part = _columns(np.frombuffer(lines.encode(), np.uint8), by_id) if lines.isascii() else None
        if part is None:
            return None
        found.append(part)
        at = stop
    return found


def _columns(line: Bytes, by_id: IdColumn) -> Columns | None:
    ends = np.flatnonzero(line == _NEW_LINE)
    begins = np.concatenate([[0], ends[:-1] + 1])
    quotes = np.flatnonzero(line == _QUOTE)
    first = np.searchsorted(quotes, begins)
    count = np.diff(first, append=len(quotes))
    has_value = count == _OF_VALUES
    is_odd = (line == _BACKSLASH).any() or (line > 126).any() or np.count_nonzero(line < _SPACE) != len(ends)
    if is_odd or not (has_value | (count == _OF_ENDS)).all():
        return None
    quote = [quotes[first + k] for k in range(_OF_ENDS)]
    stands = (
        _stand(line, begins, _BEGIN)
        and _stand(line, quote[3], _BETWEEN)
        and _stand(line, quote[7], _AND)
        and _stand(line, quote[9][has_value], _VALUE)
        and _stand(line, quote[9][~has_value], _END)
        and bool((quote[9][~has_value] + len(_END) - 1 == ends[~has_value]).all())
    )
    said = _whole_numbers(line, quote[9][has_value] + len(_VALUE), ends[has_value]) if stands else None
    if said is None:
        return None
    values = np.ones(len(ends), np.int64)  # of what is not said
    values[has_value] = said
    ids = _texts(line, quote[2] + 1, quote[3])
    one, other = (_texts(line, quote[k] + 1, quote[k + 1]) for k in (6, 8))
    if ids is None or one is None or other is None:
        return None
    pairs = np.stack([by_id.numbers(one), by_id.numbers(other)], axis=1).astype(np.int32)
    return None if (pairs < 0).any() or (pairs[:, 0] == pairs[:, 1]).any() else (ids, pairs, values)


def _stand(line: Bytes, at: Places, literal: str) -> bool:
    """Whether these letters stand at all those places."""
    last = len(line) - 1
    return all(bool((line[np.minimum(at + k, last)] == ord(one)).all()) for k, one in enumerate(literal))


def _texts(line: Bytes, begin: Places, end: Places) -> Ids | None:
    """What stands between, none of it empty or begun with a space."""
    width = end - begin
    longest = int(width.max())
    if int(width.min()) < 1 or longest > LONGEST or (line[begin] == _SPACE).any():
        return None
    each = np.arange(-(-longest // WORD) * WORD)
    letters = line[np.minimum(begin[:, None] + each, len(line) - 1)]
    letters[each >= width[:, None]] = 0
    found: Ids = letters.view(f"S{len(each)}").reshape(-1)
    return found


def _whole_numbers(line: Bytes, begin: Places, end: Places) -> npt.NDArray[np.int64] | None:
    """The numbers that stand there, followed by the end of an object and of its line."""
    width = end - 2 - begin
    if not len(width):
        return np.empty(0, np.int64)
    longest, last = int(width.max()), len(line) - 1
    is_closed = bool((line[end - 1] == ord(",")).all() and (line[end - 2] == ord("}")).all())
    if int(width.min()) < 1 or longest > len(str(LARGEST)) or not is_closed:
        return None
    found = np.zeros(len(begin), np.int64)
    for k in range(longest):
        is_there = width > k
        digit = line[np.minimum(begin + k, last)].astype(np.int64) - _ZERO
        if not ((digit[is_there] >= 0) & (digit[is_there] <= 9)).all():
            return None
        found = np.where(is_there, 10 * found + digit, found)
    is_usual = (found <= LARGEST) & ((width == 1) | (line[begin] != _ZERO))
    return found if is_usual.all() else None
