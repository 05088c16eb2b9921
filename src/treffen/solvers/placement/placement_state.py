"""A choice of places under construction: the arrays that the compiled kernels work on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Stop
from treffen.solvers.placement.demand import Demand
from treffen.solvers.placement.objective import PlacementObjective, away_from_home, judge

Small = NDArray[np.int32]
State = tuple[Small, Small, Small]


class PlacementState:
    """The places of all meetings, always free of clashes and always suitable."""

    def __init__(self, frame: PlacementObjective, block: Small) -> None:
        self.frame = frame
        demand = frame.demand
        self.kernel_demand = _arrays(demand)
        self.links = (frame.link_ptr, frame.link_to)
        self.homes = (frame.home_ptr, frame.home)
        self.state = _empty(demand)
        self.edges = _edges(block)
        self.by_zone = _by_zone(frame.zone)

    @property
    def place(self) -> Small:
        """[n] the place of each meeting, -1 where it has none."""
        return self.state[0]

    @property
    def is_complete(self) -> bool:
        """Whether every meeting has a place."""
        return bool((self.place >= 0).all())

    def values(self) -> dict[Goal, int]:
        """The value of each goal."""
        return judge(self.frame, self.place)

    def key(self, goals: list[Goal]) -> tuple[int, ...]:
        """What is compared: goals in order, then meetings away from home."""
        values = self.values()
        return (*(values[g] for g in goals), away_from_home(self.frame, self.place))

    def seat(self, stop: Stop) -> None:
        """Place all meetings; of building from the first slot on and from the last, keep the better."""
        tries: list[tuple[int, int, int, State]] = []
        for slots in _directions(self.frame.demand):
            self.state = _seat(self.frame.demand, (self.kernel_demand, self.links, self.homes), slots)
            tries.append(
                (int(np.count_nonzero(self.place < 0)), self.values()[Goal.CHANGES], len(tries), self.state)
            )
        self.state = min(tries, key=lambda t: t[:3])[3]
        if not self.is_complete:
            self.restore(_repair(self.frame.demand, self.place, stop))

    def restore(self, place: Small) -> None:
        """Take over a choice of places."""
        self.state = _filled(self.frame.demand, place)


def seat_interpreters(demand: Demand, stop: Stop) -> Small:
    """[n] an interpreter for each meeting of the demand, -1 where none is left."""
    if not demand.n_meetings:
        return np.empty(0, np.int32)
    none = (np.zeros(demand.n_meetings + 1, np.int32), np.empty(0, np.int32))
    state = _seat(demand, (_arrays(demand), none, none), _directions(demand)[0])
    return state[0] if (state[0] >= 0).all() else _repair(demand, state[0], stop)


def _arrays(demand: Demand) -> tuple[Any, ...]:
    """The demand as the kernels read it."""
    return (demand.start, demand.end, demand.kind, demand.thing_ptr, demand.things, demand.bits, demand.open)


def _empty(demand: Demand) -> State:
    n_things, n_slots = demand.open.shape
    return (
        np.full(demand.n_meetings, -1, np.int32),
        np.full((n_things, n_slots), -1, np.int32),
        np.zeros(n_things, np.int32),
    )


def _filled(demand: Demand, place: Small) -> State:
    state = _empty(demand)
    state[0][:] = place
    for i in np.flatnonzero(place >= 0).tolist():
        state[1][place[i], demand.start[i] : demand.end[i]] = i
    np.add.at(state[2], place[place >= 0], 1)
    return state


def _directions(demand: Demand) -> tuple[Small, Small]:
    slots = np.arange(demand.open.shape[1], dtype=np.int32)
    return slots, slots[::-1].copy()


def _seat(demand: Demand, arrays: tuple[Any, Any, Any], slots: Small) -> State:
    from treffen.solvers.placement import seating

    kernel_demand, links, homes = arrays
    state = _empty(demand)
    choices = np.diff(demand.thing_ptr)[demand.kind]
    long = np.flatnonzero(demand.end - demand.start > 1).astype(np.int32)
    order = long[np.lexsort((demand.start[long], demand.start[long] - demand.end[long], choices[long]))]
    if len(order):  # compiled only for events that need it
        seating.seat_long(order, kernel_demand, links, homes, state)
    first = np.searchsorted(demand.start, np.arange(demand.open.shape[1] + 1)).astype(np.int32)
    seating.seat_all(slots, first, kernel_demand, links, homes, state)
    return state


def _repair(demand: Demand, place: Small, stop: Stop) -> Small:
    from treffen.solvers.placement.repair import place_exactly

    return place_exactly(demand, place, stop)


def _edges(block: Small) -> tuple[Small, Small]:
    """First slot of each slot's block, and the slot after its last."""
    same = block[:, None] == block[None, :]
    return same.argmax(axis=1).astype(np.int32), (same.argmax(axis=1) + same.sum(axis=1)).astype(np.int32)


def _by_zone(zone: Small) -> tuple[Small, Small]:
    order = np.argsort(zone, kind="stable").astype(np.int32)
    return np.searchsorted(zone[order], np.arange(int(zone.max(initial=-1)) + 2)).astype(np.int32), order
