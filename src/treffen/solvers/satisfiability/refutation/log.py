"""A solver's trace of a refutation, cut down to what leads to the contradiction, as lines of LRAT.

L. Cruz-Filipe and others, Efficient certified RAT verification (CADE 2017): every step names the
clauses it follows from, so that a checker needs no search. The trace comes in its binary form: numbers
of seven bits a byte, literals and the names of clauses doubled. It stays on the disk and is read a part at a
time: a long one has more numbers than a machine has memory for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ADDED = ord("a")
PART = 1 << 24  # bytes of a trace that are looked through at a time
STEPS = 1 << 14  # steps of a trace that are read at a time

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A clause that follows: its literals, and the clauses it follows from, by their number."""

    literals: list[int]
    hints: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Steps one after the other, in parts: of each its literals, 0, its hints, 0."""

    parts: tuple[Numbers, ...] = ()

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(part == 0)) for part in self.parts) // 2

    def __iter__(self) -> Iterator[Step]:
        for part in self.parts:
            numbers, zeros, begin = part.tolist(), np.flatnonzero(part == 0).tolist(), 0
            for end, last in zip(zeros[::2], zeros[1::2], strict=True):
                yield Step(literals=numbers[begin:end], hints=numbers[end + 1 : last])
                begin = last + 1


def steps_of(trace: Path, n_clauses: int) -> Steps | None:
    """The steps that the contradiction needs, in order; hints count the clauses of the formula from 1.

    None where the trace does not come to a contradiction: a full disk may have cut it.
    """
    if not trace.stat().st_size:
        return None
    raw = np.memmap(trace, np.uint8, "r")
    added = _additions(raw)
    if not len(added):
        return None
    ids = _numbers(raw, added[:, 0]) >> 1
    is_needed = _needed(raw, added, ids, n_clauses)
    names = np.zeros(len(is_needed), np.int32)
    is_given = np.ones(len(is_needed), bool)
    is_given[ids] = False
    # The solver's names of the clauses it was given: in their order, those it gave to no step.
    names[np.flatnonzero(is_given)[1 : n_clauses + 1]] = np.arange(1, n_clauses + 1)
    is_step = is_needed[ids]
    names[ids[is_step]] = np.arange(n_clauses + 1, n_clauses + 1 + np.count_nonzero(is_step))
    chunks = (added[at : at + STEPS][is_step[at : at + STEPS]] for at in range(0, len(added), STEPS))
    return Steps(tuple(_renamed(raw, chunk, names) for chunk in chunks if len(chunk)))


def lines_of(steps: Steps, n_clauses: int) -> Iterator[str]:
    """The steps as text: number, literals, 0, hints, 0."""
    for number, step in enumerate(steps, n_clauses + 1):
        yield " ".join(map(str, [number, *step.literals, 0, *step.hints, 0])) + "\n"


def _additions(raw: Bytes) -> Places:
    """For each clause added up to the empty one, the bytes where its name, its end and its hints' end stand.

    Nothing where no clause is empty. No hint is odd, so that what begins like an addition is one.
    """
    zeros = np.concatenate([np.flatnonzero(raw[at : at + PART] == 0) + at for at in range(0, len(raw), PART)])
    begins = np.concatenate([[0], zeros[:-1] + 1])
    at = np.flatnonzero(raw[begins[:-1]] == ADDED)
    added = np.stack([begins[at] + 1, zeros[at], zeros[at + 1]], axis=1)
    short = np.flatnonzero(added[:, 1] - added[:, 0] <= 5)  # a name takes no more
    empty = (n for n in short if (raw[added[n, 0] : added[n, 1] - 1] >= 128).all())
    return added[: next(empty, -1) + 1]


def _needed(raw: Bytes, added: Places, ids: Numbers, n_clauses: int) -> NDArray[np.bool_]:
    """Of each name, whether what it stands for leads to the last clause that was added."""
    is_needed = np.zeros(max(int(ids.max()), n_clauses + len(ids)) + 1, bool)
    is_needed[ids[-1]] = True
    for at in reversed(range(0, len(added), STEPS)):
        numbers, where = _part(raw, added[at : at + STEPS])
        backwards = zip(ids[at : at + STEPS][::-1].tolist(), where[::-1, 1:].tolist(), strict=True)
        for id, (end, last) in backwards:
            if is_needed[id]:
                is_needed[numbers[end + 1 : last] >> 1] = True
    return is_needed


def _renamed(raw: Bytes, added: Places, names: Numbers) -> Numbers:
    """Literals, 0, hints, 0 of each of these additions: literals as they were given, hints by new names."""
    numbers, where = _part(raw, added)
    is_kept, is_hint = (_between(where[:, first] + 1, where[:, 2], len(numbers)) for first in (0, 1))
    found = numbers >> 1
    found[(numbers & 1) == 1] *= -1
    found[is_hint] = names[found[is_hint]]
    is_kept[where[:, 2]] = True
    return found[is_kept]


def _between(begins: Places, ends: Places, size: int) -> NDArray[np.bool_]:
    """Whether each number stands in one of these ranges, which have no number in common."""
    change = np.zeros(size, np.int8)
    change[begins] += 1
    change[ends] -= 1
    return np.cumsum(change, dtype=np.int8).astype(bool)


def _part(raw: Bytes, added: Places) -> tuple[Numbers, Places]:
    """The numbers from the first of these additions to the last, and where among them the additions stand."""
    begin = int(added[0, 0])
    part = raw[begin : int(added[-1, 2]) + 1]
    ends = np.flatnonzero(part < 128)
    numbers = _numbers(part, np.concatenate([[0], ends[:-1] + 1]))
    return numbers, np.searchsorted(ends, added - begin)


def _numbers(raw: Bytes, begins: Places) -> Numbers:
    """The numbers that begin at these bytes."""
    found, open_ = np.zeros(len(begins), np.int32), np.arange(len(begins))
    for at in range(5):
        part = raw[begins[open_] + at]
        found[open_] |= (part & 127).astype(np.int32) << (7 * at)
        open_ = open_[part >= 128]
    return found
