"""Odd-set inequalities for the slot-free relaxation.

People U with b_p meetings each at most, and requests F that leave U: the rows of U, each halved,
plus the bounds of F, each halved, rounded down, give
    sum_r floor((seats of r in U + [r in F]) / 2) y_r <= floor((b(U) + |F|) / 2).
J. Edmonds, Maximum matching and a polyhedron with 0,1-vertices (1965); V. Chvatal (1973).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.relaxation.families import Family, family_of
from treffen.solvers.relaxation.slot_free import Relaxation
from treffen.timetable import RowKind

Floats = NDArray[np.float64]
SLACK = 1e-4
LARGEST = 200  # people of one odd set


@dataclass(frozen=True, slots=True)
class OddSet:
    """Indices of the people U and of the requests F."""

    people: tuple[int, ...]
    requests: tuple[int, ...]


def _most(relaxation: Relaxation) -> NDArray[np.int64]:
    """b_p: meetings each person can have at most."""
    return relaxation.model.maximum.astype(np.int64)


def find_odd_sets(relaxation: Relaxation, x: Floats) -> list[OddSet]:
    """The odd sets among the parts that fractional requests join, as far as `x` violates them."""
    from scipy import sparse  # takes long to import

    r = relaxation.requests
    held = x[: len(r.value)]
    fraction = (held > SLACK) & (held < 1 - SLACK)
    seats = fraction[r.seat_request]
    if not seats.any():
        return []
    n_people, n_requests = relaxation.model.n_people, len(held)
    nodes = n_people + n_requests
    joins = (np.ones(int(seats.sum())), (r.seat_person[seats], n_people + r.seat_request[seats]))
    graph = sparse.csr_matrix(joins, shape=(nodes, nodes))
    from scipy.sparse.csgraph import connected_components  # scipy.sparse.csgraph takes long to import

    _, part = connected_components(graph, directed=False)
    found = []
    for label in np.unique(part[r.seat_person[seats]]).tolist():
        people = np.flatnonzero(part[:n_people] == label)
        odd = _close(relaxation, held, people) if len(people) <= LARGEST else None
        if odd is not None:
            found.append(odd)
    return found


def _inside(relaxation: Relaxation, people: NDArray[np.int64]) -> NDArray[np.int64]:
    """[R] named seats of each request within `people`."""
    r = relaxation.requests
    flags = np.zeros(relaxation.model.n_people, bool)
    flags[people] = True
    return np.bincount(r.seat_request, weights=flags[r.seat_person], minlength=len(r.value)).astype(np.int64)


def _close(relaxation: Relaxation, held: Floats, people: NDArray[np.int64]) -> OddSet | None:
    """Add the fully held requests with an odd number of seats inside; None unless violated."""
    inside = _inside(relaxation, people)
    leaving = np.flatnonzero((inside % 2 == 1) & (held > 0.5))
    weights = inside.copy()
    weights[leaving] += 1
    rhs = (int(_most(relaxation)[people].sum()) + len(leaving)) // 2
    if float((weights // 2) @ held) <= rhs + SLACK:
        return None
    return OddSet(tuple(people.tolist()), tuple(leaving.tolist()))


def odd_set_rows(relaxation: Relaxation, sets: list[OddSet]) -> Family:
    """One row for each odd set."""
    rows, columns, weights, rhs = [], [], [], []
    for number, odd in enumerate(sets):
        inside = _inside(relaxation, np.array(odd.people))
        inside[list(odd.requests)] += 1
        entries = np.flatnonzero(inside >= 2)
        rows.append(np.full(len(entries), number))
        columns.append(entries)
        weights.append(inside[entries] // 2)
        rhs.append((int(_most(relaxation)[list(odd.people)].sum()) + len(odd.requests)) // 2)
    return family_of(
        RowKind.HALF,
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(weights),
        rhs=np.array(rhs, np.int64),
        width=relaxation.width,
    )
