"""Breaks and idle slots as rows, for events small enough to be solved as a whole.

Per person and slot four variables between 0 and 1: met before (by the end of the slot), meets
later (from the slot on), idle, and begin of a run of idle slots. A slot is idle if the person met
before it and meets after it, has no meeting in it and hears no talk in it. The range of idle time is the
longest wait less the shortest, of those who meet twice or more: a flag of each person.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import INFINITY
from treffen.solvers.relaxation.subset.program import Rows, Subset


class Comfort:
    """Variables from column `first` on: four tables [P, T], the largest and smallest break count, and for the
    range of idle time the longest and shortest wait and who meets twice or more [P]."""

    def __init__(self, model: Model, subset: Subset, *, first: int, has_range: bool) -> None:
        self.model, self.subset = model, subset
        size = model.n_people * model.n_slots
        tables = first + np.arange(4 * size).reshape(4, model.n_people, model.n_slots)
        self.before, self.after, self.idle, self.begin = tables
        self.most, self.least = first + 4 * size, first + 4 * size + 1
        self.longest, self.shortest = self.least + 1, self.least + 2
        self.often = self.shortest + 1 + np.arange(model.n_people)
        self.has_range = has_range
        self.width = 4 * size + 2 + (2 + model.n_people if has_range else 0)

    def upper(self) -> Any:
        """Upper bounds of the variables."""
        upper = np.ones(self.width)
        first = int(self.before[0, 0]) if self.before.size else self.most
        upper[[self.most - first, self.least - first]] = self.model.n_slots
        if self.has_range:
            upper[[self.longest - first, self.shortest - first]] = self.model.n_slots
        return upper

    def charged(self, goal: Goal) -> Any:
        """The variables that a goal counts."""
        tables = {Goal.IDLE: self.idle, Goal.BREAKS: self.begin}
        return tables[goal].ravel() if goal in tables else np.empty(0, np.int64)

    def define(self, rows: Rows, busy: tuple[Any, Any, Any], *, like_columns: dict[int, int]) -> None:
        """All rows but the limits."""
        column, who, slot = busy
        by_cell: dict[tuple[int, int], list[int]] = {}
        for c, p, t in zip(column.tolist(), who.tolist(), slot.tolist(), strict=True):
            by_cell.setdefault((p, t), []).append(c)
        liked = self._liked(like_columns)
        for p in range(self.model.n_people):
            for t in range(self.model.n_slots):
                self._cell(rows, p, t, cells=by_cell.get((p, t), []), liked=liked.get((p, t), []))

    def _liked(self, like_columns: dict[int, int]) -> dict[tuple[int, int], list[int]]:
        """The columns "missed" of the talks that a person would like to hear in a slot."""
        found: dict[tuple[int, int], list[int]] = {}
        for like, column in like_columns.items():
            person = int(self.model.like_person[like])
            for t in np.flatnonzero(self.model.like_slots[like]).tolist():
                found.setdefault((person, t), []).append(column)
        return found

    def _cell(self, rows: Rows, p: int, t: int, *, cells: list[int], liked: list[int]) -> None:
        model = self.model
        is_first = t == 0 or model.block[t] != model.block[t - 1]
        is_last = t == model.n_slots - 1 or model.block[t] != model.block[t + 1]
        earlier = [] if is_first else [int(self.before[p, t - 1])]
        later = [] if is_last else [int(self.after[p, t + 1])]
        standing = float(self.subset.busy[p, t])
        _reach(rows, int(self.before[p, t]), earlier, cells=cells, standing=standing)
        _reach(rows, int(self.after[p, t]), later, cells=cells, standing=standing)
        idle = int(self.idle[p, t])
        if is_first or is_last or model.in_talk[p, t]:
            rows.one([idle], [1.0], lower=0.0, upper=0.0)
        else:
            ends = earlier + later
            entries = [idle, *ends, *cells, *liked]
            weights = [1.0, -1.0, -1.0, *[1.0] * len(cells), *[-1.0] * len(liked)]
            rows.one(entries, weights, lower=-1.0 - standing - len(liked), upper=INFINITY)
            rows.one([idle, *cells], [1.0, *[1.0] * len(cells)], lower=-INFINITY, upper=1.0 - standing)
            for column in ends + liked:
                rows.one([idle, column], [1.0, -1.0], lower=-INFINITY, upper=0.0)
        self._begin(rows, p, t, is_first=is_first)

    def _begin(self, rows: Rows, p: int, t: int, *, is_first: bool) -> None:
        idle, begin = int(self.idle[p, t]), int(self.begin[p, t])
        before = [] if is_first else [int(self.idle[p, t - 1])]
        rows.one([begin, idle, *before], [1.0, -1.0, *[1.0] * len(before)], lower=0.0, upper=INFINITY)
        rows.one([begin, idle], [1.0, -1.0], lower=-INFINITY, upper=0.0)
        if before:
            rows.one([begin, *before], [1.0, 1.0], lower=-INFINITY, upper=1.0)

    def define_range(self, rows: Rows, seats: tuple[Any, Any]) -> None:
        """Nobody waits longer than the longest; who meets twice or more waits no less than the shortest."""
        column, who = seats
        slots = float(self.model.n_slots)
        for p in range(self.model.n_people):
            waits, often = self.idle[p].tolist(), int(self.often[p])
            less = [-1.0] * len(waits)
            rows.one([self.longest, *waits], [1.0, *less], lower=0.0, upper=INFINITY)
            rows.one([self.shortest, often, *waits], [1.0, slots, *less], lower=-INFINITY, upper=slots)
            held = column[who == p].tolist()
            most = float(max(1, len(held) + self.subset.count[p]))
            standing = float(self.subset.count[p])
            rows.one([often, *held], [-most, *[1.0] * len(held)], lower=-INFINITY, upper=1.0 - standing)
        rows.one([self.shortest, self.longest], [1.0, -1.0], lower=-INFINITY, upper=0.0)

    def limit(self, rows: Rows) -> None:
        """Each person's most breaks, and the spread between the largest and the smallest count."""
        model, spread = self.model, self.model.problem.break_spread
        for p in range(model.n_people):
            begins = self.begin[p].tolist()
            if model.most_breaks[p] < model.n_slots:
                rows.one(begins, 1.0, lower=-INFINITY, upper=float(model.most_breaks[p]))
            if spread is not None:
                rows.one([self.most, *begins], [1.0, *[-1.0] * len(begins)], lower=0.0, upper=INFINITY)
                rows.one([self.least, *begins], [1.0, *[-1.0] * len(begins)], lower=-INFINITY, upper=0.0)
        if spread is not None:
            rows.one([self.most, self.least], [1.0, -1.0], lower=-INFINITY, upper=float(spread))


def _reach(rows: Rows, flag: int, neighbour: list[int], *, cells: list[int], standing: float) -> None:
    """The flag is up if and only if the person is busy here or the neighbouring flag is up."""
    for one in [*neighbour, *cells]:
        rows.one([flag, one], [1.0, -1.0], lower=0.0, upper=INFINITY)
    if standing:
        rows.one([flag], [1.0], lower=1.0, upper=1.0)
    entries = [flag, *neighbour, *cells]
    rows.one(entries, [1.0, *[-1.0] * (len(entries) - 1)], lower=-INFINITY, upper=standing)
