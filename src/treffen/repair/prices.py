"""A bound without promises from the prices of the relaxation that keeps them, in one pass."""

from __future__ import annotations

import numpy as np

from treffen.repair.state import RepairState
from treffen.solvers.relaxation.selection import SelectionBound, bound_by_prices
from treffen.timetable import RowKind

OF_PEOPLE = (RowKind.PARTICIPANT, RowKind.MAXIMUM)


def rebound(work: RepairState, known: SelectionBound | None) -> SelectionBound:
    """Any prices prove a bound: those of people's time and of all places are taken over, others are 0."""
    model = work.model
    people = np.zeros(model.n_people)
    rows = np.zeros(len(model.row_sets))
    if known is not None:
        number = {p.id: i for i, p in enumerate(work.problem.participants)}
        for row in known.certificate.rows:
            price = row.multiplier / known.certificate.scale
            if row.kind in OF_PEOPLE:
                people[number[row.participants[0]]] += price
            elif row.kind is RowKind.PLACES and row.places is None:
                rows[0] = price
    return bound_by_prices(model, people, rows)
