"""Short ejection walks, compiled: a meeting takes the slot of others, which look for new ones.

A walk holds one more option and moves at most a few held ones, each to a slot that is free for it or
that further moves leave (ejection chains: F. Glover, Discrete Applied Mathematics 65, 1996). No
option moves twice, so walks end. The search is depth first with a limit on the moves that is raised
step by step, so that the first walk found moves as few as any. All that fails is undone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import drop, fits, put

MOST_MOVES = 16  # held options moved by one walk
WIDEST = 40  # options that may wait for a slot at one time


def room_for_walks(widest: int, order: Any) -> tuple[Any, ...]:
    """What `step` calls a walk: of options with at most `widest` attendees, with slots tried in `order`."""
    depth, wide = MOST_MOVES + 2, (MOST_MOVES + 2, WIDEST)
    agenda, old = np.empty(wide, np.int32), np.empty(wide, np.int32)
    ejected = np.empty((depth, widest), np.int32)
    size, option, attempt, n_ejected, moved = (np.zeros(depth, np.int64) for _ in range(5))
    return agenda, old, size, option, attempt, ejected, n_ejected, moved, order


@late_jit(is_inner=True)
def blockers(o, t, model, state, found):  # type: ignore[no-untyped-def]
    """Collect the held options that keep attendees of o busy from t on; -1 if they are too many."""
    seat_ptr, seats, length = model[0], model[1], model[3]
    occupied = state[1]
    n = 0
    for u in range(t, t + length[o]):
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            other = occupied[seats[k], u]
            if other < 0:
                continue
            is_new = True
            for i in range(n):
                if found[i] == other:
                    is_new = False
            if is_new:
                if n >= found.shape[0]:
                    return -1
                found[n] = other
                n += 1
    return n


@late_jit(is_inner=True)
def _may_move(found, n, model, seen, stamp):  # type: ignore[no-untyped-def]
    """Whether all of the first n options found may leave: not moved yet, and not bound to one slot."""
    start_ok = model[2]
    for i in range(n):
        if seen[found[i]] == stamp:
            return False
        ways = 0
        for t in range(start_ok.shape[1]):
            ways += start_ok[found[i], t]
        if ways < 2:
            return False
    return True


@late_jit(is_inner=True)
def step(level, limit, model, state, walk, seen, stamp):  # type: ignore[no-untyped-def]
    """Place the option of this level at its next possible slot. Returns whether one was found.

    `walk` holds, by level: the agenda (options that wait, the last goes next, with their old slots),
    its size, the option placed, the next attempt, the options it ejected, and how many are moved; and the
    slots in the order in which they are tried.
    """
    agenda, old, size, option, attempt, ejected, n_ejected, moved, order = walk
    start_ok = model[2]
    n_slots = start_ok.shape[1]
    last = size[level] - 1
    o, was = agenda[level, last], old[level, last]
    option[level] = o
    while attempt[level] < 2 * n_slots:
        i = attempt[level]
        attempt[level] += 1
        t = order[i % n_slots]
        if t == was or t + model[3][o] > n_slots or not start_ok[o, t]:
            continue
        n = blockers(o, t, model, state, ejected[level])
        if n < 0 or (n > 0) == (i < n_slots) or moved[level] + n > limit or last + n > agenda.shape[1]:
            continue
        if n and not _may_move(ejected[level], n, model, seen, stamp):
            continue
        for j in range(n):
            agenda[level + 1, last + j] = ejected[level, j]
            old[level + 1, last + j] = state[0][ejected[level, j]]
            drop(ejected[level, j], model, state)
        if fits(o, t, model, state):
            put(o, t, model, state)
            seen[o] = stamp
            for j in range(last):
                agenda[level + 1, j], old[level + 1, j] = agenda[level, j], old[level, j]
            size[level + 1], n_ejected[level] = last + n, n
            moved[level + 1], attempt[level + 1] = moved[level] + n, 0
            return True
        for j in range(n):
            put(ejected[level, j], old[level + 1, last + j], model, state)
    return False


@late_jit(is_inner=True)
def back(level, model, state, walk, seen):  # type: ignore[no-untyped-def]
    """Undo what the step of this level did."""
    _agenda, old, size, option, _attempt, ejected, n_ejected, _moved, _order = walk
    drop(option[level], model, state)
    seen[option[level]] = 0
    first = size[level] - 1
    for j in range(n_ejected[level]):
        put(ejected[level, j], old[level + 1, first + j], model, state)


@late_jit(units=1_000, steps="steps", tells_left=True)
def insert_by_walk(o, most, steps, model, state, walk, seen, clock):  # type: ignore[no-untyped-def]
    """Hold o, moving at most `most` held options, within so many steps. Returns (moved or -1, steps left)."""
    agenda, old, size, attempt, moved = walk[0], walk[1], walk[2], walk[4], walk[7]
    for limit in range(most + 1):
        clock[0] += 1
        stamp = clock[0]
        agenda[0, 0], old[0, 0], size[0], attempt[0], moved[0] = o, -1, 1, 0, 0
        level = 0
        while level >= 0:
            steps -= 1
            if steps < 0:
                for undone in range(level - 1, -1, -1):
                    back(undone, model, state, walk, seen)
                return -1, 0
            if step(level, limit, model, state, walk, seen, stamp):
                level += 1
                if size[level] == 0:
                    return moved[level], steps
            else:
                level -= 1
                if level >= 0:
                    back(level, model, state, walk, seen)
    return -1, steps
