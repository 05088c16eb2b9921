"""Where only a place (or an interpreter) is missing, one meeting of that slot leaves it, compiled.

Ejection walks push whoever keeps people busy. Where all people have time and all places are taken,
anybody there may leave; first those who can go elsewhere at once are tried, then those who can by a walk.
"""

from __future__ import annotations

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
