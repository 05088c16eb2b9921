"""Where only a place (or an interpreter) is missing, meetings of that slot leave it, compiled.

Ejection walks push whoever keeps people busy. Where all people have time and all places are taken,
anybody there may leave. Mostly a path of slots suffices: somebody goes from each of them to the next, where
both have time, and in the last one is room. Else one leaves, and others make room for them by a walk.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.ejection import insert_by_walk
from treffen.solvers.colouring.kernel import drop, fits, keeps_order, put


@late_jit(is_inner=True)
def _needs_place(o, model, state):  # type: ignore[no-untyped-def]
    """[T] slots in which all who attend o have time, so that nothing but capacity is missing."""
    seat_ptr, seats, start_ok, length = model[:4]
    maximum, group = model[7], model[8]
    occupied, count, group_held = state[1], state[3], state[4]
    flags = start_ok[o].copy()
    is_open = length[o] == 1 and not group_held[group[o]]
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        if count[seats[k]] >= maximum[seats[k]]:
            is_open = False
    for t in range(flags.shape[0]):
        if flags[t]:
            flags[t] = is_open and keeps_order(o, t, model, state)
            for k in range(seat_ptr[o], seat_ptr[o + 1]):
                if occupied[seats[k], t] >= 0:
                    flags[t] = False
    return flags


@late_jit(units=10_000, steps="steps", tells_left=True)
def insert_by_place_ejection(o, most, steps, model, state, walk, seen, clock):  # type: ignore[no-untyped-def]
    """Hold o in a full slot that one held option leaves, which moves at most `most` others.

    Returns (the option that left or -1, how many it moved, steps left).
    """
    flags = _needs_place(o, model, state)
    if not flags.any():
        return -1, 0, steps
    slot, stiff = state[0], model[12]
    for limit in range(most + 1):
        for i in range(slot.shape[0]):
            t = slot[i]
            if t < 0 or not flags[t] or stiff[i]:
                continue
            drop(i, model, state)
            if fits(o, t, model, state):
                put(o, t, model, state)
                moved, steps = insert_by_walk(i, limit, steps, model, state, walk, seen, clock)
                if moved >= 0:
                    return i, moved, steps
                drop(o, model, state)
            put(i, t, model, state)
            if steps <= 0:
                return -1, 0, 0
    return -1, 0, steps


@late_jit(is_inner=True)
def _has_room_without(o, t, leaving, model, state):  # type: ignore[no-untyped-def]
    """Whether each capacity row of o has room in slot t once an option there has left it (-1: none)."""
    row_ptr, rows, capacity = model[4], model[5], model[6]
    load = state[2]
    for k in range(row_ptr[o], row_ptr[o + 1]):
        taken = load[rows[k], t]
        for j in range(row_ptr[leaving], row_ptr[leaving + 1] if leaving >= 0 else 0):
            taken -= rows[j] == rows[k]
        if taken >= capacity[rows[k], t]:
            return False
    return True


@late_jit(is_inner=True)
def _have_time(o, t, model, state):  # type: ignore[no-untyped-def]
    """Whether nothing but places may be missing to an option in a slot."""
    seat_ptr, seats, start_ok = model[:3]
    is_open = start_ok[o, t]
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        is_open = is_open and state[1][seats[k], t] < 0
    return is_open


@late_jit(is_inner=True)
def _reach(t, comes, queue, n, model, state):  # type: ignore[no-untyped-def]
    """Enter the slots that somebody can leave t for: how many are queued, and the one with room (or -1)."""
    slot, stiff = state[0], model[12]
    for i in range(slot.shape[0]):
        if slot[i] != t or stiff[i] or not _has_room_without(comes[t], t, i, model, state):
            continue
        for u in range(comes.shape[0]):
            if comes[u] < 0 and _have_time(i, u, model, state):
                comes[u], queue[n] = i, u
                n += 1
                if _has_room_without(i, u, -1, model, state):
                    return n, u
    return n, -1


@late_jit()
def insert_by_place_path(o, most, model, state):  # type: ignore[no-untyped-def]
    """Hold o in a slot that another leaves for a slot that another leaves, and so on, as few as can be.

    Returns those who moved, o last; nobody if there is no such path that moves at most `most` others.
    """
    flags = _needs_place(o, model, state)
    slot, n_slots, n = state[0], flags.shape[0], 0
    comes, queue = np.full(n_slots, -1, np.int64), np.empty(n_slots, np.int64)
    for t in range(n_slots):
        if flags[t]:
            comes[t], queue[n] = o, t
            n += 1
    at, end, moves, furthest = 0, -1, 0, n  # whoever leaves a slot before `furthest` is that many moves away
    while at < n and end < 0 and moves < most:
        n, end = _reach(queue[at], comes, queue, n, model, state)
        at += 1
        if at == furthest:
            moves, furthest = moves + 1, n
    moved, n = np.empty(n_slots, np.int64), 0
    while end >= 0:
        i = comes[end]
        t = slot[i]
        if i != o:
            drop(i, model, state)
        put(i, end, model, state)
        moved[n] = i
        n, end = n + 1, t
    return moved[:n]
