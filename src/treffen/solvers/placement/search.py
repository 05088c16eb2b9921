"""From a first choice of places to a good one, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import OnProgress, Progress, Stop
from treffen.solvers.placement.placement_state import PlacementState

Ints = NDArray[np.int64]
# Goals, which of them is at work, the meetings from which moves start, how many moves.
Task = tuple[list[Goal], int, Ints, int]
TERMS = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)
MOVES_A_MEETING = 1000
LEAST_MOVES_A_MEETING = 50  # with fewer, heat would leave disorder
MOVES_A_LEAP = 30_000
MOST_MOVES = 4_000_000
CHUNK = 100_000
LEAST_FOCUS = 2_000
HOTTEST, COOLEST = 0.4, 0.08


def improve(
    room: PlacementState,
    goals: list[Goal],
    floor: Mapping[Goal, int],
    *,
    stop: Stop,
    seed: int,
    on_progress: OnProgress | None = None,
) -> None:
    """Anneal for one goal after the other, none at the cost of an earlier one; end with the best met.

    Without a goal nothing moves: to get a few meetings home would cost any number of changes.
    """
    if not goals or not room.frame.demand.n_meetings or not room.frame.demand.open.size:
        return
    best, key = room.place.copy(), room.key(goals)
    for number, goal in enumerate(goals):
        if key[number] <= floor[goal]:
            continue
        task = (goals, number, *_focus(room, goal))
        _anneal(room, task, stop=stop, seed=seed)
        _settle(room, task, stop=stop, seed=seed)
        found = room.key(goals)
        if found < key:
            best, key = room.place.copy(), found
        elif found > key:
            room.restore(best)
        _report(on_progress, goal, (key[number], floor[goal]), stop)
    if key[-1] > 0:
        everybody = np.arange(len(best), dtype=np.int64)
        task = (goals, len(goals), everybody, _limit(len(everybody)))
        _settle(room, task, stop=stop, seed=seed + 1)
        if room.key(goals) > key:
            room.restore(best)


def _report(on_progress: OnProgress | None, goal: Goal, known: tuple[int, int], stop: Stop) -> None:
    if on_progress is not None:
        value, bound = known
        report = Progress(phase="places", goal=goal, value=value, bound=bound, seconds=stop.elapsed())
        on_progress(report)


def _limit(meetings: int) -> int:
    return min(MOST_MOVES, MOVES_A_MEETING * meetings)


def _focus(room: PlacementState, goal: Goal) -> tuple[Ints, int]:
    """Meetings from which a move may gain something, and how many moves that is worth.

    Where all places are alike, only links that leap over idle slots can have been built badly, so
    only these, and what is linked to them in one or more steps, are worth a look.
    """
    frame = room.frame
    demand, links = frame.demand, frame.links
    is_alike = (
        demand.n_kinds == 1 and bool(demand.open.all()) and bool((demand.end - demand.start == 1).all())
    )
    if goal is not Goal.CHANGES or not is_alike:
        return np.arange(demand.n_meetings, dtype=np.int64), _limit(demand.n_meetings)
    leaps = demand.start[links[:, 1]] > demand.end[links[:, 0]]
    touched = np.zeros(demand.n_meetings, bool)
    touched[links[leaps]] = True
    count = 0
    while count < np.count_nonzero(touched) < LEAST_FOCUS:
        count = int(np.count_nonzero(touched))
        touched[links[touched[links].any(axis=1)]] = True
    focus = np.flatnonzero(touched)
    return focus, min(_limit(len(focus)), MOVES_A_LEAP * int(np.count_nonzero(leaps)))


def _weights(room: PlacementState, goals: Sequence[Goal], number: int) -> list[float]:
    """Weights of the four terms: earlier goals dear, this one 1 a unit, later ones a tie-break."""
    minutes = room.frame.minutes
    unit = float(minutes[minutes > 0].min()) if (minutes > 0).any() else 1.0
    weights = [0.0, 0.0, 0.0, 0.001]
    for k, goal in enumerate(goals):
        scale = unit if goal is Goal.WALKING else 1.0
        weights[TERMS.index(goal)] = (8.0 if k < number else 0.05 ** (k - number)) / scale
    return weights


def _anneal(room: PlacementState, task: Task, *, stop: Stop, seed: int) -> None:
    goals, number, focus, moves = task
    if moves < LEAST_MOVES_A_MEETING * len(focus):
        return
    chunks = moves // CHUNK + 1
    heats = np.geomspace(HOTTEST, COOLEST, chunks + 1)
    weights = _weights(room, goals, number)
    for chunk in range(chunks if moves else 0):
        if stop.is_reached():
            return
        heat = (float(heats[chunk]), float(heats[chunk + 1]))
        _run(room, (focus, heat, weights, goals), moves // chunks, seed + 7919 * (chunk + 1))


def _settle(room: PlacementState, task: Task, *, stop: Stop, seed: int) -> None:
    """Take only moves that are lexicographically no step back."""
    goals, _, focus, moves = task
    if moves >= LEAST_MOVES_A_MEETING * len(focus):
        moves //= 8
    for chunk in range(moves // CHUNK + 1 if moves else 0):
        if stop.is_reached():
            return
        plan = (focus, (0.0, 0.0), [0.0] * 4, goals)
        _run(room, plan, min(moves, CHUNK), seed + 104_729 * (chunk + 1))


def _run(
    room: PlacementState,
    plan: tuple[Ints, tuple[float, float], list[float], list[Goal]],
    moves: int,
    seed: int,
) -> None:
    from treffen.solvers.placement import annealing

    focus, (hottest, coolest), weights, goals = plan
    frame = room.frame
    order = np.array([*(TERMS.index(g) for g in goals), 3], np.int64)
    annealing.anneal(
        (room.kernel_demand, room.links, room.homes, frame.zone, frame.minutes),
        room.state,
        room.edges,
        room.by_zone,
        (focus, seed % 2**31, moves, hottest, coolest, np.array(weights), order),
        np.zeros(annealing.N_TERMS, np.int64),
    )
