"""The hard rules of a subset as rows: one sentence each."""

from __future__ import annotations

import numpy as np

from treffen.solvers.base import Model
from treffen.solvers.relaxation.highs import INFINITY
from treffen.solvers.relaxation.subset.program import Columns, Rows, Subset


def hard_rows(model: Model, subset: Subset, columns: Columns, rows: Rows) -> None:
    """All hard rules but those about breaks."""
    _people(model, subset, columns, rows)
    _capacity(model, subset, columns, rows)
    _groups(model, columns, rows)
    _must(model, columns, rows)
    _order(model, columns, rows)


def _people(model: Model, subset: Subset, columns: Columns, rows: Rows) -> None:
    """Nobody has two meetings at a time, nor more than the maximum."""
    column, person = columns.spread(model.seat_ptr, model.seats)
    busy, who, slot = columns.running(column, person)
    rows.at_most(who * model.n_slots + slot, busy, limit=np.ones(model.n_people * model.n_slots))
    rows.at_most(person, column, limit=subset.seats_left)


def _capacity(model: Model, subset: Subset, columns: Columns, rows: Rows) -> None:
    """No capacity row is exceeded in any slot."""
    column, which, slot = columns.running(*columns.spread(model.row_ptr, model.rows))
    rows.at_most(which * model.n_slots + slot, column, limit=subset.room.ravel())


def _groups(model: Model, columns: Columns, rows: Rows) -> None:
    """Of the options of a group at most one is held."""
    group = model.group[columns.option].astype(np.int64)
    rows.at_most(group, np.arange(columns.n), limit=np.ones(int(group.max(initial=0)) + 1))


def _must(model: Model, columns: Columns, rows: Rows) -> None:
    """Every request that must be held, and was set free, is held by one of its options."""
    must = np.flatnonzero(model.must[columns.option])
    requests, number = np.unique(model.option_request[columns.option[must]], return_inverse=True)
    if len(requests):
        rows.add(number, must, 1.0, lower=1.0, upper=np.ones(len(requests)))


def _order(model: Model, columns: Columns, rows: Rows) -> None:
    """Not (the later one starts by t) together with (the earlier one runs at t or after)."""
    request = model.option_request[columns.option]
    for earlier, later in model.before.tolist():
        first, second = np.flatnonzero(request == earlier), np.flatnonzero(request == later)
        if not len(first) or not len(second):
            continue
        end = columns.slot[first] + columns.length[first] - 1
        for t in np.unique(columns.slot[second]).tolist():
            late, early = first[end >= t], second[columns.slot[second] <= t]
            if len(late) and len(early):
                rows.one(np.concatenate([late, early]), 1.0, lower=-INFINITY, upper=1.0)
