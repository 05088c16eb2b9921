"""Annealing over exchanges: an unscheduled option takes a slot, those in its way give way.

Simulated annealing (Kirkpatrick, Gelatt, Vecchi, 1983) on the value held. What was ejected tries
at once to find another slot; swaps of Kempe chains, which cost nothing, open new ways.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from treffen.solvers.colouring.kernel import chain_of, drop, fits, is_overfull, keeps_order, put, swap

MOST_EJECTED = 8


@njit(cache=True, nogil=True)
def in_the_way(o, t, model, state, victims):  # type: ignore[no-untyped-def]
    """Collect the options that must go for o to start at t; their number, or -1 where that is no help."""
    seat_ptr, seats, length, maximum, must = model[0], model[1], model[3], model[7], model[13]
    occupied, count = state[1], state[3]
    n = 0
    for u in range(t, t + length[o]):
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            other = occupied[seats[k], u]
            if other < 0:
                continue
            is_new = True
            for i in range(n):
                if victims[i] == other:
                    is_new = False
            if is_new:
                if must[other] or n >= MOST_EJECTED:
                    return -1
                victims[n] = other
                n += 1
    for k in range(seat_ptr[o], seat_ptr[o + 1]):
        p = seats[k]
        if count[p] >= maximum[p]:
            given = 0
            for i in range(n):
                for j in range(seat_ptr[victims[i]], seat_ptr[victims[i] + 1]):
                    if seats[j] == p:
                        given += 1
            if given == 0:
                return -1
    return n


@njit(cache=True, nogil=True)
def crowd(o, t, model, state, victims, n):  # type: ignore[no-untyped-def]
    """One more victim where a capacity row is full, drawn at random among those held at t."""
    rows, row_ptr, capacity, must, length = model[5], model[4], model[6], model[13], model[3]
    _seat_ptr, _seats = model[0], model[1]
    occupied, load = state[1], state[2]
    if length[o] > 1:
        return -1
    for k in range(row_ptr[o], row_ptr[o + 1]):
        c = rows[k]
        taken = load[c, t]
        for i in range(n):
            for j in range(row_ptr[victims[i]], row_ptr[victims[i] + 1]):
                if rows[j] == c:
                    taken -= 1
        if taken < capacity[c, t]:
            continue
        found = -1
        for _ in range(30):
            p = np.random.randint(occupied.shape[0])
            other = occupied[p, t]
            if other < 0 or must[other]:
                continue
            for j in range(row_ptr[other], row_ptr[other + 1]):
                if rows[j] == c:
                    found = other
            if found >= 0:
                break
        if found < 0 or n >= MOST_EJECTED:
            return -1
        for i in range(n):
            if victims[i] == found:
                return -1
        victims[n] = found
        n += 1
    return n


@njit(cache=True, nogil=True)
def rehouse(o, model, state):  # type: ignore[no-untyped-def]
    """Hold o in some slot in which it fits, looking from a random one on. Returns success."""
    n_slots = state[1].shape[1]
    first = np.random.randint(n_slots)
    for step in range(n_slots):
        t = (first + step) % n_slots
        if fits(o, t, model, state):
            put(o, t, model, state)
            return True
    return False


@njit(cache=True, nogil=True)
def exchange(o, t, heat, value, model, state, victims, old):  # type: ignore[no-untyped-def]
    """Try to hold o at t. Returns the gain in value, 0 where it was refused and undone."""
    n = in_the_way(o, t, model, state, victims)
    if n < 0:
        return 0
    n = crowd(o, t, model, state, victims, n)
    if n < 0:
        return 0
    lost = 0
    for i in range(n):
        lost += value[victims[i]]
    limit = heat * -np.log(max(1e-12, np.random.random()))
    if lost - value[o] > limit + 60 * heat + value[o]:
        return 0
    slot = state[0]
    for i in range(n):
        old[i] = slot[victims[i]]
        drop(victims[i], model, state)
    if not fits(o, t, model, state):
        for i in range(n):
            put(victims[i], old[i], model, state)
        return 0
    put(o, t, model, state)
    gain = value[o] - lost
    for i in range(n):
        if rehouse(victims[i], model, state):
            gain += value[victims[i]]
    if gain >= -limit:
        return gain
    drop(o, model, state)
    for i in range(n):
        if slot[victims[i]] >= 0:
            drop(victims[i], model, state)
    for i in range(n):
        put(victims[i], old[i], model, state)
    return 0


@njit(cache=True, nogil=True)
def wander(people, model, state, seen, clock, chain):  # type: ignore[no-untyped-def]
    """One random swap of a Kempe chain, if it is possible."""
    occupied = state[1]
    p = np.random.randint(people)
    a, b = np.random.randint(occupied.shape[1]), np.random.randint(occupied.shape[1])
    first = occupied[p, a]
    if a == b or first < 0:
        return
    clock[0] += 1
    size = chain_of(first, a, b, model, state, chain, seen, clock[0])
    if size > 0:
        swap(a, b, size, model, state, chain)
        if is_overfull(a, b, size, model, state, chain):
            swap(a, b, size, model, state, chain)


@njit(cache=True, nogil=True)
def wander_far(steps, seed, model, state, seen, clock, chain):  # type: ignore[no-untyped-def]
    """`steps` random swaps of Kempe chains: other slots, the same meetings."""
    np.random.seed(seed)
    for _ in range(steps):
        wander(state[1].shape[0], model, state, seen, clock, chain)


@njit(cache=True, nogil=True)
def find_holes(free, model, state, holes):  # type: ignore[no-untyped-def]
    """Collect (person, slot) where somebody is free, idle and below the maximum. Their number."""
    maximum = model[7]
    occupied, count = state[1], state[3]
    n = 0
    for p in range(occupied.shape[0]):
        if count[p] >= maximum[p]:
            continue
        for t in range(occupied.shape[1]):
            if occupied[p, t] < 0 and free[p, t]:
                holes[n, 0], holes[n, 1] = p, t
                n += 1
    return n


@njit(cache=True, nogil=True)
def anneal_holes(  # type: ignore[no-untyped-def]
    mine_ptr, mine, free, steps, rescan, hot, cold, seed, value, model, state, best, seen, clock, chain
):
    """Anneal the value; every step starts from a hole: a slot in which somebody could still meet.

    `best[O]` must hold the best timetable so far on entry and receives better ones. A hole walks:
    along a Kempe chain to another slot at no cost, or to another person by an exchange at a small
    one. Where two holes meet at an option, both are filled.
    """
    np.random.seed(seed)
    slot, occupied = state[0], state[1]
    victims, old = np.empty(MOST_EJECTED, np.int32), np.empty(MOST_EJECTED, np.int32)
    holes = np.empty((occupied.size, 2), np.int32)
    n_slots = occupied.shape[1]
    now, top = 0, 0
    for o in range(slot.shape[0]):
        if slot[o] >= 0:
            now += value[o]
        if best[o] >= 0:
            top += value[o]
    n_holes = 0
    for step in range(steps):
        if step % rescan == 0:
            n_holes = find_holes(free, model, state, holes)
            if n_holes == 0:
                break
        heat = hot * (cold / hot) ** (step / steps)
        i = np.random.randint(n_holes)
        p, t = holes[i, 0], holes[i, 1]
        if occupied[p, t] >= 0:
            continue
        if np.random.random() < 0.4:
            b = np.random.randint(n_slots)
            first = occupied[p, b]
            if first < 0:
                continue
            clock[0] += 1
            size = chain_of(first, b, t, model, state, chain, seen, clock[0])
            if size > 0:
                swap(b, t, size, model, state, chain)
                if is_overfull(b, t, size, model, state, chain):
                    swap(b, t, size, model, state, chain)
                else:
                    holes[i, 1] = b
            continue
        if mine_ptr[p] == mine_ptr[p + 1]:
            continue
        o = mine[np.random.randint(mine_ptr[p], mine_ptr[p + 1])]
        if slot[o] >= 0 or not model[2][o, t] or not keeps_order(o, t, model, state):
            continue
        gain = exchange(o, t, heat, value, model, state, victims, old)
        now += gain
        if now > top and gain != 0:
            top = now
            best[:] = slot
    return top
