"""Long meetings keep one place in all their slots: where insertion fails, an exact search.

Meetings that last one slot are interchangeable within their slot and kind, so they enter as
counts. HiGHS (through scipy) maximises the number of meetings placed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Stop
from treffen.solvers.placement.demand import Demand, runs_of_slots

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


MOST_COLUMNS = 400_000
MOST_SECONDS = 10.0
Small = NDArray[np.int32]


def place_exactly(demand: Demand, place: Small, stop: Stop) -> Small:
    """A choice that places at least as many meetings as `place`; the most there can be, if time allows."""
    place = place.copy()
    for part in runs_of_slots(demand):
        if (place[part] >= 0).all() or not (demand.end[part] - demand.start[part] > 1).any():
            continue
        found = _solve(demand, part, stop)
        if found is not None and np.count_nonzero(found >= 0) > np.count_nonzero(place[part] >= 0):
            place[part] = found
    return place


class _Program:
    """Columns (group of meetings, thing); groups are long meetings or (slot, kind) of short ones."""

    def __init__(self, demand: Demand, part: Small) -> None:
        groups: dict[tuple[int, ...], list[int]] = {}
        for i in part.tolist():
            t, e, k = int(demand.start[i]), int(demand.end[i]), int(demand.kind[i])
            groups.setdefault((t, e, k) if e == t + 1 else (t, e, k, i), []).append(i)
        self.groups = list(groups.values())
        self.columns: list[tuple[int, int]] = []
        self.slots: list[range] = []
        for g, members in enumerate(self.groups):
            t, e = int(demand.start[members[0]]), int(demand.end[members[0]])
            for x in demand.of_kind(int(demand.kind[members[0]])).tolist():
                if demand.open[x, t:e].all():
                    self.columns.append((g, x))
                    self.slots.append(range(t, e))

    def rows(self, n_things: int, n_slots: int) -> tuple[csr_matrix, float, NDArray[np.float64]]:
        """Each group has at most as many things as meetings; each thing serves one at a time."""
        from scipy.sparse import csr_matrix  # takes long to import

        size = len(self.groups)
        at, of, most = [], [], [float(len(g)) for g in self.groups] + [1.0] * (n_things * n_slots)
        for c, (g, x) in enumerate(self.columns):
            at += [g, *(size + x * n_slots + t for t in self.slots[c])]
            of += [c] * (1 + len(self.slots[c]))
        matrix = csr_matrix((np.ones(len(at)), (at, of)), (len(most), len(self.columns)))
        used = np.diff(matrix.indptr) > 0
        return matrix[used], -np.inf, np.array(most)[used]


def _solve(demand: Demand, part: Small, stop: Stop) -> Small | None:
    program = _Program(demand, part)
    seconds = stop.remaining(MOST_SECONDS)
    if not program.columns or len(program.columns) > MOST_COLUMNS or seconds <= 0:
        return None
    from scipy.optimize import Bounds, milp  # scipy.optimize takes long to import

    answer = milp(
        -np.ones(len(program.columns)),
        integrality=np.ones(len(program.columns)),
        bounds=Bounds(0, 1),
        constraints=program.rows(*demand.open.shape),
        options={"time_limit": seconds},
    )
    if answer.x is None:
        return None
    where = {i: at for at, i in enumerate(part.tolist())}
    left = [list(g) for g in program.groups]
    found = np.full(len(part), -1, np.int32)
    for c in np.flatnonzero(answer.x > 0.5).tolist():
        g, x = program.columns[c]
        found[where[left[g].pop()]] = x
    return found
