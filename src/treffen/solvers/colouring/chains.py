"""The shortest Kempe chain that lets one more option be held, compiled.

`kernel.insert_by_chain` takes the first chain that helps; where every move is a changed appointment,
all chains are measured first and tried from the shortest on.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import any_option_at, chain_of, fits, is_overfull, put, swap


@late_jit(is_inner=True)
def _first_of(o, a, b, model, state):  # type: ignore[no-untyped-def]
    """The option whose move from a to b could let o be held at a; -1 if there is none."""
    seat_ptr, seats = model[0], model[1]
    occupied = state[1]
    who = -1
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        if occupied[seats[k], a] >= 0:
            if who >= 0:
                return -1
            who = seats[k]
    if who < 0:
        return any_option_at(a, b, o, model, state)
    if occupied[who, b] >= 0:
        return -1
    return occupied[who, a]


@late_jit(is_inner=True)
def _is_open(o, model, state):  # type: ignore[no-untyped-def]
    """Whether a chain may help o at all: one slot long, its parties not held, nobody at their maximum."""
    seat_ptr, seats, maximum = model[0], model[1], model[7]
    if model[3][o] > 1 or state[4][model[8][o]]:
        return False
    full = 0
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        full += state[3][seats[k]] >= maximum[seats[k]]
    return full == 0


@late_jit(is_inner=True)
def _measure(o, model, state, chain, seen, clock):  # type: ignore[no-untyped-def]
    """[T * T] size of the chain between each two slots, and the option it starts with (-1: none)."""
    n_slots = model[2].shape[1]
    sizes = np.full(n_slots * n_slots, chain.shape[0] + 1, np.int64)
    firsts = np.full(n_slots * n_slots, -1, np.int64)
    for a in range(n_slots):
        for b in range(n_slots if model[2][o, a] else 0):
            first = -1 if a == b else _first_of(o, a, b, model, state)
            if first >= 0:
                clock[0] += 1
                size = chain_of(first, a, b, model, state, chain, seen, clock[0])
                if size > 0:
                    sizes[a * n_slots + b], firsts[a * n_slots + b] = size, first
    return sizes, firsts


@late_jit()
def insert_by_shortest_chain(o, model, state, chain, seen, clock):  # type: ignore[no-untyped-def]
    """Hold o after swapping one Kempe chain, as short as any. Returns its size, or -1."""
    if not _is_open(o, model, state):
        return -1
    n_slots = model[2].shape[1]
    sizes, firsts = _measure(o, model, state, chain, seen, clock)
    for i in np.argsort(sizes, kind="mergesort"):
        if firsts[i] < 0:
            return -1
        a, b = i // n_slots, i % n_slots
        clock[0] += 1
        size = chain_of(firsts[i], a, b, model, state, chain, seen, clock[0])
        swap(a, b, size, model, state, chain)
        if not is_overfull(a, b, size, model, state, chain) and fits(o, a, model, state):
            put(o, a, model, state)
            return size
        swap(a, b, size, model, state, chain)
    return -1
