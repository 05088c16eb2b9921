"""Slots as colours: insertion, Kempe chains and annealing, compiled by numba.

A held option colours an edge (or hyperedge) between its people with its slot. The component of
the two-coloured subgraph a/b that holds a meeting is its Kempe chain (A. B. Kempe, 1879; for edge
colouring see V. G. Vizing, 1964): swapping a and b along it keeps every person's meetings apart,
and only people at its ends change the slots in which they are busy.

All functions work in place on `state` and read `model`, tuples of arrays that `Board` puts together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from treffen.solvers.base.kernels import MOST_AT_ONCE, late_jit

LONGEST_CHAIN = 400
FEW_PEOPLE = 500  # up to which an event is planned with few kernels, and by most of them in plain Python


def for_few(units: int) -> Callable[..., int]:
    """Units of a step where people are few; where not, other walks are compiled anyhow, and this at once."""

    def price(*arguments: Any) -> int:
        _model, state, *_ = (one for one in arguments if isinstance(one, tuple))
        return units if len(state[1]) <= FEW_PEOPLE else MOST_AT_ONCE

    return price


@late_jit(units=50)
def fits(o, t, model, state):  # type: ignore[no-untyped-def]
    """Whether option o can start at slot t as things stand."""
    seat_ptr, seats, start_ok, length, row_ptr, rows, capacity, maximum, group = model[:9]
    _slot, occupied, load, count, group_held = state
    if not start_ok[o, t] or group_held[group[o]]:
        return False
    for u in range(t, t + length[o]):
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            if occupied[seats[k], u] >= 0:
                return False
        for k in range(row_ptr[o], row_ptr[o + 1]):
            if load[rows[k], u] >= capacity[rows[k], u]:
                return False
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        if count[seats[k]] >= maximum[seats[k]]:
            return False
    return keeps_order(o, t, model, state)


@late_jit(is_inner=True)
def keeps_order(o, t, model, state):  # type: ignore[no-untyped-def]
    """Whether starting o at t respects the precedences towards held options."""
    length, order_ptr, order_other, order_sign = model[3], model[9], model[10], model[11]
    slot = state[0]
    for k in range(order_ptr[o], order_ptr[o + 1]):
        other = order_other[k]
        if slot[other] < 0:
            continue
        if order_sign[k] > 0 and slot[other] < t + length[o]:
            return False
        if order_sign[k] < 0 and slot[other] + length[other] > t:
            return False
    return True


@late_jit(units=50)
def put(o, t, model, state):  # type: ignore[no-untyped-def]
    """Hold option o from slot t on; the caller made sure that it fits."""
    seat_ptr, seats, length, row_ptr, rows, group = model[0], model[1], model[3], model[4], model[5], model[8]
    slot, occupied, load, count, group_held = state
    slot[o] = t
    group_held[group[o]] = True
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        count[seats[k]] += 1
    for u in range(t, t + length[o]):
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            occupied[seats[k], u] = o
        for k in range(row_ptr[o], row_ptr[o + 1]):
            load[rows[k], u] += 1


@late_jit(units=50)
def drop(o, model, state):  # type: ignore[no-untyped-def]
    """Hold option o no longer."""
    seat_ptr, seats, length, row_ptr, rows, group = model[0], model[1], model[3], model[4], model[5], model[8]
    slot, occupied, load, count, group_held = state
    t = slot[o]
    slot[o] = -1
    group_held[group[o]] = False
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        count[seats[k]] -= 1
    for u in range(t, t + length[o]):
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            occupied[seats[k], u] = -1
        for k in range(row_ptr[o], row_ptr[o + 1]):
            load[rows[k], u] -= 1


@late_jit(is_inner=True)
def chain_of(first, a, b, model, state, chain, seen, stamp):  # type: ignore[no-untyped-def]
    """Collect the Kempe chain of option `first` between slots a and b into `chain`.

    Returns its size, or -1 where it cannot be swapped (too long, a meeting that may not move).
    """
    seat_ptr, seats, start_ok = model[0], model[1], model[2]
    is_stiff = model[12]
    slot, occupied = state[0], state[1]
    chain[0] = first
    seen[first] = stamp
    size, at = 1, 0
    while at < size:
        o = chain[at]
        other = b if slot[o] == a else a
        if is_stiff[o] or not start_ok[o, other]:
            return -1
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            neighbour = occupied[seats[k], other]
            if neighbour >= 0 and seen[neighbour] != stamp:
                if size >= chain.shape[0]:
                    return -1
                seen[neighbour] = stamp
                chain[size] = neighbour
                size += 1
        at += 1
    return size


@late_jit(is_inner=True)
def swap(a, b, size, model, state, chain):  # type: ignore[no-untyped-def]
    """Exchange slots a and b along a chain (of unit-length options). Undone by a second call."""
    seat_ptr, seats, row_ptr, rows = model[0], model[1], model[4], model[5]
    slot, occupied, load = state[0], state[1], state[2]
    for i in range(size):
        o = chain[i]
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            occupied[seats[k], slot[o]] = -1
    for i in range(size):
        o = chain[i]
        old = slot[o]
        new = b if old == a else a
        slot[o] = new
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            occupied[seats[k], new] = o
        for k in range(row_ptr[o], row_ptr[o + 1]):
            load[rows[k], old] -= 1
            load[rows[k], new] += 1


@late_jit(is_inner=True)
def overfull_side(a, b, size, model, state, chain):  # type: ignore[no-untyped-def]
    """Which slot lacks room in a capacity row of the chain's options: 0 for a, 1 for b, -1 for neither."""
    row_ptr, rows, capacity = model[4], model[5], model[6]
    load = state[2]
    for i in range(size):
        o = chain[i]
        for k in range(row_ptr[o], row_ptr[o + 1]):
            c = rows[k]
            if load[c, a] > capacity[c, a]:
                return 0
            if load[c, b] > capacity[c, b]:
                return 1
    return -1


@late_jit(is_inner=True)
def is_overfull(a, b, size, model, state, chain):  # type: ignore[no-untyped-def]
    """Whether some capacity row of the chain's options is exceeded in slot a or b."""
    return overfull_side(a, b, size, model, state, chain) >= 0


@late_jit(is_inner=True)
def _insert(o, model, state):  # type: ignore[no-untyped-def]
    """Hold o in the least loaded slot in which it fits. Returns whether one was found."""
    rows, row_ptr, capacity = model[5], model[4], model[6]
    load = state[2]
    best, best_room = -1, -1
    for t in range(capacity.shape[1]):
        if fits(o, t, model, state):
            room = capacity[rows[row_ptr[o]], t] - load[rows[row_ptr[o]], t]
            if room > best_room:
                best, best_room = t, room
    if best >= 0:
        put(o, best, model, state)
    return best >= 0


@late_jit(is_inner=True)
def insert_by_chain(o, model, state, chain, seen, clock):  # type: ignore[no-untyped-def]
    """Hold o after swapping one Kempe chain that frees its one busy attendee. Returns success."""
    seat_ptr, seats, start_ok, length, group = model[0], model[1], model[2], model[3], model[8]
    maximum, capacity = model[7], model[6]
    occupied, count, group_held = state[1], state[3], state[4]
    if length[o] > 1 or group_held[group[o]]:
        return False
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        if count[seats[k]] >= maximum[seats[k]]:
            return False
    n_slots = capacity.shape[1]
    for a in range(n_slots):
        if not start_ok[o, a]:
            continue
        busy, who = 0, -1
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            if occupied[seats[k], a] >= 0:
                busy += 1
                who = seats[k]
        if busy > 1:
            continue
        for b in range(n_slots):
            if b == a or (who >= 0 and occupied[who, b] >= 0):
                continue
            if who < 0:
                first = any_option_at(a, b, o, model, state)
            else:
                first = occupied[who, a]
            if first < 0:
                continue
            clock[0] += 1
            size = chain_of(first, a, b, model, state, chain, seen, clock[0])
            if size < 0:
                continue
            swap(a, b, size, model, state, chain)
            if not is_overfull(a, b, size, model, state, chain) and fits(o, a, model, state):
                put(o, a, model, state)
                return True
            swap(a, b, size, model, state, chain)
    return False


@late_jit(is_inner=True)
def any_option_at(a, b, o, model, state):  # type: ignore[no-untyped-def]
    """An option whose move from the full slot a to b would make room: the first one held at a."""
    rows, row_ptr, capacity = model[5], model[4], model[6]
    slot, load = state[0], state[2]
    c = rows[row_ptr[o]]
    if load[c, b] >= capacity[c, b] or load[c, a] < capacity[c, a]:
        return -1
    n = slot.shape[0]
    start = (o * 7919 + a * 31 + b) % n
    for step in range(min(n, 2000)):
        i = (start + step) % n
        if slot[i] == a and model[2][i, b] and not model[12][i]:
            return i
    return -1


@late_jit(units=50, steps="order", step=for_few(60))  # it takes 5 s to compile
def insert_all(order, by_chain, model, state, seen, clock, chain):  # type: ignore[no-untyped-def]
    """Insert the options of `order`, directly or by a chain. Returns how many were held."""
    held = 0
    for i in range(order.shape[0]):
        o = order[i]
        if state[0][o] >= 0:
            continue
        if _insert(o, model, state) or (by_chain and insert_by_chain(o, model, state, chain, seen, clock)):
            held += 1
    return held


@late_jit()
def restore(slots, model, state):  # type: ignore[no-untyped-def]
    """Make the timetable the given one."""
    slot = state[0]
    for o in range(slots.shape[0]):
        if slot[o] >= 0 and slot[o] != slots[o]:
            drop(o, model, state)
    for o in range(slots.shape[0]):
        if slots[o] >= 0 and slot[o] < 0:
            put(o, slots[o], model, state)


@late_jit()
def where_fits(options, slots, model, state):  # type: ignore[no-untyped-def]
    """[n, T] whether each option fits in each slot of `slots`, all else standing still."""
    seat_ptr, seats, start_ok = model[0], model[1], model[2]
    occupied = state[1]
    flags = np.zeros((options.shape[0], occupied.shape[1]), np.bool_)
    for i in range(options.shape[0]):
        o = options[i]
        for t in slots:
            is_open = start_ok[o, t]  # what rules out most is looked at before all else
            for k in range(seat_ptr[o], seat_ptr[o + 1]):
                is_open = is_open and occupied[seats[k], t] < 0
            if is_open:
                flags[i, t] = fits(o, t, model, state)
    return flags
