"""Promises in a plan that is made anew: where the goal CHANGED counts them, they stay where they can."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling import comfort
from treffen.scheduling.bounds import PLACING, TIMING
from treffen.scheduling.run import SchedulerState
from treffen.solvers.base import Assignment
from treffen.solvers.base.build import delegations
from treffen.solvers.placement import Placement

Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Promises:
    """[O] the slot and the place at which an option was promised, by index; -1 for none."""

    slot: Small
    place: Small

    def changed(self, slot: Small) -> int:
        """Promised meetings that a timetable [O] holds in another slot, otherwise, or not at all."""
        return int(((self.slot >= 0) & (self.slot != slot)).sum())


def _promises_of(run: SchedulerState) -> _Promises | None:
    """What was promised, where it is a goal to keep it."""
    problem, model = run.model.problem, run.model
    if Goal.CHANGED not in run.goals or not problem.promised:
        return None
    number = {r.id: i for i, r in enumerate(problem.requests)}
    slots = {s.id: i for i, s in enumerate(problem.slots)}
    places = {p.id: i for i, p in enumerate(problem.places)}
    first = np.searchsorted(model.option_request, np.arange(model.n_requests + 1)).tolist()
    found = _Promises(*(np.full(model.n_options, -1, np.int32) for _ in range(2)))
    for meeting in problem.promised:
        request = number[meeting.request]
        for o in range(first[request], first[request + 1]):
            if set(delegations(problem, model, o)) == set(meeting.delegates):
                found.slot[o], found.place[o] = slots[meeting.slot], places[meeting.place]
    return found


def keep_slots(run: SchedulerState) -> None:
    """Another timetable around the promises, where it is better by the goals in their order.

    Promised meetings are put where they were promised, then comes what must be held, if need be along chains;
    then the others of the timetable as it is, and the rest, the most valuable first, where a slot is left.
    """
    promises, board, model = _promises_of(run), run.board, run.model
    if promises is None or run.is_infeasible or run.missing() or not promises.changed(board.slot):
        return
    before, rank = board.slot.copy(), _rank(run, promises)
    board.restore(np.full(model.n_options, -1, np.int32))
    for o in np.flatnonzero(promises.slot >= 0).tolist():
        if board.fits(o, int(promises.slot[o])):
            board.put(o, int(promises.slot[o]))
    board.insert_all(np.flatnonzero(model.must & (board.slot < 0)))
    board.insert_all(np.lexsort((-model.value, before < 0)), by_chain=False)
    comfort.shed(run)
    if _rank(run, promises) >= rank:
        board.restore(before)


def _rank(run: SchedulerState, promises: _Promises) -> tuple[int, ...]:
    """What makes one timetable better than another by slots and promises: a smaller tuple."""
    ranks = [len(run.missing()), run.over_limit()]
    for goal in run.goals:
        if goal is Goal.CHANGED:
            ranks.append(promises.changed(run.board.slot))
        elif goal in TIMING:
            ranks.append(-run.measure(goal) if goal is Goal.VALUE else run.measure(goal))
    return tuple(ranks)


def kept_places(run: SchedulerState, assignment: Assignment, placement: Placement) -> Small:
    """[O] places, as many promised ones as can be, unless another goal of places comes first."""
    promises = _promises_of(run)
    order = [goal for goal in run.goals if goal in (*PLACING, Goal.CHANGED)]
    if promises is None or order[0] is not Goal.CHANGED or placement.unplaced:
        return placement.place
    from treffen.solvers.placement.stable_assignment import Resources, keep_places  # takes long to import

    promised = np.where(promises.slot == assignment.slot, promises.place, -1).astype(np.int32)
    things = Resources(now=placement.place, promised=promised, before=np.full_like(promised, -1))
    return keep_places(run.model, assignment, things, goals=order, stop=run.placing_time())
