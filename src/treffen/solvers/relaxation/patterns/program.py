"""The linear program over days: flows of one unit a person, linked to the slots of requests."""

from __future__ import annotations

import numpy as np

from treffen.solvers.base import Model
from treffen.solvers.base.model import Array, Ints
from treffen.solvers.relaxation.compressed import compressed
from treffen.solvers.relaxation.highs import INFINITY, Program, solve
from treffen.solvers.relaxation.patterns.days import BEFORE, FINAL, Days, may_step


def slot_prices(
    model: Model, days: Days, *, domain: Array, seconds: float, seed: int
) -> tuple[Array, Array] | None:
    """Prices of people's slots [P, T] and of a place in each slot [T], in breaks or idle slots."""
    program = _Rows(model, days)
    program.add_days()
    program.add_requests(domain)
    outcome = solve(program.built(), seconds=seconds, seed=seed, is_interior=True)
    if outcome.row_dual is None or len(outcome.row_dual) != program.n_rows:
        return None
    return program.prices(outcome.row_dual)


class _Rows:
    """Columns while they are collected. Rows: nodes of the days, links, requests, places."""

    def __init__(self, model: Model, days: Days) -> None:
        self.model, self.days = model, days
        n, slots = len(days.people), model.n_slots
        self.node = np.cumsum(days.reached).reshape(days.reached.shape) - 1
        self.link = days.n_nodes + np.arange(n * slots).reshape(n, slots)
        self.request = days.n_nodes + n * slots
        self.place = self.request + model.n_options
        self.n_rows = self.place + slots
        self.n_columns = 0
        self.entries: list[tuple[Ints, Ints, Array]] = []
        self.costs: list[Array] = []

    def _columns(self, how_many: int, cost: float) -> Ints:
        self.costs.append(np.full(how_many, cost))
        self.n_columns += how_many
        return np.arange(self.n_columns - how_many, self.n_columns)

    def _enter(self, rows: Ints, columns: Ints, value: float) -> None:
        self.entries.append((rows, columns, np.full(len(rows), value)))

    def add_days(self) -> None:
        """One column for every step of every person's day."""
        days = self.days
        for t in range(self.model.n_slots):
            for mode, new, is_meeting, is_talk, cost in days.steps:
                if days.ends[t] and new not in FINAL:
                    continue
                end = BEFORE if days.ends[t] else new
                may = may_step(days, t, is_meeting=is_meeting, is_talk=is_talk)[:, None]
                there = days.reached[:, t + 1, end]
                there = there[:, 1:] if is_meeting else there
                who, count = np.nonzero(days.reached[:, t, mode, : there.shape[1]] & there & may)
                columns = self._columns(len(who), cost)
                self._enter(self.node[who, t, mode, count], columns, -1.0)
                self._enter(self.node[who, t + 1, end, count + is_meeting], columns, 1.0)
                if is_meeting:
                    self._enter(self.link[who, t], columns, 1.0)

    def add_requests(self, domain: Array) -> None:
        """One column for every slot of every request."""
        model = self.model
        option, slot = np.nonzero(domain)
        columns = self._columns(len(option), 0.0)
        self._enter(self.request + option, columns, 1.0)
        self._enter(self.place + slot, columns, 1.0)
        row = np.full(model.n_people, -1)
        row[self.days.people] = np.arange(len(self.days.people))
        sizes = np.diff(model.seat_ptr)[option]
        for seat in range(int(sizes.max(initial=0))):
            has = np.flatnonzero(sizes > seat)
            who = row[model.seats[model.seat_ptr[option[has]] + seat]]
            has, who = has[who >= 0], who[who >= 0]
            self._enter(self.link[who, slot[has]], columns[has], -1.0)

    def built(self) -> Program:
        """The program with all its rows."""
        rows, columns, weights = (np.concatenate(x) for x in zip(*self.entries, strict=True))
        level = np.zeros(self.n_rows)
        level[self.node[:, 0, BEFORE, 0]] = -1.0
        last = self.days.reached[:, -1]
        level[self.node[:, -1][last]] = 1.0
        level[self.request : self.place] = 1.0
        lower = level.copy()
        if len(self.model.capacity):
            level[self.place :] = self.model.capacity[0]
        lower[self.place :] = -INFINITY
        return Program(
            cost=np.concatenate(self.costs),
            matrix=compressed(rows, columns, weights, shape=(self.n_rows, self.n_columns)),
            row_lower=lower,
            row_upper=level,
            lower=np.zeros(self.n_columns),
            upper=np.full(self.n_columns, INFINITY),
        )

    def prices(self, dual: Array) -> tuple[Array, Array]:
        """What the dual values say of people's slots and of places."""
        people = np.zeros((self.model.n_people, self.model.n_slots))
        people[self.days.people] = dual[self.link]
        return people, np.maximum(0.0, -dual[self.place :])
