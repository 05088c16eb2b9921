"""The arrays that the compiled kernel works on, and their Python face."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Assignment, Model, Stop
from treffen.solvers.colouring import exchange, kernel

Ints = NDArray[np.int64]


def _order(model: Model) -> tuple[Any, Any, Any]:
    """Precedences by option: the others, and +1 where the other comes later, -1 where earlier."""
    first = np.searchsorted(model.option_request, np.arange(model.n_requests + 1))
    entries = []
    for earlier, later in model.before.tolist():
        for one in range(first[earlier], first[earlier + 1]):
            for other in range(first[later], first[later + 1]):
                entries += [(one, other, 1), (other, one, -1)]
    entries.sort()
    table = np.array(entries, np.int32).reshape(-1, 3)
    pointers = np.searchsorted(table[:, 0], np.arange(model.n_options + 1)).astype(np.int32)
    return pointers, table[:, 1].copy(), table[:, 2].copy()


class Board:
    """A timetable under construction. Everything it does keeps every hard rule but breaks."""

    def __init__(self, model: Model, assignment: Assignment | None = None) -> None:
        self.model = model
        pointers, others, signs = _order(model)
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
        like_order = np.argsort(model.like_person, kind="stable")
        people = model.like_person[like_order]
        self._taste = (
            model.block,
            model.in_talk,
            model.most_breaks,
            np.searchsorted(people, np.arange(model.n_people + 1)).astype(np.int32),
            model.like_slots[like_order],
            model.like_price[like_order],
        )
        self._seen = np.zeros(model.n_options, np.int64)
        self._clock = np.zeros(1, np.int64)
        self._chain = np.empty(kernel.LONGEST_CHAIN, np.int32)
        widest = int(np.diff(model.seat_ptr).max(initial=1))
        self._ends = np.empty(kernel.LONGEST_CHAIN * widest, np.int32)
        if assignment is not None:
            for o in assignment.held.tolist():
                kernel.put(o, int(assignment.slot[o]), self._model, self._state)

    @property
    def slot(self) -> NDArray[np.int32]:
        """[O] the first slot of each held option, -1 elsewhere. Live: changes with the board."""
        return self._state[0]

    @property
    def value(self) -> int:
        """Value held."""
        return int(self.model.value[self.slot >= 0].sum())

    def assignment(self) -> Assignment:
        """The timetable as it stands, as a copy."""
        return Assignment(self.slot.copy())

    def occupied(self) -> NDArray[np.int32]:
        """[P, T] the option that keeps a person busy, or -1. Live."""
        return self._state[1]

    def put(self, option: int, slot: int) -> None:
        """Hold an option that fits there."""
        kernel.put(option, slot, self._model, self._state)

    def drop(self, option: int) -> None:
        """Hold an option no longer."""
        kernel.drop(option, self._model, self._state)

    def fits(self, option: int, slot: int) -> bool:
        """Whether an option can start there as things stand."""
        return bool(kernel.fits(option, slot, self._model, self._state))

    def where_fits(self, options: Ints, slots: Ints) -> NDArray[np.bool_]:
        """[n, T] whether each option fits in each of `slots`, all else standing still."""
        flags: NDArray[np.bool_] = kernel.where_fits(options, slots, self._model, self._state)
        return flags

    def room(self) -> Ints:
        """[C, T] capacity left."""
        return (self.model.capacity - self._state[2]).astype(np.int64)

    def count(self) -> Ints:
        """[P] meetings of each person."""
        return self._state[3].astype(np.int64)

    def insert_all(self, order: Any) -> int:
        """Insert options in this order, directly or by one Kempe chain each; how many were held."""
        options = np.asarray(order, np.int64)
        return int(
            kernel.insert_all(options, self._model, self._state, self._seen, self._clock, self._chain)
        )

    def restore(self, slot: NDArray[np.int32]) -> None:
        """Make the timetable the given one [O]."""
        changed = np.flatnonzero(self.slot != slot)
        for o in changed[self.slot[changed] >= 0].tolist():
            self.drop(o)
        for o in changed[slot[changed] >= 0].tolist():
            self.put(o, int(slot[o]))

    def anneal_value(
        self, options: Ints, *, steps: int, heat: tuple[float, float], part: tuple[float, float], seed: int,
        best: NDArray[np.int32],
    ) -> int:  # fmt: skip
        """Exchanges among `options` over a part (from, to) of a cooling from heat[0] to heat[1].

        `best` [O] holds the best timetable seen before and is overwritten by better ones; its value.
        """
        return int(
            exchange.anneal_value(
                options, steps, *heat, *part, seed, self.model.value, self._model, self._state, best,
                self._seen, self._clock, self._chain,
            )  # fmt: skip
        )

    def cost(self, weights: Ints) -> int:
        """Weighted sum of (talks missed, breaks, idle slots, breaks over the limit)."""
        return int(kernel.total_cost(self._model, self._state, weights, self._taste))

    def anneal(self, weights: Ints, *, steps: int, hot: float, cold: float, seed: int, focus: bool) -> int:
        """Lower the weighted cost by chain swaps; `focus` draws only people who have a cost."""
        flags = kernel.costly_people(self._model, self._state, weights, self._taste)
        people = np.flatnonzero(flags) if focus else np.arange(self.model.n_people)
        cost = self.cost(weights)
        if not len(people) or cost == 0:
            return cost
        scratch = (self._seen, self._clock, self._chain, self._ends)
        return int(
            kernel.anneal(
                people.astype(np.int64), steps, hot, cold, cost, seed, self._model, self._state, weights,
                self._taste, *scratch
            )  # fmt: skip
        )


GOAL_WEIGHT = {Goal.TALKS: 0, Goal.BREAKS: 1, Goal.IDLE: 2}


def settle(board: Board, weights: Ints, *, stop: Stop, seed: int, rounds: int = 60) -> int:
    """Anneal until nothing is left to gain, `rounds` are over, or the stop is reached; the cost.

    Rounds alternate between a warm walk over everybody and a focus on those who have a cost, and
    keep the best timetable seen.
    """
    best, cost = board.assignment(), board.cost(weights)
    scale = float(max(1, weights[weights > 0].min(initial=1)))
    for round_ in range(rounds):
        if cost == 0 or stop.is_reached():
            break
        steps = max(20_000, 20 * board.model.n_people)
        hot = scale * (1.0 if round_ == 0 else 0.5)
        now = board.anneal(
            weights, steps=steps, hot=hot, cold=0.05 * scale, seed=seed + round_, focus=round_ % 2 == 1
        )
        if now < cost:
            best, cost = board.assignment(), now
    if board.cost(weights) > cost:
        board.restore(best.slot)
    return cost

