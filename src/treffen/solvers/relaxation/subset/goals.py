"""Goals of a subset as linear forms, over the columns and over variables of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import INFINITY
from treffen.solvers.relaxation.subset.comfort import Comfort
from treffen.solvers.relaxation.subset.program import Columns, Rows, Subset

Floats = NDArray[np.float64]
COMFORT = frozenset({Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE})


class Goals:
    """Variables in this order: columns, shortfalls, talks missed, then those of `Comfort`."""

    def __init__(
        self, model: Model, subset: Subset, *, columns: Columns, goals: Collection[Goal], has_limits: bool
    ) -> None:
        self.model, self.subset, self.columns = model, subset, columns
        none = np.empty(0, np.int64)
        short = np.flatnonzero(model.minimum > subset.count)
        self.people = short if Goal.SHORTFALL in goals else none
        is_restful = has_limits or not COMFORT.isdisjoint(goals)
        likes = np.flatnonzero(~subset.is_missed)
        self.likes = likes if Goal.TALKS in goals or is_restful else none
        self.first_person = columns.n
        self.first_like = columns.n + len(self.people)
        first = self.first_like + len(self.likes)
        has_range = Goal.IDLE_RANGE in goals
        self.comfort = Comfort(model, subset, first=first, has_range=has_range) if is_restful else None
        self.has_limits = has_limits
        self.width = first + (self.comfort.width if self.comfort else 0)

    def upper(self) -> Floats:
        """Upper bounds of all variables."""
        short = (self.model.minimum - self.subset.count)[self.people]
        rest = self.comfort.upper() if self.comfort is not None else np.empty(0)
        upper = np.concatenate([np.ones(self.columns.n), short, np.ones(len(self.likes)), rest])
        return upper.astype(np.float64)

    def is_integer(self) -> NDArray[np.bool_]:
        """Which variables are whole numbers; the others follow from them."""
        whole = np.arange(self.width) < self.columns.n
        if self.comfort is not None and self.comfort.has_range:
            whole[self.comfort.often] = True
        return whole

    def cost(self, goal: Goal) -> Floats:
        """What a goal charges, to be minimised; CHANGED less the number of all promises."""
        cost = np.zeros(self.width)
        if goal is Goal.VALUE:
            cost[: self.columns.n] = -self.model.value[self.columns.option]
        elif goal is Goal.SHORTFALL:
            cost[self.first_person : self.first_like] = 1
        elif goal is Goal.TALKS:
            likes = slice(self.first_like, self.first_like + len(self.likes))
            cost[likes] = self.model.like_price[self.likes]
        elif goal is Goal.CHANGED and self.subset.promised is not None:
            kept = self.subset.promised[self.columns.local] == self.columns.slot
            cost[: self.columns.n] = np.where(kept, -1, 0)
        elif goal is Goal.IDLE_RANGE and self.comfort is not None:
            cost[[self.comfort.longest, self.comfort.shortest]] = 1, -1
        elif self.comfort is not None:
            cost[self.comfort.charged(goal)] = 1
        return cost

    def define(self, rows: Rows) -> None:
        """Rows that tie the goals' own variables to the columns."""
        busy = self.columns.busy()
        if len(self.people):
            self._define_shortfall(rows)
        if len(self.likes):
            self._define_likes(rows, busy)
        if self.comfort is not None:
            like_columns = dict(zip(self.likes.tolist(), range(self.first_like, self.width), strict=False))
            self.comfort.define(rows, busy, like_columns=like_columns)
            if self.comfort.has_range:
                self.comfort.define_range(rows, self.columns.spread(self.model.seat_ptr, self.model.seats))
            if self.has_limits:
                self.comfort.limit(rows)

    def _define_shortfall(self, rows: Rows) -> None:
        column, person = self.columns.spread(self.model.seat_ptr, self.model.seats)
        number = np.full(self.model.n_people, -1)
        number[self.people] = np.arange(len(self.people))
        mine = number[person] >= 0
        names = np.concatenate([number[person[mine]], np.arange(len(self.people))])
        entries = np.concatenate([column[mine], self.first_person + np.arange(len(self.people))])
        short = (self.model.minimum - self.subset.count)[self.people]
        rows.add(names, entries, 1.0, lower=short, upper=np.full(len(short), INFINITY))

    def _define_likes(self, rows: Rows, busy: tuple[Any, Any, Any]) -> None:
        column, who, slot = busy
        for number, like in enumerate(self.likes.tolist()):
            mine = (who == self.model.like_person[like]) & self.model.like_slots[like, slot]
            names, row = np.unique(slot[mine], return_inverse=True)
            if len(names):
                own = np.full(len(names), self.first_like + number)
                entries = np.concatenate([column[mine], own])
                weights = np.concatenate([np.ones(int(mine.sum())), -np.ones(len(own))])
                index = np.concatenate([row, np.arange(len(names))])
                rows.add(index, entries, weights, lower=-INFINITY, upper=np.zeros(len(names)))
            rows.one(
                [self.first_like + number, *column[mine].tolist()],
                [1.0, *[-1.0] * int(mine.sum())],
                lower=-INFINITY,
                upper=0.0,
            )
