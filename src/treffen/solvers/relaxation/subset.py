"""Re-timing of some options over some slots, exactly, everything else standing still.

The neighbourhood of the large neighbourhood search (P. Shaw, 1998): all meetings of a few slots
and the unscheduled options that could still pay are set free, and a mixed-integer program finds
the best way to hold them. It reads and writes arrays only; the timetable itself is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import INFINITY, Program, solve

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """`options` [n] set free; where each fits [n, T] beside what stands still; where each was [n] or -1.

    `room` [C, T]: capacity left beside what stands still; `seats_left` [P]: meetings each person
    may still have; `count` [P]: meetings each has in what stands still; `is_missed` [L] likewise.
    """

    options: Ints
    fits: Flags
    was: Ints
    room: Ints
    seats_left: Ints
    count: Ints
    is_missed: Flags


class _Rows:
    """Rows of a program, collected entry by entry in blocks."""

    def __init__(self) -> None:
        self.row: list[Any] = []
        self.column: list[Any] = []
        self.weight: list[Any] = []
        self.lower: list[Any] = []
        self.upper: list[Any] = []
        self.n = 0

    def add(self, rows: Any, columns: Any, weights: Any, *, lower: Any, upper: Any) -> None:
        """A block of rows, numbered from 0 within the block."""
        columns = np.asarray(columns, np.int64)
        self.row.append(np.asarray(rows, np.int64) + self.n)
        self.column.append(columns)
        self.weight.append(np.broadcast_to(np.asarray(weights, np.float64), columns.shape))
        upper = np.atleast_1d(np.asarray(upper, np.float64))
        self.lower.append(np.broadcast_to(np.asarray(lower, np.float64), upper.shape))
        self.upper.append(upper)
        self.n += len(upper)

    def at_most(self, keys: Any, columns: Any, weights: Any, *, limit: Any) -> None:
        """For each distinct key: sum of its entries <= limit[key]; rows that cannot bind are left out."""
        if not len(keys):
            return
        order = np.argsort(keys, kind="stable")
        keys, columns = keys[order], columns[order]
        weights = np.broadcast_to(weights, keys.shape)[order]
        names, rows = np.unique(keys, return_inverse=True)
        limits = np.asarray(limit)[names].astype(np.float64)
        binds = np.bincount(rows, weights=weights)[...] > limits
        number = np.cumsum(binds) - 1
        kept = binds[rows]
        self.add(number[rows[kept]], columns[kept], weights[kept], lower=-INFINITY, upper=limits[binds])

    def matrix(self, width: int) -> Any:
        """The matrix of all rows."""
        entries = (np.concatenate(self.weight), (np.concatenate(self.row), np.concatenate(self.column)))
        return sparse.csc_matrix(entries, shape=(self.n, width))


class _Columns:
    """One binary variable for each (free option, slot where it fits)."""

    def __init__(self, model: Model, subset: Subset) -> None:
        self.model, self.subset = model, subset
        self.local, self.slot = np.nonzero(subset.fits)
        self.option = subset.options[self.local]
        self.length = model.length[self.option].astype(np.int64)
        self.n = len(self.option)

    def spread(self, pointers: Any, items: Any) -> tuple[Any, Any]:
        """(column, item) for every item (person, capacity row) of every column's option."""
        size = (pointers[self.option + 1] - pointers[self.option]).astype(np.int64)
        column = np.repeat(np.arange(self.n), size)
        offset = np.arange(len(column)) - np.repeat(np.cumsum(size) - size, size)
        return column, items[pointers[self.option][column] + offset].astype(np.int64)

    def running(self, column: Any, item: Any) -> tuple[Any, Any, Any]:
        """(column, item, slot) for every slot in which the column's option runs."""
        size = self.length[column]
        again = np.repeat(np.arange(len(column)), size)
        offset = np.arange(len(again)) - np.repeat(np.cumsum(size) - size, size)
        return column[again], item[again], self.slot[column[again]] + offset


def _hard_rows(model: Model, subset: Subset, columns: _Columns, rows: _Rows) -> None:
    n_slots = model.n_slots
    seat_column, person = columns.spread(model.seat_ptr, model.seats)
    column, who, slot = columns.running(seat_column, person)
    rows.at_most(who * n_slots + slot, column, 1.0, limit=np.ones(model.n_people * n_slots))
    rows.at_most(person, seat_column, 1.0, limit=subset.seats_left)
    row_column, row = columns.spread(model.row_ptr, model.rows)
    column, which, slot = columns.running(row_column, row)
    rows.at_most(which * n_slots + slot, column, 1.0, limit=subset.room.ravel())
    group = model.group[columns.option].astype(np.int64)
    rows.at_most(group, np.arange(columns.n), 1.0, limit=np.ones(int(group.max(initial=0)) + 1))
    _must(model, columns, rows)
    _order(model, columns, rows)


def _must(model: Model, columns: _Columns, rows: _Rows) -> None:
    """Every request that must be held and was set free is held by one of its options."""
    must = np.flatnonzero(model.must[columns.option])
    requests, number = np.unique(model.option_request[columns.option[must]], return_inverse=True)
    if len(requests):
        rows.add(number, must, 1.0, lower=1.0, upper=np.ones(len(requests)))


def _order(model: Model, columns: _Columns, rows: _Rows) -> None:
    """For each precedence and slot: not (later starts by t) together with (earlier runs at t or after)."""
    if not len(model.before):
        return
    request = model.option_request[columns.option]
    for earlier, later in model.before.tolist():
        first, second = np.flatnonzero(request == earlier), np.flatnonzero(request == later)
        if not len(first) or not len(second):
            continue
        end = columns.slot[first] + columns.length[first] - 1
        for t in np.unique(columns.slot[second]).tolist():
            late, early = first[end >= t], second[columns.slot[second] <= t]
            if len(late) and len(early):
                both = np.concatenate([late, early])
                rows.add(np.zeros(len(both)), both, 1.0, lower=-INFINITY, upper=1.0)


class _Goals:
    """Goals of the subset as linear forms: over the columns, and over variables of their own."""

    def __init__(self, model: Model, subset: Subset, columns: _Columns, goals: list[Goal]) -> None:
        self.model, self.subset, self.columns = model, subset, columns
        self.people = np.flatnonzero(model.minimum > subset.count) if Goal.SHORTFALL in goals else np.empty(0, int)
        open_likes = np.flatnonzero(~subset.is_missed) if Goal.TALKS in goals else np.empty(0, int)
        self.likes = open_likes
        self.first_person = columns.n
        self.first_like = columns.n + len(self.people)
        self.width = self.first_like + len(self.likes)

    def upper(self) -> NDArray[np.float64]:
        """Upper bounds of all variables."""
        short = (self.model.minimum - self.subset.count)[self.people]
        return np.concatenate([np.ones(self.columns.n), short, np.ones(len(self.likes))]).astype(np.float64)

    def cost(self, goal: Goal) -> NDArray[np.float64]:
        """What a goal charges, to be minimised."""
        cost = np.zeros(self.width)
        if goal is Goal.VALUE:
            cost[: self.columns.n] = -self.model.value[self.columns.option]
        elif goal is Goal.SHORTFALL:
            cost[self.first_person : self.first_like] = 1
        elif goal is Goal.TALKS:
            cost[self.first_like :] = self.model.like_price[self.likes]
        return cost

    def define(self, rows: _Rows) -> None:
        """Rows that tie the goals' own variables to the columns."""
        column, person = self.columns.spread(self.model.seat_ptr, self.model.seats)
        if len(self.people):
            number = np.full(self.model.n_people, -1)
            number[self.people] = np.arange(len(self.people))
            mine = number[person] >= 0
            names = np.concatenate([number[person[mine]], np.arange(len(self.people))])
            own = self.first_person + np.arange(len(self.people))
            short = (self.model.minimum - self.subset.count)[self.people]
            entries = np.concatenate([column[mine], own])
            rows.add(names, entries, 1.0, lower=short, upper=np.full(len(short), INFINITY))
        if len(self.likes):
            self._define_likes(rows, column, person)

    def _define_likes(self, rows: _Rows, column: Any, person: Any) -> None:
        column, who, slot = self.columns.running(column, person)
        for number, like in enumerate(self.likes.tolist()):
            mine = (who == self.model.like_person[like]) & self.model.like_slots[like, slot]
            taken, slots = column[mine], slot[mine]
            names, row = np.unique(slots, return_inverse=True)
            if len(names):
                own = np.full(len(names), self.first_like + number)
                entries = np.concatenate([taken, own])
                weights = np.concatenate([np.ones(len(taken)), -np.ones(len(own))])
                limits = np.zeros(len(names))
                index = np.concatenate([row, np.arange(len(names))])
                rows.add(index, entries, weights, lower=-INFINITY, upper=limits)


def solve_subset(
    model: Model,
    subset: Subset,
    *,
    goal: Goal,
    keep: Mapping[Goal, int],
    seconds: float,
    seed: int,
) -> tuple[Ints, bool] | None:
    """New slots [n] of the free options (-1: not held) that improve `goal`; whether they are the best.

    `keep` gives, for earlier goals, what the free part contributes now and must not fall behind.
    None where nothing was found in time.
    """
    columns = _Columns(model, subset)
    if not columns.n:
        return None
    rows = _Rows()
    _hard_rows(model, subset, columns, rows)
    goals = _Goals(model, subset, columns, [*keep, goal])
    goals.define(rows)
    for earlier, limit in keep.items():
        cost = goals.cost(earlier)
        used = np.flatnonzero(cost)
        rows.add(np.zeros(len(used)), used, cost[used], lower=-INFINITY, upper=float(limit))
    outcome = solve(
        Program(
            cost=goals.cost(goal),
            matrix=rows.matrix(goals.width),
            row_lower=np.concatenate(rows.lower),
            row_upper=np.concatenate(rows.upper),
            lower=np.zeros(goals.width),
            upper=goals.upper(),
            is_integer=np.arange(goals.width) < columns.n,
        ),
        seconds=seconds,
        seed=seed,
        start=_start(columns, goals, subset),
    )
    if outcome.x is None:
        return None
    slots = np.full(len(subset.options), -1, np.int64)
    chosen = np.flatnonzero(outcome.x[: columns.n] > 0.5)
    slots[columns.local[chosen]] = columns.slot[chosen]
    return slots, outcome.is_optimal


def _start(columns: _Columns, goals: _Goals, subset: Subset) -> NDArray[np.float64] | None:
    """The present timetable as a starting point, where the goals have no variables of their own."""
    if goals.width != columns.n:
        return None
    return (columns.slot == subset.was[columns.local]).astype(np.float64)
