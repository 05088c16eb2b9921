"""Promises in a plan that is made anew: where the goal CHANGED counts them, they stay where they can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling import comfort
from treffen.scheduling.bounds import COMFORT, PLACING, SELECTION
from treffen.scheduling.exact import as_cost, learn
from treffen.scheduling.run import SchedulerState
from treffen.solvers.base import Assignment
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.placement import Placement
from treffen.timetable import ProofKind

Small = NDArray[np.int32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Search = Callable[[SchedulerState], None]
SHARE = 0.8  # of the time that is left, for what is not annealing
MOST_COLUMNS = 40_000  # of a program for all that is held, or may be
MOST_NEAR = 20_000  # options, up to which what may be held instead is looked for
WORK, FEWEST_NODES, SECONDS = 200_000, 20, 4.0  # of a program: columns times nodes, nodes, and its time
SHUFFLES = 6  # of all that was not promised, for the sake of what finds no slot
PATIENCE = 30  # sets of slots in a row without gain
ROUNDS, LET_GO = 10, 0.15  # of letting promises go for the sake of how people wait, and the share


def keep_slots(run: SchedulerState, *, search: Search) -> None:
    """Fewer promises moved than in the timetable on the board, without losing any goal that counts more.

    A timetable around the promises is made first; where they count most, `search` makes it as good as may be.
    Else the better of the two is re-timed: its meetings, and others that make up the same value.
    """
    if run.promises is None or run.missing() or run.is_proved(Goal.CHANGED):
        return
    left, whole = run.stop.remaining(), run
    run = replace(run, search_stop=run.stop.within(SHARE * left if left < np.inf else None))
    comfort.shed(run)
    _attempt(run, lambda: _put_around(run))
    if not run.in_front(Goal.CHANGED):
        _attempt(run, lambda: _search_around(run, search))
    else:
        if _is_restful(run):
            _attempt(run, lambda: _let_go(run))
        _attempt(run, lambda: _retime(run))
    _attempt(run, lambda: _anneal(run, run.goals, _kept(run)))
    whole.worked = run.worked


def _attempt(run: SchedulerState, change: Callable[[], object]) -> None:
    """Do something to the board; nothing was done where the goals in their order are no better by it."""
    before, rank = run.board.slot.copy(), run.rank()
    change()
    if run.rank() >= rank:
        run.board.restore(before)


def _kept(run: SchedulerState) -> Flags:
    """[O] promised options that are held where they were promised."""
    assert run.promises is not None
    return run.promises.kept(run.board.slot)


def _put_around(run: SchedulerState) -> None:
    """Promised meetings where they were promised, then what must be held, if need be along chains; then the
    others of the timetable as it is, along chains that move no promise; and the rest, the most valuable
    first, where a slot is left. Where value counts more, only what is held is put so, and moved if need be.
    """
    assert run.promises is not None
    board, model, slot = run.board, run.model, run.promises.slot
    is_value_first = Goal.VALUE in run.in_front(Goal.CHANGED)
    wanted = np.flatnonzero((slot >= 0) & (board.slot >= 0 if is_value_first else True))
    before = np.flatnonzero(board.slot >= 0)
    others = before[np.argsort(-model.value[before], kind="stable")]
    board.restore(np.full(model.n_options, -1, np.int32))
    for o in wanted.tolist():
        if board.fits(o, int(slot[o])):
            board.put(o, int(slot[o]))
    board.insert_all(np.flatnonzero(model.must & (board.slot < 0)))
    for turn in range(SHUFFLES):
        bound = _pinned(run, _kept(run)).board
        bound.wander(2 * model.n_people if turn else 0, run.limits.seed + turn)
        bound.insert_all(others)
        board.restore(bound.slot)
        if is_value_first:
            board.insert_all(others)
        if (board.slot[others] >= 0).all() or run.stop.is_reached():
            break
    board.insert_all(np.argsort(-model.value, kind="stable"), by_chain=False)
    comfort.shed(run)


def _search_around(run: SchedulerState, search: Search) -> None:
    """The best timetable in which all promises stay that do now; what it cannot beat, where that is all."""
    model, goals = run.model, run.slot_goals
    kept = _kept(run)
    must = model.must | np.isin(model.option_request, model.option_request[kept])
    bound = _pinned(replace(run, model=replace(model, must=must)), kept)
    bound.board.restore(np.full(model.n_options, -1, np.int32))
    search(bound)
    run.board.restore(bound.board.slot)
    run.worked = bound.worked
    if run.measure(Goal.CHANGED) == 0 and goals[1:2] == (Goal.VALUE,):
        run.known[Goal.VALUE].learn(bound.known[Goal.VALUE].bound, ProofKind.SEARCH, given={Goal.CHANGED: 0})


def _pinned(run: SchedulerState, still: Flags) -> SchedulerState:
    """The same run on a board of its own, on which some held options [O] cannot move."""
    model, slot = run.model, run.board.slot
    start_ok = model.start_ok & ~still[:, None]
    start_ok[still, slot[still]] = True
    bound = replace(model, start_ok=start_ok)
    known = {goal: replace(one) for goal, one in run.known.items()}
    return replace(run, model=bound, board=PartialTimetable(bound, Assignment(slot.copy())), known=known)


def _anneal(run: SchedulerState, goals: Sequence[Goal], still: Flags) -> None:
    """The same meetings with better times by `goals`, some of which [O] stand still."""
    bound = replace(_pinned(run, still), goals=tuple(goals))
    comfort.anneal(bound)
    run.board.restore(bound.board.slot)


def _is_restful(run: SchedulerState) -> bool:
    """Whether it counts more than promises when people are busy, and not only with whom."""
    return comfort.has_limits(run) or not {*COMFORT, Goal.TALKS}.isdisjoint(run.in_front(Goal.CHANGED))


def _let_go(run: SchedulerState) -> None:
    """All promises that can stay; then those of people who wait go, and a share of all others where the same
    people wait still, until nobody waits for the sake of promises.
    """
    few, rng = replace(run, goals=run.in_front(Goal.CHANGED)), np.random.default_rng([run.limits.seed, 3])
    wanted, gone = few.rank(), np.zeros(run.model.n_options, bool)
    weights = comfort.weights_of(few)
    _retime_all(run, is_still=False)
    for _ in range(ROUNDS):
        _anneal(run, few.goals, _kept(run) & ~gone)
        if few.rank() <= wanted or run.stop.is_reached():
            return
        waits = run.board.costs(weights) > 0
        theirs = _kept(run) & np.logical_or.reduceat(waits[run.model.seats], run.model.seat_ptr[:-1])
        is_new = (theirs & ~gone).any()
        gone |= theirs if is_new else rng.random(len(gone)) < LET_GO


def _retime(run: SchedulerState) -> None:
    """What is held, all at once where it is not too much; what could be held instead; then by slots."""
    from treffen.scheduling.neighbourhood import search  # takes long to import

    front, is_still = run.in_front(Goal.CHANGED), _is_restful(run)
    _retime_all(run, is_still=is_still)
    near = np.empty(0, np.int64)
    if Goal.VALUE in front and set(COMFORT).isdisjoint(front) and not run.is_proved(Goal.CHANGED):
        near, needed = _near(run)
        _attempt(run, lambda: _choose_again(run, near, needed))
    if not run.is_proved(Goal.CHANGED) and run.model.n_options <= MOST_NEAR:
        goals = _kept_goals(run)
        swaps = near[:0] if is_still else near
        search(
            run,
            Goal.CHANGED,
            earlier=goals,
            candidates=lambda _: swaps,
            patience=PATIENCE,
            is_still=is_still,
        )


def _kept_goals(run: SchedulerState) -> list[Goal]:
    """Goals that are not given up for promises by a search that looks at nothing else."""
    return [g for g in run.slot_goals if g in SELECTION]


def _retime_all(run: SchedulerState, *, is_still: bool) -> None:
    """All that is held, at times that keep as many promises as can be."""
    from treffen.scheduling.neighbourhood import Part, retime  # takes long to import

    model, held = run.model, np.flatnonzero(run.board.slot >= 0)
    columns = int(model.start_ok[held].sum())
    if columns <= MOST_COLUMNS:
        part = Part(held, np.arange(model.n_slots), held[:0])
        retime(
            run,
            part,
            goal=Goal.CHANGED,
            earlier=_kept_goals(run),
            seed=run.limits.seed,
            is_still=is_still,
            nodes=_nodes(columns),
        )


def _nodes(columns: int) -> int:
    return max(FEWEST_NODES, WORK // (1 + columns))


def _near(run: SchedulerState) -> tuple[Ints, Flags]:
    """Options that may be part of something of the same value, by the relaxation, and which of them must be;
    none of very many. What loses more than is open to the bound is in no timetable as good, and what would
    lose more if it were not held is in all (reduced costs). What must be held is, whatever it loses.
    """
    from treffen.solvers.relaxation.selection import bound_selection  # takes long to import

    model, none = run.model, np.empty(0, np.int64)
    if model.n_options > MOST_NEAR:
        return none, none > 0
    guide = bound_selection(model, Goal.VALUE, seconds=run.search_stop.remaining(1e9))
    if guide is None:
        return none, none > 0
    open_ = guide.bound + 1 - run.measure(Goal.VALUE)
    reduced = guide.reduced[model.option_request]
    near = np.flatnonzero(((reduced > -open_) | model.must) & model.start_ok.any(axis=1))
    held = np.isin(model.option_request, model.option_request[run.board.slot >= 0])
    return near, (reduced > open_) & held


def _choose_again(run: SchedulerState, near: Ints, needed: Flags) -> None:
    """Anything of these that is as good by the goals in front, and keeps as many promises as can be."""
    from treffen.solvers.relaxation.subset import everything, solve_subset  # takes long to import

    model, slot = run.model, run.board.slot
    columns = int(model.start_ok[near].sum())
    if run.promises is None or not len(near) or columns > MOST_COLUMNS or not run.has_work_left():
        return
    run.worked += columns
    given = run.measures(run.in_front(Goal.CHANGED))
    subset = replace(
        everything(model),
        options=near,
        fits=model.start_ok[near],
        was=slot[near].astype(np.int64),
        promised=run.promises.slot[near],
    )
    found = solve_subset(
        replace(model, must=model.must | needed),
        subset,
        goal=Goal.CHANGED,
        keep={g: as_cost(run, g, value) for g, value in given.items()},
        seconds=run.seconds(SECONDS),
        seed=run.limits.seed,
        nodes=_nodes(columns),
    )
    learn(run, Goal.CHANGED, found.bound, given)
    if found.slots is not None:
        after = np.full(model.n_options, -1, np.int32)
        after[near] = found.slots
        run.board.restore(after)


def kept_places(run: SchedulerState, assignment: Assignment, placement: Placement) -> Small:
    """[O] places, as many promised ones as can be, unless another goal of places comes first."""
    promises = run.promises
    order = [goal for goal in run.goals if goal in (*PLACING, Goal.CHANGED)]
    if promises is None or order[0] is not Goal.CHANGED or placement.unplaced:
        return placement.place
    from treffen.solvers.placement import stable_assignment as stable  # takes long to import

    promised = np.where(promises.slot == assignment.slot, promises.place, -1).astype(np.int32)
    things = stable.Resources(now=placement.place, promised=promised, before=np.full_like(promised, -1))
    if run.model.n_options > MOST_NEAR:  # there may be no time for more
        things = replace(things, now=stable.exchange_places(run.model, assignment, things))
    return stable.keep_places(run.model, assignment, things, goals=order, stop=run.placing_time())
