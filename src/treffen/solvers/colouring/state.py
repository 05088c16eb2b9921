"""A timetable under construction: the arrays that the compiled kernels work on, and their face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Assignment, Model
from treffen.solvers.colouring import (
    alternating,
    beliefs,
    chains,
    comfort,
    deciding,
    ejection,
    exhaustion,
    kernel,
    perturbation,
    place_ejection,
    prices,
    roaming,
    slot_pairs,
)
from treffen.solvers.colouring.precedence import order_of

Ints = NDArray[np.int64]
Slots = NDArray[np.int32]
Flags = NDArray[np.bool_]
Heat = tuple[float, float]


class PartialTimetable:
    """A timetable under construction. Everything it does keeps every hard rule but those on breaks."""

    def __init__(self, model: Model, assignment: Assignment | None = None) -> None:
        self.model = model
        pointers, others, signs = order_of(model)
        stiff = (model.length > 1) | (np.diff(pointers) > 0)
        self._model = (
            model.seat_ptr,
            model.seats,
            model.start_ok,
            model.length,
            model.row_ptr,
            model.rows,
            model.capacity,
            model.maximum,
            model.group,
            pointers,
            others,
            signs,
            stiff,
            model.must,
        )
        self._state = (
            np.full(model.n_options, -1, np.int32),
            np.full((model.n_people, model.n_slots), -1, np.int32),
            np.zeros(model.capacity.shape, np.int32),
            np.zeros(model.n_people, np.int32),
            np.zeros(int(model.group.max(initial=-1)) + 1, np.bool_),
        )
        self._taste = self._tastes()
        self._seen = np.zeros(model.n_options, np.int64)
        self._clock = np.zeros(1, np.int64)
        self._chain = np.empty(2 * kernel.LONGEST_CHAIN, np.int32)
        widest = int(np.diff(model.seat_ptr).max(initial=1))
        self._ends = np.empty(len(self._chain) * widest, np.int64)
        by_presence = np.argsort(model.free.sum(axis=0), kind="stable")  # many are there last
        self._walk = ejection.room_for_walks(widest, by_presence)
        if assignment is not None:
            self.restore(assignment.slot)

    def _tastes(self) -> tuple[Any, ...]:
        model = self.model
        order = np.argsort(model.like_person, kind="stable")
        people = model.like_person[order]
        spread = model.problem.break_spread
        most = model.most_breaks if spread is None else np.minimum(model.most_breaks, spread)
        return (
            model.block,
            model.in_talk,
            most.astype(np.int32),  # almost always somebody has no break at all
            np.searchsorted(people, np.arange(model.n_people + 1)).astype(np.int32),
            model.like_slots[order],
            model.like_price[order],
            np.zeros(model.n_slots, np.bool_),
        )

    # --- reading ------------------------------------------------------------------------------

    @property
    def slot(self) -> Slots:
        """[O] the first slot of each held option, -1 elsewhere. Live: changes with the board."""
        return self._state[0]

    @property
    def value(self) -> int:
        """Value held."""
        return int(self.model.value[self.slot >= 0].sum())

    @property
    def shortfall(self) -> int:
        """Meetings missing to everybody's minimum."""
        return int(np.maximum(self.model.minimum - self._state[3], 0).sum())

    def discomfort(self) -> Ints:
        """[4] talks missed (prices), breaks, idle slots, breaks over somebody's limit."""
        comfort.all_discomfort(self._state, self._taste, parts := np.zeros(4, np.int64))
        return parts

    def breaks(self) -> Ints:
        """[P] breaks of everybody."""
        return np.asarray(comfort.part_of_all(self._state, self._taste, 1))

    def idle(self) -> Ints:
        """[P] idle slots of everybody."""
        return np.asarray(comfort.part_of_all(self._state, self._taste, 2))

    def missed(self) -> Flags:
        """[L] whether each liked talk is missed."""
        busy = self.occupied()[self.model.like_person] >= 0
        flags: Flags = (busy & self.model.like_slots).any(axis=1)
        return flags

    def occupied(self) -> Slots:
        """[P, T] the option that keeps a person busy, or -1. Live."""
        return self._state[1]

    def load(self) -> Slots:
        """[C, T] running options of each capacity row. Live."""
        return self._state[2]

    def room(self) -> Ints:
        """[C, T] capacity left."""
        return (self.model.capacity - self._state[2]).astype(np.int64)

    def count(self) -> Ints:
        """[P] meetings of each person."""
        return self._state[3].astype(np.int64)

    def meetings(self) -> Slots:
        """[P] the same, live."""
        return self._state[3]

    def is_group_held(self, option: int) -> bool:
        """Whether an option of the same parties (or request) is held."""
        return bool(self._state[4][self.model.group[option]])

    def fits(self, option: int, slot: int) -> bool:
        """Whether an option can start there as things stand."""
        return bool(kernel.fits(option, slot, self._model, self._state))

    def where_fits(self, options: Ints, slots: Ints) -> Flags:
        """[n, T] whether each option fits in each of `slots`, all else standing still."""
        flags: Flags = kernel.where_fits(options, slots, self._model, self._state)
        return flags

    def decide(
        self,
        entries: tuple[Ints, Ints],
        *,
        gain: NDArray[np.float64],
        hole: NDArray[np.float64],
        seed: int,
        each: int,
        back: float,
        early: int,
        most: int,
        goes_on: Callable[[], bool],
        poised: int | None = None,
        look: Callable[[], bool] = lambda: False,
    ) -> Ints:
        """Hold the likeliest of the entries (options [n], slots [n]), `each` at a time, while it goes on.

        `gain` [n], `hole` [P]: logarithmic weights of an entry and of a person's slot left empty; `back` < 1:
        taken back for each that is held. Returns what came last: all but `early`, no more than `most`.
        From `poised` entries on there come no more, and `look` sees one beginning after the other, while
        it says so.
        """
        net = beliefs.network(self.model, entries, gain=gain, hole=hole, seed=seed)
        kernel = (self._model, self._state)
        pace = deciding.Pace(each, back, poised)
        deciding.decide_all(entries, net, kernel, pace=pace, goes_on=goes_on, look=look)
        ways = np.flatnonzero(net[-1])
        n_late = min(most, max(0, len(ways) - early))
        return entries[0][ways[np.argsort(net[-1][ways], kind="stable")]][len(ways) - n_late :]

    def prices(self, rounds: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Prices of each person's meetings [P] and of each capacity row's slots [C], by descent."""
        most = self.model.maximum.astype(np.float64)
        room = self.model.capacity.sum(axis=1).astype(np.float64)
        people, rows = prices.descend(self.model.value, most, room, rounds, self._model)
        return people, rows

    # --- writing ------------------------------------------------------------------------------

    def put(self, option: int, slot: int) -> None:
        """Hold an option that fits there."""
        kernel.put(option, slot, self._model, self._state)

    def drop(self, option: int) -> None:
        """Hold an option no longer."""
        kernel.drop(option, self._model, self._state)

    def restore(self, slot: Slots) -> None:
        """Make the timetable the given one [O]."""
        kernel.restore(slot, self._model, self._state)

    def insert_all(self, order: Any, *, by_chain: bool = True) -> int:
        """Insert options in this order, directly or by one Kempe chain each; how many were held."""
        options = np.asarray(order, np.int64)
        scratch = (self._seen, self._clock, self._chain)
        return int(kernel.insert_all(options, by_chain, self._model, self._state, *scratch))

    def mend(self, starts: Ints, *, reduced: NDArray[np.float64], price: NDArray[np.float64]) -> int:
        """Change meetings along paths from `starts` that gain something: how much."""
        guide, room = alternating.prepared(self.model, reduced, price)
        return int(alternating.mend_paths(starts, guide, self.model.value, self._model, self._state, room))

    def insert_by_walk(self, option: int, *, most: int, steps: int) -> tuple[int, int]:
        """Hold an option, moving at most `most` held ones: how many moved (-1: not held), steps left."""
        most = min(most, ejection.MOST_MOVES)
        moved, left = ejection.insert_by_walk(
            option, most, steps, self._model, self._state, self._walk, self._seen, self._clock
        )
        return int(moved), int(left)

    def insert_by_chain(self, option: int) -> int:
        """Hold an option by swapping the shortest Kempe chain that helps: its size, or -1."""
        scratch = (self._chain, self._seen, self._clock)
        return int(chains.insert_by_shortest_chain(option, self._model, self._state, *scratch))

    def insert_by_vacating(self, option: int, *, most: int, steps: int) -> list[int] | None:
        """Hold an option where one other leaves a full slot, which moves at most `most`: all that moved."""
        scratch = (self._walk, self._seen, self._clock)
        gone, moved, _left = place_ejection.insert_by_place_ejection(
            option, most, steps, self._model, self._state, *scratch
        )
        return None if gone < 0 else list(dict.fromkeys([option, *self.walked(int(moved))]))

    def insert_by_place_path(self, option: int, *, most: int) -> list[int] | None:
        """Hold an option in a full slot that one leaves for another one, and so on: all that moved."""
        return place_ejection.insert_by_place_path(option, most, self._model, self._state).tolist() or None

    def roam(self, option: int, *, most: int, steps: int, polish: int = 0) -> tuple[Ints, Ints]:
        """Options and slots that would hold an option, moving at most `most` others; empty: none found.

        After a first way so many further steps look for one that moves fewer.
        """
        options, slots = roaming.roam(option, most, steps, polish, option, self._model, self._state)
        return options, slots

    def exhaust(self, o: int, *, steps: int, left_out: Flags | None = None) -> tuple[int, Ints, Ints, int]:
        """Whether an option could be held, too, if nothing but everybody's time counted; nothing changes.

        1, with options and slots of those that would stand elsewhere; 0, with options that cannot all be
        held, none of them `left_out` [O]; -1 where so many steps do not tell. And how many steps are left.
        """
        if self.model.n_slots > exhaustion.WIDEST:
            return -1, *(np.empty(0, np.int64),) * 2, steps
        out = np.zeros(self.model.n_options, np.bool_) if left_out is None else left_out
        verdict, options, slots, left = exhaustion.exhaust(o, steps, out, self._model, self._state)
        return int(verdict), options, slots, int(left)

    def walked(self, moved: int) -> list[int]:
        """The options that the last walk placed, if it moved so many."""
        placed: list[int] = self._walk[3][: moved + 1].tolist()
        return placed

    def wander(self, steps: int, seed: int) -> None:
        """Swap random Kempe chains: the same meetings in other slots."""
        perturbation.perturb(steps, seed, self._model, self._state, self._seen, self._clock, self._chain)

    def costs(self, weights: Ints) -> Ints:
        """[P] everybody's weighted discomfort."""
        costs = np.zeros(self.model.n_people, np.int64)
        comfort.cost_of_all(self._state, weights, self._taste, np.zeros(4, np.int64), costs)
        return costs

    def anneal_comfort(
        self, weights: Ints, costs: Ints, *, steps: int, heat: Heat, seed: int, is_focused: bool
    ) -> int:
        """Lower weighted discomfort by chain swaps, and keep `costs`; focused: of people who have any."""
        if (cost := int(costs.sum())) == 0:
            return 0
        people = np.flatnonzero(costs) if is_focused else np.arange(self.model.n_people)
        scratch = np.zeros(4, np.int64), costs, np.zeros(self._ends.size, np.int64)
        more = weights, self._taste, self._seen, self._clock, self._chain, self._ends, scratch
        return int(comfort.anneal(people, steps, *heat, cost, seed, self._model, self._state, *more))

    def anneal_pairs(
        self, weights: Ints, costs: Ints, *, steps: int, heat: Heat, seed: int, is_focused: bool
    ) -> int:
        """The same by all chains between two slots at once, `steps` of them."""
        scratch = slot_pairs.room_for_pairs(costs, self.model.n_options, len(self.model.seats))
        more = self._model, self._state, weights, self._taste, self._seen, self._clock, scratch
        return int(slot_pairs.anneal_pairs(is_focused, steps, *heat, int(costs.sum()), seed, *more))
