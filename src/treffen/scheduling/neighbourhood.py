"""Large neighbourhood search over the timetable: some slots are set free and re-timed exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.scheduling.bounds import SELECTION
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.side_by_side import try_all
from treffen.solvers.base import Model
from treffen.solvers.relaxation.subset import Subset, solve_subset

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
KEPT = (*SELECTION, Goal.CHANGED)
NODES = 400  # of a search tree: enough for most neighbourhoods, and the same on every machine
SLACK = 1e-4  # of the value: a wide neighbourhood need not be searched to its very end
TOGETHER = 4  # neighbourhoods of one thread before it hears of the others
MOST_SECONDS = 4.0  # for one neighbourhood, where time is what is limited


@dataclass(frozen=True, slots=True)
class Part:
    """Meetings to set free, the slots that are open to them, and unscheduled options beside them."""

    held: Ints
    slots: Ints
    unscheduled: Ints


def retime(
    run: SchedulerState,
    part: Part,
    *,
    goal: Goal,
    earlier: Sequence[Goal],
    seed: int,
    is_still: bool = False,
    nodes: int = NODES,
) -> bool:
    """Choose anew which options of a part are held, and when; keep what is better.

    Earlier goals of selection, and promises, are kept where they are; for promises all that is held is where
    nothing else may be. `is_still`: everybody stays busy when they are. Returns whether the goal improved.
    """
    board, model, slots = run.board, run.model, part.slots
    was_whole = board.slot.copy()
    was_busy = board.occupied() >= 0 if is_still else None
    options = np.concatenate([part.held, part.unscheduled]).astype(np.int64)
    before = run.measure(goal)
    now = {g: run.measure(g) for g in earlier}
    for o in part.held.tolist():
        board.drop(o)
    subset = _subset(run, options, slots, was_whole)
    if goal is Goal.CHANGED:
        model, subset = _for_promises(model, subset, part, was_busy)
    run.worked += int(subset.fits.sum())
    keep = {g: _share(run, g, now[g]) for g in earlier if g in KEPT}
    found = solve_subset(
        model,
        subset,
        goal=goal,
        keep=keep,
        seconds=run.seconds(MOST_SECONDS),
        seed=seed,
        nodes=nodes,
        slack=SLACK * before if goal is Goal.VALUE and len(slots) > 2 else 0.0,
    )
    new = subset.was if found.slots is None else found.slots
    is_sound = _put_all(run, options, new)
    after = run.measure(goal)
    is_better = is_sound and (after > before if goal is Goal.VALUE else after < before)
    if not is_sound or (not is_better and after != before):
        board.restore(was_whole)
    return is_better


def _for_promises(model: Model, subset: Subset, part: Part, busy: Flags | None) -> tuple[Model, Subset]:
    """The same where all that is held is, if nothing else may be; people are busy [P, T] only when given."""
    options, fits = subset.options, subset.fits.copy()
    if not len(part.unscheduled):
        must = model.must.copy()
        must[part.held] = True
        model = replace(model, must=must)
    if busy is None:
        return model, subset
    for i, option in enumerate(options.tolist()):
        fits[i] &= busy[model.attendees(option)].all(axis=0)
    long = np.flatnonzero(model.length[options] > 1)
    fits[long] &= np.arange(model.n_slots) == subset.was[long, None]
    return model, replace(subset, fits=fits)


def _in_slots(run: SchedulerState, slots: Ints, candidates: Ints) -> Part:
    """All meetings that lie in `slots`, and those of the candidates that are unscheduled."""
    where = run.board.slot
    held = np.flatnonzero(where >= 0)
    inside = np.isin(where[held], slots) & np.isin(where[held] + run.model.length[held] - 1, slots)
    return Part(held[inside], slots, candidates[where[candidates] < 0])


def _put_all(run: SchedulerState, options: Ints, slots: Ints) -> bool:
    """Hold the options at the slots found; False if some does not fit (a solver stopped too early)."""
    for o, t in zip(options.tolist(), slots.tolist(), strict=True):
        if t >= 0:
            if not run.board.fits(o, t):
                return False
            run.board.put(o, t)
    return True


def _share(run: SchedulerState, goal: Goal, whole: int) -> int:
    """What the free part has to reach in a goal, to be minimised: the whole less what stands still."""
    board, model = run.board, run.model
    if goal is Goal.VALUE:
        return -(whole - board.value)
    if goal is Goal.SHORTFALL:
        return whole
    if goal is Goal.CHANGED:
        return whole - run.measure(goal)
    return whole - int(model.like_price[board.missed()].sum())


def _subset(run: SchedulerState, options: Ints, slots: Ints, was: Any) -> Subset:
    board, model = run.board, run.model
    count = board.count()
    return Subset(
        options=options,
        fits=board.where_fits(options, slots),
        was=was[options].astype(np.int64),
        room=board.room(),
        seats_left=model.maximum - count,
        count=count,
        busy=board.occupied() >= 0,
        is_missed=board.missed(),
        promised=None if run.promises is None else run.promises.slot[options].astype(np.int64),
    )


def search(
    run: SchedulerState,
    goal: Goal,
    *,
    earlier: Sequence[Goal],
    candidates: Callable[[float], Ints],
    patience: int,
    widths: Sequence[int] = (2, 3, 4),
    is_still: bool = False,
) -> None:
    """Re-time random sets of slots, wider ones when narrow ones bring nothing more.

    `candidates(width)` gives the unscheduled options worth trying; `patience` is the number of
    neighbourhoods in a row without gain after which a width is given up.
    """
    rng = np.random.default_rng([run.limits.seed, list(Goal).index(goal)])
    n_slots, seed = run.model.n_slots, run.limits.seed
    threads = run.limits.threads
    together = 1 if threads == 1 else TOGETHER
    follow = partial(_follow, goal=goal, earlier=earlier, is_still=is_still)
    for width in widths:
        idle, near = 0, candidates(width)
        while idle < patience and not _is_over(run) and not run.is_proved(goal):
            before, shares = run.measure(goal), []
            for _ in range(threads):
                sets = [
                    np.sort(rng.choice(n_slots, min(width, n_slots), replace=False)) for _ in range(together)
                ]
                shares.append(partial(follow, sets=sets, near=near, seed=seed + 1))
                seed += together
            try_all(run, shares, goal)
            idle += threads * together
            if run.measure(goal) != before:
                idle = 0
                run.report("improve", goal, value=run.measure(goal))
        if width >= n_slots:
            break


def _follow(
    run: SchedulerState,
    *,
    sets: Sequence[Ints],
    near: Ints,
    goal: Goal,
    earlier: Sequence[Goal],
    seed: int,
    is_still: bool,
) -> None:
    """Re-time these sets of slots, one after the other."""
    for number, slots in enumerate(sets):
        if run.search_stop.is_reached():
            break
        if not _has_tastes(run, [*earlier, goal]):
            run.board.wander(50, seed + number)
        part = _in_slots(run, slots, near)
        retime(run, part, goal=goal, earlier=earlier, seed=seed + number, is_still=is_still)


def _is_over(run: SchedulerState) -> bool:
    return run.search_stop.is_reached() or not run.has_work_left()


def _has_tastes(run: SchedulerState, goals: Sequence[Goal]) -> bool:
    """Whether moving meetings about could cost something that is to be kept."""
    return Goal.CHANGED in goals or (Goal.TALKS in goals and bool(len(run.model.like_price)))
