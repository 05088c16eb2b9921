"""A solver's trace of a refutation, cut down to what leads to the contradiction, as lines of LRAT.

L. Cruz-Filipe and others, Efficient certified RAT verification (CADE 2017): every step names the
clauses it follows from, so that a checker needs no search. The trace comes in its binary form: numbers
of seven bits a byte, literals and the names of clauses doubled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ADDED = ord("a")
PART = 1 << 24  # bytes of a trace that are read at a time

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A clause that follows: its literals, and the clauses it follows from, by their number."""

    literals: list[int]
    hints: list[int]


def steps_of(trace: bytes, n_clauses: int) -> list[Step] | None:
    """The steps that the contradiction needs, in order; hints count the clauses of the formula from 1.

    None where the trace does not come to a contradiction: a full disk may have cut it.
    """
    numbers = _numbers(trace)
    added = list(_additions(numbers))
    if not added or added[-1][1] > added[-1][0] + 1:
        return None
    ids = [int(numbers[start]) >> 1 for start, _, _ in added]
    place = {id: at for at, id in enumerate(ids)}
    needed = [False] * len(added)
    needed[-1] = True
    for at in range(len(added) - 1, -1, -1):
        if needed[at]:
            for id in _hints(numbers, added[at]):
                if id in place:
                    needed[place[id]] = True
    name = _names_of_clauses(ids, n_clauses)
    steps: list[Step] = []
    for at, (start, end, last) in enumerate(added):
        if needed[at]:
            hints = [name[id] for id in _hints(numbers, (start, end, last))]
            literals = [-(x >> 1) if x & 1 else x >> 1 for x in numbers[start + 1 : end].tolist()]
            name[ids[at]] = n_clauses + len(steps) + 1
            steps.append(Step(literals=literals, hints=hints))
    return steps


def lines_of(steps: list[Step], n_clauses: int) -> Iterator[str]:
    """The steps as text: number, literals, 0, hints, 0."""
    for number, step in enumerate(steps, n_clauses + 1):
        yield " ".join(map(str, [number, *step.literals, 0, *step.hints, 0])) + "\n"


def _numbers(trace: bytes) -> Numbers:
    """The numbers that end in the trace, a part of it at a time: all at once takes much memory."""
    raw = np.frombuffer(trace, np.uint8)
    parts, begin = [np.zeros(0, np.int32)], 0
    while begin < len(raw):
        part = raw[begin : begin + PART]
        ends = np.flatnonzero(part < 128)
        if not len(ends):
            break
        starts = np.concatenate([[0], ends[:-1] + 1])
        found = np.zeros(len(ends), np.int32)
        for at in range(int((ends - starts).max()) + 1):
            is_there = starts + at <= ends
            found[is_there] |= (part[starts[is_there] + at].astype(np.int32) & 127) << (7 * at)
        parts.append(found)
        begin += int(ends[-1]) + 1
    return np.concatenate(parts)


def _additions(numbers: Numbers) -> Iterator[tuple[int, int, int]]:
    """For each clause added up to the empty one: where its name, its end and the end of its hints stand."""
    zeros = np.flatnonzero(numbers == 0).tolist()
    at = start = 0
    while at < len(zeros):
        if numbers[start] == ADDED:
            if at + 1 == len(zeros):
                return
            yield start + 1, zeros[at], zeros[at + 1]
            if zeros[at] == start + 2:
                return
            at += 1
        start = zeros[at] + 1
        at += 1


def _hints(numbers: Numbers, addition: tuple[int, int, int]) -> list[int]:
    _, end, last = addition
    return (numbers[end + 1 : last] >> 1).tolist()  # type: ignore[no-any-return]


def _names_of_clauses(ids: list[int], n_clauses: int) -> dict[int, int]:
    """The solver's names of the clauses it was given: in their order, those it gave to no step."""
    own, found = set(ids), {}
    id = 0
    for clause in range(1, n_clauses + 1):
        id += 1
        while id in own:
            id += 1
        found[id] = clause
    return found
