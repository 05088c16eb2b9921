"""Two slots at a time: each Kempe chain between them is swapped or not, judged by what that costs.

Between two slots nobody belongs to two chains, so what swaps of chains cost adds up, and each chain is judged
for itself, as in a heat bath (M. Creutz, 1980). Where slots are full, a chain that needs one more place waits
for the best one that needs it in the other slot, and both are judged together.

`scratch` holds, for one call: the chain at hand, the two that wait (one that overfills the first slot, one
the second), their sizes and costs, people at the ends of a chain, their parts, what everybody costs now, and
what those at the ends would.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.comfort import cost_of, ends_of
from treffen.solvers.colouring.kernel import for_few, overfull_side, swap
from treffen.solvers.colouring.pairs_in_python import PEOPLE, anneal_pairs_in_python

# To make lists of arrays, and arrays of lists: 1 ms for 150 people. It grows with them, but so do the steps
# of a round, many times as much.
UNITS = 5_000
STEP = 3  # for each chain, in Python: less than it takes, as no other kernel takes so long to compile


def room_for_pairs(costs: NDArray[np.int64], options: int, seats: int) -> tuple[Any, ...]:
    """The `scratch` of one call; made here, as to make an array inside takes long to compile."""
    chain, pending = np.zeros(options, np.int32), np.zeros((2, options), np.int32)
    ends, parts, new = (np.zeros(size, np.int64) for size in (seats, 4, seats))
    return chain, pending, np.zeros((2, 2), np.int64), ends, parts, costs, new


@late_jit(is_inner=True)
def _whole_chain(first, a, b, model, state, chain, seen, stamp):  # type: ignore[no-untyped-def]
    """Collect and mark all of a chain: its size, and whether it may be swapped."""
    seat_ptr, seats, start_ok, is_stiff = model[0], model[1], model[2], model[12]
    slot, occupied = state[0], state[1]
    chain[0] = first
    seen[first] = stamp
    size, at, is_free = 1, 0, True
    while at < size:
        o = chain[at]
        other = b if slot[o] == a else a
        is_free = is_free and start_ok[o, other] and not is_stiff[o]
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            for t in (a, b):  # a long one keeps its people busy in both
                neighbour = occupied[seats[k], t]
                if neighbour >= 0 and seen[neighbour] != stamp:
                    seen[neighbour] = stamp
                    chain[size] = neighbour
                    size += 1
        at += 1
    return size, is_free


@late_jit(is_inner=True)
def _cost_of_ends(size, a, b, chain, model, state, tastes, scratch):  # type: ignore[no-untyped-def]
    """By how much those at the ends of a swapped chain cost more than is known, and how many they are."""
    weights, taste = tastes
    ends, parts, mine, new = scratch[3], scratch[4], scratch[5], scratch[6]
    more, n = 0, ends_of(size, model, state, chain, a, b, ends)
    for i in range(n):
        new[i] = cost_of(ends[i], state, weights, taste, parts)
        more += new[i] - mine[ends[i]]
    return more, n


@late_jit(is_part=True)
def _learn(n, scratch):  # type: ignore[no-untyped-def]
    """What the n people last looked at cost is what they cost from now on."""
    ends, mine, new = scratch[3], scratch[5], scratch[6]
    for i in range(n):
        mine[ends[i]] = new[i]


@late_jit(is_part=True)
def _is_taken(more, heat):  # type: ignore[no-untyped-def]
    """Whether so much more is accepted: what is equal, every other time."""
    if more < 0:
        return True
    return np.random.random() < (0.5 if more == 0 else np.exp(-more / heat))


@late_jit(is_part=True)
def _add_waiting(size, more, other, heat, scratch):  # type: ignore[no-untyped-def]
    """Append to a chain the one that waits for it, if both are accepted; the size reached."""
    chain, pending, waiting = scratch[0], scratch[1], scratch[2]
    n = waiting[other, 0]
    if n == 0 or not _is_taken(more + waiting[other, 1], heat):
        return size
    waiting[other, 0] = 0
    for i in range(n):  # a slice takes a second to compile, for the words of its fault
        chain[size + i] = pending[other, i]
    return size + n


@late_jit(is_part=True)
def _let_wait(size, more, side, scratch):  # type: ignore[no-untyped-def]
    """Keep a chain that overfills one side, if none that waits there costs less."""
    chain, pending, waiting = scratch[0], scratch[1], scratch[2]
    least = waiting[side, 1]
    if waiting[side, 0] == 0 or more < least or (more == least and np.random.random() < 0.5):
        waiting[side, 0], waiting[side, 1] = size, more
        for i in range(size):
            pending[side, i] = chain[i]


@late_jit(is_part=True)
def _judge(first, a, b, heat, model, state, tastes, scratch, seen, stamp):  # type: ignore[no-untyped-def]
    """Swap the chain of option `first`, alone or with the one that waits for it; the change in cost.

    Whatever takes long to compile is called in one place.
    """
    chain = scratch[0]
    size, is_free = _whole_chain(first, a, b, model, state, chain, seen, stamp)
    whole, tries, own, side = size, 1 if is_free else 0, 0, -1
    while tries > 0:
        swap(a, b, whole, model, state, chain)
        more, n = _cost_of_ends(whole, a, b, chain, model, state, tastes, scratch)
        over = overfull_side(a, b, whole, model, state, chain)
        if over < 0 and (whole > size or _is_taken(more, heat)):
            _learn(n, scratch)
            return more
        swap(a, b, whole, model, state, chain)
        tries = 0
        if over >= 0 and whole == size:
            own, side = more, over
            whole = _add_waiting(size, own, 1 - side, heat, scratch)
            tries = whole - size
    if side >= 0:
        _let_wait(size, own, side, scratch)
    return 0


@late_jit(is_inner=True)
def _draw_pair(is_focused, mine, occupied):  # type: ignore[no-untyped-def]
    """Two slots; focused: somebody who costs meets in the first and not in the second."""
    n_people, n_slots = occupied.shape
    a, b = np.random.randint(n_slots), np.random.randint(n_slots)
    if not is_focused:
        return a, b
    p = np.random.randint(n_people)
    for _ in range(n_people):
        if mine[p] > 0:
            break
        p = (p + 1) % n_people
    for _ in range(n_slots):
        if occupied[p, a] >= 0:
            break
        a = (a + 1) % n_slots
    for _ in range(n_slots):
        if occupied[p, b] < 0:
            break
        b = (b + 1) % n_slots
    return a, b


@late_jit(is_part=True)
def _bathe(a, b, heat, model, state, tastes, scratch, seen, clock):  # type: ignore[no-untyped-def]
    """Judge all chains between two slots, from somebody on; the change in cost, and the steps it took."""
    occupied = state[1]
    n_people = occupied.shape[0]
    clock[0] += 1
    for side in range(2):
        scratch[2][side, 0] = 0
    start, more, looked = np.random.randint(n_people), 0, 0
    for k in range(2 * n_people):
        p = (start + k // 2) % n_people
        first = occupied[p, a] if k % 2 == 0 else occupied[p, b]
        if first >= 0 and seen[first] != clock[0]:
            looked += 1
            more += _judge(first, a, b, heat, model, state, tastes, scratch, seen, clock[0])
    return more, max(looked, n_people // PEOPLE)


@late_jit(units=UNITS, steps="steps", step=for_few(STEP), in_python=anneal_pairs_in_python)
def anneal_pairs(  # type: ignore[no-untyped-def]
    is_focused, steps, hot, cold, cost, seed, model, state, weights, taste, seen, clock, scratch
):
    """Judge about `steps` chains, fewer long ones, pair of slots by pair; temperature falls from hot to cold.

    Returns the cost reached; stops when nothing is left to gain.
    """
    np.random.seed(seed)
    tastes, mine = (weights, taste), scratch[5]
    done = 0
    while done < steps and cost > 0:
        heat = hot * (cold / hot) ** (done / steps)
        a, b = _draw_pair(is_focused, mine, state[1])
        done += 1
        if a != b:
            more, looked = _bathe(a, b, heat, model, state, tastes, scratch, seen, clock)
            cost += more
            done += looked
    return cost
