"""What a repair works on: the model, the board, who sits where, and what was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Meeting, Problem, RequestId
from treffen.solvers.base import Assignment, Limits, Model, Stop, build_model
from treffen.solvers.base.build import delegations
from treffen.solvers.base.model import Flags, Small
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.placement.incremental import Seating
from treffen.solvers.placement.stable_assignment import Resources, keep_interpreters, keep_places
from treffen.solvers.relaxation.subset import Subset
from treffen.timetable import Timetable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MOST_CELLS = 120  # people times slots


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promises:
    """[O] slot, place and interpreter that each option was promised, else -1; [R] whether a request was."""

    slot: Small
    place: Small
    helper: Small
    request: Flags


class RepairState:
    """A board whose timetable is always one of the problem, and places that go with it."""

    def __init__(self, problem: Problem, standing: Iterable[Meeting], *, limits: Limits, stop: Stop) -> None:
        """`problem` has no musts but frozen meetings; `standing` is a timetable of it."""
        self.problem, self.limits, self.stop = problem, limits, stop
        self.model = build_model(problem)
        self._of_person: tuple[Ints, Ints] | None = None
        self._number = {r.id: i for i, r in enumerate(problem.requests)}
        self._slot = {s.id: i for i, s in enumerate(problem.slots)}
        size = np.arange(self.model.n_requests + 1)
        self.first = np.searchsorted(self.model.option_request, size)
        self._promise: dict[int, Meeting] = {}
        self.promises = self._promised()
        held = [(self.option_of(m), m) for m in standing]
        start = np.full(self.model.n_options, -1, np.int32)
        for option, meeting in held:
            start[option] = self._slot[meeting.slot]
        self.board = PartialTimetable(self.model)
        self.board.restore(start)
        self.seating = Seating(self.model, held)
        self.is_plain = self.model.is_unit and self.model.has_exact_places
        most = bool((self.model.most_breaks < self.model.n_slots).any())
        self.has_breaks = most or problem.break_spread is not None
        # in larger events limits on breaks are no rows of a program: its answers are tried against them
        self.has_few_breaks = self.has_breaks and self.model.free.size <= MOST_CELLS

    def fork(self) -> RepairState:
        """The same once more, to go on from here another way."""
        twin = copy(self)
        twin.board = PartialTimetable(self.model, Assignment(self.board.slot))
        twin.seating = copy(self.seating)
        twin.seating.part()
        return twin

    def _promised(self) -> _Promises:
        slot, place, helper = (np.full(self.model.n_options, -1, np.int32) for _ in range(3))
        request = np.zeros(self.model.n_requests, bool)
        places = {p.id: i for i, p in enumerate(self.problem.places)}
        helpers = {x.id: i for i, x in enumerate(self.problem.interpreters)}
        for m in self.problem.promised:
            option = self.option_of(m)
            self._promise[option] = m
            slot[option], place[option] = self._slot[m.slot], places[m.place]
            helper[option] = -1 if m.interpreter is None else helpers[m.interpreter]
            request[self._number[m.request]] = True
        return _Promises(slot=slot, place=place, helper=helper, request=request)

    # --- reading ------------------------------------------------------------------------------

    def options(self, request: int) -> range:
        """The options of a request."""
        return range(int(self.first[request]), int(self.first[request + 1]))

    def request(self, id: RequestId) -> int:
        """The number of a request."""
        return self._number[id]

    def option_of(self, meeting: Meeting) -> int:
        """The option that a meeting holds."""
        options = self.options(self._number[meeting.request])
        if len(options) == 1:
            return options[0]
        chosen = {(d.organisation, d.participant) for d in meeting.delegates}
        return next(
            o
            for o in options
            if {(d.organisation, d.participant) for d in delegations(self.problem, self.model, o)} == chosen
        )

    def options_of(self, person: int) -> Ints:
        """All options that a person is in."""
        if self._of_person is None:
            option = np.repeat(np.arange(self.model.n_options), np.diff(self.model.seat_ptr))
            order = np.argsort(self.model.seats, kind="stable")
            ends = np.searchsorted(self.model.seats[order], np.arange(self.model.n_people + 1))
            self._of_person = (option[order], ends)
        options, ends = self._of_person
        mine: Ints = options[ends[person] : ends[person + 1]]
        return mine

    def is_held(self) -> Flags:
        """[R] whether each request is held."""
        flags = np.zeros(self.model.n_requests, bool)
        flags[self.model.option_request[self.board.slot >= 0]] = True
        return flags

    def changed(self) -> int:
        """Promised meetings that are held at another time, or by others, or not at all."""
        return int(((self.board.slot != self.promises.slot) & (self.promises.slot >= 0)).sum())

    def keeps_breaks(self) -> bool:
        """Whether nobody has more breaks than allowed, and the spread is kept."""
        breaks, spread = self.board.breaks(), self.problem.break_spread
        is_even = spread is None or not len(breaks) or int(breaks.max() - breaks.min()) <= spread
        return is_even and bool((breaks <= self.model.most_breaks).all())

    def timetable(self) -> Timetable:
        """The timetable on the board."""
        promises, slot = self.promises, self.board.slot
        place, helper = self.seating.things()
        stays = (slot == promises.slot) & (place == promises.place) & (helper == promises.helper)
        held = np.flatnonzero(slot >= 0)
        rows = zip(held.tolist(), stays[held].tolist(), strict=True)
        return Timetable(tuple(self._promise[o] if is_as_was else self._meeting(o) for o, is_as_was in rows))

    def seat_well(self) -> None:
        """Give back promised places and interpreters, as many as can be; then comfort for all others."""
        held = np.flatnonzero(self.board.slot >= 0)
        place, helper = self.seating.things()
        assignment, promises = Assignment(self.board.slot.copy()), self.promises
        places = self._kept(place, promises.place)
        helpers = self._kept(helper, promises.helper)
        seats = keep_places(self.model, assignment, places, goals=self.problem.goals)
        served = keep_interpreters(self.model, assignment, helpers)
        changed = held[(seats != place)[held] | (served != helper)[held]]
        self.seating.reseat([(o, int(seats[o]), int(served[o])) for o in changed.tolist()])

    def _kept(self, now: Small, promised: Small) -> Resources:
        """What was promised to meetings that stand in their slots, and to those that do not."""
        stands = self.board.slot == self.promises.slot
        stays, strayed = np.where(stands, promised, -1), np.where(stands, -1, promised)
        return Resources(now=now, promised=stays.astype(np.int32), before=strayed.astype(np.int32))

    def _meeting(self, option: int) -> Meeting:
        place, helper = self.seating.of(option)
        return Meeting(
            request=self.problem.requests[int(self.model.option_request[option])].id,
            slot=self.problem.slots[int(self.board.slot[option])].id,
            place=self.problem.places[place].id,
            delegates=delegations(self.problem, self.model, option),
            interpreter=None if helper is None else self.problem.interpreters[helper].id,
        )

    def free(
        self, options: Ints, *, slots: Ints | None = None, must: Flags | None = None
    ) -> tuple[Model, Subset]:
        """Options taken off the board for re-timing; what they see of the rest, and the model for it.

        `must` [O]: options of requests that have to be held.
        """
        board, was = self.board, self.board.slot.copy()
        for o in options[was[options] >= 0].tolist():
            board.drop(o)
        count = board.count()
        everywhere = np.arange(self.model.n_slots)
        subset = Subset(
            options=options,
            fits=board.where_fits(options, everywhere if slots is None else slots),
            was=was[options].astype(np.int64),
            room=board.room(),
            seats_left=self.model.maximum - count,
            count=count,
            busy=board.occupied() >= 0,
            is_missed=board.missed(),
        )
        board.restore(was)
        needed = np.zeros(self.model.n_options, bool) if must is None else must
        return replace(self.model, must=needed), subset

    # --- writing ------------------------------------------------------------------------------

    def attempt(self, change: Callable[[], object]) -> bool:
        """Do something to the board, and find places for it; if that fails, nothing was done.

        Whether anything changed.
        """
        before = self.board.slot.copy()
        change()
        return self._settle(before)

    def take(self, options: Ints, slots: Ints) -> bool:
        """The same with slots that a solver found for some options (-1: not held)."""
        after = self.board.slot.copy()
        after[options] = slots
        return self.attempt(lambda: self.board.restore(after))

    def would_seat(self, before: Small) -> bool:
        """Whether there are places for what is on the board now; nothing is kept."""
        slot = self.board.slot
        changed = np.flatnonzero(slot != before).tolist()
        fits = self.seating.move([(o, int(slot[o])) for o in changed])
        self.seating.undo()
        return fits

    def _settle(self, before: Small) -> bool:
        slot = self.board.slot
        changed = np.flatnonzero(slot != before).tolist()
        if not changed:
            return False
        keeps = not self.has_breaks or self.keeps_breaks()
        if keeps and self.seating.move([(o, int(slot[o])) for o in changed]):
            self.seating.settle()
            return True
        self.seating.undo()
        self.board.restore(before)
        return False
