"""Talks missed, breaks and idle slots, and their annealing over Kempe chains, compiled by numba.

Simulated annealing: S. Kirkpatrick, C. Gelatt, M. Vecchi (1983). A swap of two slots along a chain
touches the busy time of the people at its ends only, so a change in cost is theirs alone.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import chain_of, is_overfull, swap


@late_jit(is_part=True)
def _is_heard(k, p, like_slots, occupied):  # type: ignore[no-untyped-def]
    """Whether person p meets nobody during her liked talk k."""
    clashes = 0
    for t in range(occupied.shape[1]):
        clashes += like_slots[k, t] and occupied[p, t] >= 0
    return clashes == 0


@late_jit(is_part=True)
def _listen(p, state, taste):  # type: ignore[no-untyped-def]
    """Mark in taste[-1] the slots of the liked talks that p hears; the price of those missed."""
    occupied = state[1]
    like_ptr, like_slots, like_price, attended = taste[3:]
    for t in range(attended.shape[0]):  # an assignment of slices takes long to compile
        attended[t] = False
    missed = 0
    for k in range(like_ptr[p], like_ptr[p + 1]):
        if _is_heard(k, p, like_slots, occupied):
            for t in range(attended.shape[0]):
                attended[t] = attended[t] or like_slots[k, t]
        else:
            missed += like_price[k]
    return missed


@late_jit(is_part=True)
def _discomfort(p, state, taste, parts):  # type: ignore[no-untyped-def]
    """Add one person's talks missed, breaks, idle slots and breaks over the limit to `parts` [4]."""
    occupied = state[1]
    block, in_talk, most_breaks, like_ptr = taste[:4]
    attended = taste[6]
    has_likes = like_ptr[p] < like_ptr[p + 1]
    if has_likes:
        parts[0] += _listen(p, state, taste)
    last, hole, runs, is_run, breaks = -1, 0, 0, False, 0
    for t in range(block.shape[0]):
        if last >= 0 and block[t] != block[last]:
            last = -1
        if occupied[p, t] >= 0:
            if last >= 0:
                parts[2] += hole
                breaks += runs
            last, hole, runs, is_run = t, 0, 0, False
        elif last >= 0:
            is_idle = not (in_talk[p, t] or (has_likes and attended[t]))
            hole += is_idle
            runs += is_idle and not is_run
            is_run = is_idle
    parts[1] += breaks
    parts[3] += max(0, breaks - most_breaks[p])


@late_jit(is_inner=True)
def cost_of(p, state, weights, taste, parts):  # type: ignore[no-untyped-def]
    """Weighted discomfort of one person."""
    for k in range(4):
        parts[k] = 0
    _discomfort(p, state, taste, parts)
    total = 0
    for k in range(4):
        total += weights[k] * parts[k]
    return total


@late_jit()
def all_discomfort(state, taste, parts):  # type: ignore[no-untyped-def]
    """Add the discomfort of everybody to `parts` [4]."""
    for p in range(state[1].shape[0]):
        _discomfort(p, state, taste, parts)


@late_jit()
def part_of_all(state, taste, part):  # type: ignore[no-untyped-def]
    """[P] one part of everybody's discomfort: 1 breaks, 2 idle slots."""
    found = np.zeros(state[1].shape[0], np.int64)
    parts = np.zeros(4, np.int64)
    for p in range(found.shape[0]):
        parts[:] = 0
        _discomfort(p, state, taste, parts)
        found[p] = parts[part]
    return found


@late_jit(is_part=True)
def ends_of(size, model, state, chain, a, b, ends):  # type: ignore[no-untyped-def]
    """People of a chain who are busy in exactly one of a and b: those whom a swap can touch."""
    seat_ptr, seats = model[0], model[1]
    occupied = state[1]
    n = 0
    for i in range(size):
        o = chain[i]
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            p = seats[k]
            if (occupied[p, a] >= 0) != (occupied[p, b] >= 0):
                ends[n] = p
                n += 1
    return n


@late_jit(is_inner=True)
def _counter_chain(size, a, b, model, state, chain, seen, clock):  # type: ignore[no-untyped-def]
    """After a swap that overfilled a slot: add a second chain that goes the other way.

    Returns the size of both together, or -1 where none was found in a few tries.
    """
    occupied, load, capacity = state[1], state[2], model[6]
    rows, row_ptr = model[5], model[4]
    full, spare = a, b
    for k in range(row_ptr[chain[0]], row_ptr[chain[0] + 1]):
        if load[rows[k], b] > capacity[rows[k], b]:
            full, spare = b, a
    for _ in range(6):
        p = np.random.randint(occupied.shape[0])
        first = occupied[p, full]
        if first < 0 or occupied[p, spare] >= 0 or seen[first] == clock[0]:
            continue
        more = chain_of(first, a, b, model, state, chain[size:], seen, clock[0])
        return size + more if more > 0 else -1
    return -1


@late_jit(is_inner=True)
def _judge(n, a, b, state, weights, taste, ends, scratch):  # type: ignore[no-untyped-def]
    """What the ends of a chain cost more once it is swapped; what each costs then is noted."""
    parts, mine, new = scratch
    occupied, more = state[1], 0
    for i in range(n):
        p = ends[i]
        here, there = occupied[p, a], occupied[p, b]
        occupied[p, a], occupied[p, b] = there, here
        new[i] = cost_of(p, state, weights, taste, parts)
        occupied[p, a], occupied[p, b] = here, there
        more += new[i] - mine[p]
    return more


@late_jit(is_inner=True)
def _exchange(p, a, b, most, model, state, judging, finding):  # type: ignore[no-untyped-def]
    """Swap the chain that takes p's meeting from a to b, with a counter-chain where a slot is full, if that
    costs no more than `most`: how many people it touches (-1: nothing was done), and what they cost more.
    """
    weights, taste, ends, scratch = judging
    seen, clock, chain = finding
    clock[0] += 1
    size = chain_of(state[1][p, a], a, b, model, state, chain, seen, clock[0])
    n = ends_of(size, model, state, chain, a, b, ends)
    more = _judge(n, a, b, state, weights, taste, ends, scratch)
    if size < 0 or more > most:  # a second chain, of whoever, would hardly make up for it
        return -1, 0
    swap(a, b, size, model, state, chain)
    if not is_overfull(a, b, size, model, state, chain):
        return n, more
    both = _counter_chain(size, a, b, model, state, chain, seen, clock)
    rest = chain[size:]
    others = ends_of(both - size, model, state, rest, a, b, ends[n:])
    new = scratch[2][n:]
    more += _judge(others, a, b, state, weights, taste, ends[n:], (scratch[0], scratch[1], new))
    if both > 0 and more <= most:
        swap(a, b, both - size, model, state, rest)
        if not is_overfull(a, b, both, model, state, chain):
            return n + others, more
        swap(a, b, both - size, model, state, rest)
    swap(a, b, size, model, state, chain)
    return -1, 0


@late_jit(is_inner=True)
def _draw(p, occupied, block):  # type: ignore[no-untyped-def]
    """A slot in which p is busy, and another: every other time beside a meeting of p, where holes close."""
    n_slots = occupied.shape[1]
    a, b = np.random.randint(n_slots), np.random.randint(n_slots)
    for _ in range(n_slots):
        if occupied[p, a] >= 0:
            break
        a = (a + 1) % n_slots
    side = np.random.randint(4)
    if side > 1:
        return a, b
    for _ in range(n_slots):
        if occupied[p, b] >= 0 and b != a:
            break
        b = (b + 1) % n_slots
    near = b + 2 * side - 1
    if near < 0 or near >= n_slots or block[near] != block[b]:
        return a, a
    return a, near


@late_jit(steps="steps")
def anneal(  # type: ignore[no-untyped-def]
    people, steps, hot, cold, cost, seed, model, state, weights, taste, seen, clock, chain, ends, scratch
):
    """`steps` chain swaps for people drawn from `people`, temperature falling from hot to cold.

    Returns the cost reached; stops at once when nothing is left to gain. The second array in `scratch` is
    everybody's cost, before and after.
    """
    np.random.seed(seed)
    ratio = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    _parts, mine, new = scratch  # made outside: to make an array here takes long to compile
    judging, finding = (weights, taste, ends, scratch), (seen, clock, chain)
    for _ in range(steps):
        heat *= ratio
        p = people[np.random.randint(people.shape[0])]
        a, b = _draw(p, state[1], taste[0])
        if a == b or state[1][p, a] < 0 or state[1][p, b] >= 0:
            continue
        most = -heat * np.log(1.0 - np.random.random())
        n, more = _exchange(p, a, b, most, model, state, judging, finding)
        for i in range(n):
            mine[ends[i]] = new[i]
        cost += more
        if cost == 0:
            return cost
    return cost


@late_jit()
def cost_of_all(state, weights, taste, parts, costs):  # type: ignore[no-untyped-def]
    """Write down everybody's cost."""
    for p in range(costs.shape[0]):
        costs[p] = cost_of(p, state, weights, taste, parts)
