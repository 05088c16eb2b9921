"""How far each option that is not held gets: the first condition that no start slot satisfies."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from treffen.problem.plain_requests import plain_requests_of
from treffen.scheduling.whynot.breaks import Breaks
from treffen.scheduling.whynot.timetable_arrays import Supply, TimetableArrays, slide

Small = NDArray[np.int32]
Flags = NDArray[np.bool_]


class Stage(IntEnum):
    """The condition at which an option fails, in the order in which they are asked."""

    TIME = 0
    PLACE = 1
    INTERPRETER = 2
    PAIR = 3
    PERSON = 4
    COMMON = 5
    FREE_PLACE = 6
    FREE_INTERPRETER = 7
    ORDER = 8
    BREAKS = 9
    NONE = 10


class Cells:
    """For n options, in which slots [n, T] they could start, under more and more conditions."""

    def __init__(self, board: TimetableArrays, options: Small) -> None:
        self.board, self.options = board, options
        self.length = board.model.length[options]
        self.wished, self.fixed = self._wishes()
        free = board.model.free
        self.time = self.starts(self.wished & self._everybody(free)) & self.fixed
        self.place = self.time & self._served(board.places, board.model.place_set, needs_free=False)
        helpers = (board.interpreters, board.model.interpreter_set)
        self.static = self.place & self._served(*helpers, needs_free=False)
        nobody_busy = self.starts(self._everybody(free & (board.occupied < 0)))
        self.common = self.static & nobody_busy
        self.with_place = self.common & self._served(board.places, board.model.place_set, needs_free=True)
        self.with_all = self.with_place & self._served(*helpers, needs_free=True)

    def _wishes(self) -> tuple[Flags, Flags]:
        """Slots that the request allows, and starts where it is fixed."""
        problem, model = self.board.problem, self.board.model
        number = {s.id: i for i, s in enumerate(problem.slots)}
        frozen = {m.request: m.slot for m in problem.frozen}
        wished = np.ones((len(self.options), model.n_slots), bool)
        fixed = wished.copy()
        if not frozen and plain_requests_of(problem) is not None:
            return wished, fixed
        for row, r in enumerate(model.option_request[self.options].tolist()):
            request = problem.requests[r]
            if request.slots is not None:
                wished[row] = False
                wished[row, [number[s] for s in request.slots]] = True
            start = frozen.get(request.id, request.slot)
            if start is not None:
                fixed[row] = False
                fixed[row, number[start]] = True
        return wished, fixed

    def _everybody(self, flags: Flags) -> Flags:
        """[n, T] whether `flags` [P, T] hold for all who attend."""
        model = self.board.model
        first, sizes = model.seat_ptr[self.options], np.diff(model.seat_ptr)[self.options]
        everybody = np.ones((len(self.options), model.n_slots), bool)
        for seat in range(int(sizes.max(initial=0))):
            has = np.flatnonzero(sizes > seat)
            everybody[has] &= flags[model.seats[first[has] + seat]]
        return everybody

    def starts(self, running: Flags) -> Flags:
        """Where the whole run of each option stays within `running` and one block."""
        found = running.copy()
        for length in np.unique(self.length[self.length > 1]).tolist():
            rows = self.length == length
            found[rows] = slide(running[rows], length) & self._in_block(length)
        return found

    def _in_block(self, length: int) -> Flags:
        block = self.board.model.block
        within = np.zeros(len(block), bool)
        within[: len(block) - length + 1] = block[: len(block) - length + 1] == block[length - 1 :]
        return within

    def _served(self, supply: Supply, kinds: Small, *, needs_free: bool) -> Flags:
        """Whether one thing that suits is open (and free) in all slots of the run."""
        kind = kinds[self.options]
        served = np.ones((len(self.options), self.board.model.n_slots), bool)
        for length in np.unique(self.length[kind >= 0]).tolist():
            rows = np.flatnonzero((self.length == length) & (kind >= 0))
            served[rows] = supply.table(length, needs_free=needs_free)[kind[rows]]
        return served

    def full_people(self) -> tuple[Flags, Flags]:
        """[P] who is full: the maximum is reached, or every free slot is taken; [n] whether one attends."""
        board = self.board
        model = board.model
        has_time = (model.free & (board.occupied < 0)).any(axis=1)
        full = (board.count >= board.maximum) | ~has_time
        return full, ~self._everybody(~full[:, None])[:, :1].reshape(-1)

    @cached_property
    def never_free(self) -> list[list[int]]:
        """Of each option, the attendees who alone already rule out every start."""
        model = self.board.model
        first, sizes = model.seat_ptr[self.options], np.diff(model.seat_ptr)[self.options]
        found: list[list[int]] = [[] for _ in self.options]
        for seat in range(int(sizes.max(initial=0))):
            person = model.seats[np.minimum(first + seat, len(model.seats) - 1)]
            can = (self.starts(self.wished & model.free[person]) & self.fixed).any(axis=1)
            for row in np.flatnonzero(~can & (sizes > seat)).tolist():
                found[row].append(int(person[row]))
        return found

    def left(self, row: int) -> list[int]:
        """Starts of an option where all people, a place and an interpreter are free."""
        return [int(t) for t in np.flatnonzero(self.with_all[row])]

    def stages(self, breaks: Breaks) -> Small:
        """[n] the stage at which each option fails."""
        board = self.board
        pair = board.of_group[board.model.group[self.options]] < 0
        passed = [
            self.time.any(axis=1),
            self.place.any(axis=1),
            self.static.any(axis=1),
            pair,
            ~self.full_people()[1],
            self.common.any(axis=1),
            self.with_place.any(axis=1),
            self.with_all.any(axis=1),
            *self._late(breaks),
            np.zeros(len(self.options), bool),
        ]
        return np.argmin(np.stack(passed), axis=0).astype(np.int32)

    def _late(self, breaks: Breaks) -> tuple[Flags, Flags]:
        """Whether some start keeps the order, and whether one of these keeps breaks few."""
        ordered, good = self.with_all.any(axis=1), self.with_all.any(axis=1)
        if not self.board.order and not breaks.has_limits:
            return ordered, good
        for row in np.flatnonzero(ordered).tolist():
            o = int(self.options[row])
            slots = np.flatnonzero(self.with_all[row]).tolist()
            slots = [t for t in slots if not self.board.out_of_order(o, t)]
            ordered[row] = bool(slots)
            good[row] = any(not breaks.too_many(o, t) for t in slots)
        return ordered, good
