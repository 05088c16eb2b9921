"""What no choice of places can fall below, the slots being given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.placement.demand import Demand
from treffen.solvers.placement.objective import PlacementObjective

Small = NDArray[np.int32]
Ints = NDArray[np.int64]
MOST_PATHS = 2_000  # pairs in Python; of more it takes longer than to load what does it faster


def bounds(model: Model, frame: PlacementObjective) -> dict[Goal, int]:
    """A lower bound of each goal among all choices of places for these meetings in these slots."""
    changes = _changes_bound(frame)
    return {
        Goal.CHANGES: changes,
        Goal.WALKING: _walking_bound(frame, changes),
        Goal.PLACES: _places_bound(model, frame.demand),
    }


def _changes_bound(frame: PlacementObjective) -> int:
    """Links that must break, by matchings between pairs of slots.

    Take the links whose earlier meeting starts in slot s and whose later one starts in slot t.
    Meetings that start in one slot stand at different places. So if a link a-b is kept, at place
    x, no other meeting of slot s stands at x, and none of slot t but b: of the kept links of
    (s, t) each meeting belongs to links with one other meeting only. They form a matching of the
    meetings of s and t, and their number (with two links where two people share both meetings) is
    at most the weight of a heaviest matching. Every link belongs to exactly one pair of slots, so
    the heaviest matchings of all pairs together bound the links kept. Links whose meetings have no
    suitable, open place in common are left out: they cannot be kept.
    """
    kept = sum(heaviest_matching(a, b, weight) for a, b, weight in _by_slots(frame))
    return len(frame.links) - kept


def _by_slots(frame: PlacementObjective) -> Iterator[tuple[Small, Small, Ints]]:
    """Links that can be kept, with multiplicities, for each pair of start slots."""
    links = frame.links[_can_be_kept(frame)]
    if not len(links):
        return
    start, n = frame.demand.start.astype(np.int64), frame.demand.n_meetings
    pairs, weight = np.unique(links[:, 0].astype(np.int64) * n + links[:, 1], return_counts=True)
    a, b = pairs // n, pairs % n
    slots = start[a] * (int(start.max()) + 1) + start[b]
    order = np.argsort(slots, kind="stable")
    edges = np.flatnonzero(np.diff(slots[order])) + 1
    for part in np.split(order, edges):
        yield a[part].astype(np.int32), b[part].astype(np.int32), weight[part]


def _can_be_kept(frame: PlacementObjective) -> NDArray[np.bool_]:
    """[E] whether the two meetings of a link have a place in common that suits and is open."""
    demand, links = frame.demand, frame.links
    if demand.n_kinds == 1 and bool(demand.open.all()):
        return np.full(len(links), bool(demand.bits.any()))
    pattern, slots = np.unique(demand.open.T, axis=0, return_inverse=True)
    slots = slots.reshape(-1)
    kinds, starts = demand.kind[links], slots[demand.start[links]]
    cases, case = np.unique(np.concatenate([kinds, starts], axis=1), axis=0, return_inverse=True)
    is_open = np.packbits(pattern, axis=1)
    shared = demand.bits[cases[:, 0]] & demand.bits[cases[:, 1]] & is_open[cases[:, 2]] & is_open[cases[:, 3]]
    return np.asarray(shared.any(axis=1)[case.reshape(-1)])


def heaviest_matching(a: Small, b: Small, weight: Ints) -> int:
    """Weight of a heaviest matching of the pairs (a, b), in which nothing of `a` is in `b`.

    Where two meet, a meeting has two links to another slot at most: the pairs form paths and circles.
    """
    found = _of_paths(a, b, weight) if len(a) <= MOST_PATHS else None
    return _heaviest(a, b, weight) if found is None else found


def _of_paths(a: Small, b: Small, weight: Ints) -> int | None:
    """The same where everything has two pairs at most, and all of a path or circle weigh the same.

    Of n nodes, half (rounded down) is matched. None where it is not so.
    """
    nodes, degree = np.unique(np.concatenate([a, b]), return_counts=True)
    if degree.max(initial=0) > 2:
        return None
    part: list[int] = list(range(len(nodes)))
    heavy = [0] * len(nodes)
    ends = np.searchsorted(nodes, a).tolist(), np.searchsorted(nodes, b).tolist()
    for i, j, w in zip(*ends, weight.tolist(), strict=True):
        here, there = _root(part, i), _root(part, j)
        known = {heavy[here], heavy[there], w} - {0}
        if len(known) > 1:
            return None
        part[there], heavy[here] = here, w
    size = np.bincount([_root(part, i) for i in range(len(nodes))], minlength=len(nodes))
    return int((size // 2 * np.array(heavy, np.int64)).sum())


def _root(part: list[int], i: int) -> int:
    while part[i] != i:
        part[i] = part[part[i]]
        i = part[i]
    return i


def _heaviest(a: Small, b: Small, weight: Ints) -> int:
    """The same whatever the pairs are."""
    from scipy.sparse import csr_matrix  # takes long to import

    # scipy.sparse.csgraph takes long to import
    from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

    rows, row = np.unique(a, return_inverse=True)
    columns, column = np.unique(b, return_inverse=True)
    shape = (len(rows), len(columns))
    if weight.max() == weight.min():
        graph = csr_matrix((np.ones(len(row)), (row, column)), shape)
        return int(np.count_nonzero(maximum_bipartite_matching(graph, perm_type="column") >= 0) * weight[0])
    # A dummy partner for each row makes staying single as dear as the dearest edge plus one.
    dear = float(weight.max()) + 1.0
    own = np.arange(len(rows))
    costs = np.concatenate([dear - weight, np.full(len(rows), dear)])
    row, column = np.concatenate([row, own]), np.concatenate([column, len(columns) + own])
    graph = csr_matrix((costs, (row, column)), (len(rows), len(columns) + len(rows)))
    i, j = min_weight_full_bipartite_matching(graph)
    return round(dear * len(rows) - float(np.asarray(graph[i, j]).sum()))


def _walking_bound(frame: PlacementObjective, changes: int) -> int:
    """Minutes that must be walked.

    Each link takes at least the shortest walk between zones that suit its two meetings. Where
    every zone is a single place, each change is also a walk of at least the shortest minutes.
    """
    minutes, zone, demand = frame.minutes, frame.zone, frame.demand
    if len(minutes) < 2 or not len(frame.links):
        return 0
    suits = np.zeros((demand.n_kinds, len(minutes)), bool)
    kinds = np.repeat(np.arange(demand.n_kinds), np.diff(demand.thing_ptr))
    suits[kinds, zone[demand.things]] = True
    pairs, count = np.unique(demand.kind[frame.links], axis=0, return_counts=True)
    apart = 0
    for (here, there), times in zip(pairs.tolist(), count.tolist(), strict=True):
        between = minutes[np.ix_(suits[here], suits[there])]
        apart += times * int(between.min(initial=np.iinfo(np.int64).max) if between.size else 0)
    if len(np.unique(zone)) == len(zone):
        off_diagonal = minutes[~np.eye(len(minutes), dtype=bool)]
        return max(apart, changes * int(off_diagonal.min()))
    return apart


def _places_bound(model: Model, demand: Demand) -> int:
    """Places that must be used.

    For every capacity row (a set F of places) as many places of F are used as meetings confined to
    F run in any one slot. The smallest number of places that gives each row its number is a linear
    program over groups of places in the same rows; any fraction in it can only be too low.
    """
    need = _needs(model, demand)
    rows = np.flatnonzero(need > 0)
    if len(rows) <= 1:
        return int(need.max(initial=0))
    member = np.zeros((len(rows), len(model.problem.places)), bool)
    for k, row in enumerate(rows.tolist()):
        member[k, list(model.row_sets[row])] = True
    groups, sizes = np.unique(member, axis=1, return_counts=True)
    from scipy.optimize import linprog  # scipy.optimize takes long to import

    answer = linprog(
        np.ones(len(sizes)),
        A_ub=-groups.astype(float),
        b_ub=-need[rows].astype(float),
        bounds=np.stack([np.zeros(len(sizes)), sizes], axis=1),
    )
    floor = int(need.max())
    return max(floor, int(np.ceil(answer.fun - 1e-6))) if answer.status == 0 else floor


def _needs(model: Model, demand: Demand) -> Ints:
    """[place rows] most meetings of each row that run at once."""
    option = demand.option
    first, sizes = model.row_ptr[option], model.row_ptr[option + 1] - model.row_ptr[option]
    meeting = np.repeat(np.arange(len(option)), sizes)
    row = model.rows[
        np.repeat(first, sizes) + np.arange(len(meeting)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    ]
    is_place = row < model.n_place_rows
    meeting, row = meeting[is_place], row[is_place]
    running = np.zeros((model.n_place_rows, model.n_slots + 1), np.int64)
    np.add.at(running, (row, demand.start[meeting]), 1)
    np.add.at(running, (row, demand.end[meeting]), -1)
    return np.asarray(np.cumsum(running, axis=1).max(axis=1, initial=0))
