"""From a first choice of places to a good one, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import OnProgress, Progress, Stop
from treffen.solvers.placement.room import Room

TERMS = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)
MOVES_A_MEETING = 400
MOST_MOVES = 4_000_000
CHUNK = 100_000
HOTTEST, COOLEST = 0.5, 0.08


def improve(
    room: Room,
    goals: list[Goal],
    floor: Mapping[Goal, int],
    *,
    stop: Stop,
    seed: int,
    on_progress: OnProgress | None = None,
) -> None:
    """Anneal for one goal after the other, none at the cost of an earlier one; end with the best met."""
    if not room.frame.demand.n_meetings or not room.frame.demand.open.size:
        return
    best, key = room.place.copy(), room.key(goals)
    for number, goal in enumerate(goals):
        if key[number] <= floor[goal]:
            continue
        _anneal(room, goals, number, stop=stop, seed=seed)
        _settle(room, goals, stop=stop, seed=seed)
        found = room.key(goals)
        if found < key:
            best, key = room.place.copy(), found
        elif found > key:
            room.restore(best)
        if on_progress is not None:
            on_progress(
                Progress(
                    phase="places", goal=goal, value=key[number], bound=floor[goal], seconds=stop.elapsed()
                )
            )
    if key[-1] > 0:
        _settle(room, goals, stop=stop, seed=seed + 1)
        if room.key(goals) > key:
            room.restore(best)


def _moves(room: Room) -> int:
    return min(MOST_MOVES, MOVES_A_MEETING * room.frame.demand.n_meetings)


def _weights(room: Room, goals: Sequence[Goal], number: int) -> list[float]:
    """Weights of the four terms: earlier goals dear, this one 1 a unit, later ones a tie-break."""
    minutes = room.frame.minutes
    unit = float(minutes[minutes > 0].min()) if (minutes > 0).any() else 1.0
    weights = [0.0, 0.0, 0.0, 0.001]
    for k, goal in enumerate(goals):
        scale = unit if goal is Goal.WALKING else 1.0
        weights[TERMS.index(goal)] = (8.0 if k < number else 0.05 ** (k - number)) / scale
    return weights


def _anneal(room: Room, goals: list[Goal], number: int, *, stop: Stop, seed: int) -> None:
    chunks = max(1, _moves(room) // CHUNK)
    heats = np.geomspace(HOTTEST, COOLEST, chunks + 1)
    weights = _weights(room, goals, number)
    for chunk in range(chunks):
        if stop.is_reached():
            return
        plan = (heats[chunk], heats[chunk + 1], weights, goals)
        _run(room, plan, min(CHUNK, _moves(room)), seed + 7919 * (chunk + 1))


def _settle(room: Room, goals: list[Goal], *, stop: Stop, seed: int) -> None:
    """Take only moves that are lexicographically no step back."""
    for chunk in range(max(1, _moves(room) // CHUNK // 8)):
        if stop.is_reached():
            return
        _run(room, (0.0, 0.0, [0.0] * 4, goals), min(CHUNK, _moves(room) // 8), seed + 104_729 * (chunk + 1))


def _run(room: Room, plan: tuple[float, float, list[float], list[Goal]], moves: int, seed: int) -> None:
    from treffen.solvers.placement import annealing

    hottest, coolest, weights, goals = plan
    frame = room.frame
    order = np.array([*(TERMS.index(g) for g in goals), 3], np.int64)
    annealing.anneal(
        (room.kernel_demand, room.links, room.homes, frame.zone, frame.minutes),
        room.state,
        room.edges,
        room.by_zone,
        (seed % 2**31, moves, float(hottest), float(coolest), np.array(weights), order),
        np.zeros(annealing.N_TERMS, np.int64),
    )
