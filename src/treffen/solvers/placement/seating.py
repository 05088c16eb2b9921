"""Give every meeting a thing, slot by slot: augmenting paths, first along links, then along all that suits.

Within one slot, meetings of one slot's length and things form a bipartite graph, and augmenting
paths (C. Berge, 1957; H. W. Kuhn, 1955) find a complete assignment whenever there is one. A first
matching uses only things where a linked meeting already stands. The meetings it covers stay
covered by every later augmentation, so it takes nothing away from completeness. Where every link
joins neighbouring slots and all things are alike, it also keeps as many links as can be kept: a
largest matching between each slot and the next, and no choice in one hinders another.

All functions work in place on `state` = (thing [n], occupant [X, T], load [X]).
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit


@late_jit(is_inner=True)
def suits(i, x, demand):  # type: ignore[no-untyped-def]
    """Whether meeting i could have thing x if nobody else were there."""
    start, end, kind, _thing_ptr, _things, bits, open_ = demand
    if not (bits[kind[i], x >> 3] >> (7 - (x & 7))) & 1:
        return False
    for u in range(start[i], end[i]):  # noqa: SIM110  # numba compiles the loop faster
        if not open_[x, u]:
            return False
    return True


@late_jit(is_inner=True)
def is_free(i, x, demand, state):  # type: ignore[no-untyped-def]
    """Whether thing x is unused in all slots of meeting i."""
    for u in range(demand[0][i], demand[1][i]):  # noqa: SIM110  # as above
        if state[1][x, u] >= 0:
            return False
    return True


@late_jit(is_inner=True)
def put(i, x, demand, state):  # type: ignore[no-untyped-def]
    """Give x to i. Whoever had it in these slots is the caller's concern."""
    thing, occupant, load = state
    thing[i] = x
    load[x] += 1
    for u in range(demand[0][i], demand[1][i]):
        occupant[x, u] = i


@late_jit(is_inner=True)
def lift(i, demand, state):  # type: ignore[no-untyped-def]
    """Take the thing from i."""
    thing, occupant, load = state
    x = thing[i]
    thing[i] = -1
    load[x] -= 1
    for u in range(demand[0][i], demand[1][i]):
        occupant[x, u] = -1


@late_jit(is_inner=True)
def pull(i, links, state):  # type: ignore[no-untyped-def]
    """The largest number of links that one thing would keep for meeting i."""
    most = 0
    for a in range(links[0][i], links[0][i + 1]):
        x = state[0][links[1][a]]
        if x < 0:
            continue
        same = 0
        for b in range(links[0][i], links[0][i + 1]):
            same += state[0][links[1][b]] == x
        most = max(most, same)
    return most


@late_jit(is_inner=True)
def take_along(x, demand, state, path):  # type: ignore[no-untyped-def]
    """Hand things over along an augmenting path that ends in the free thing x."""
    taker = path[1]
    while x >= 0:
        i = taker[x]
        before = state[0][i]
        if before >= 0:
            lift(i, demand, state)
        put(i, x, demand, state)
        x = before


@late_jit(is_inner=True)
def augment_links(i, demand, links, state, path):  # type: ignore[no-untyped-def]
    """Place i where a linked meeting stands, moving others of its slot only to where theirs do."""
    start, end = demand[0], demand[1]
    seen, taker, queue, clock = path
    clock[0] += 1
    queue[0] = i
    head, tail = 0, 1
    while head < tail:
        j = queue[head]
        head += 1
        for a in range(links[0][j], links[0][j + 1]):
            x = state[0][links[1][a]]
            if x < 0 or seen[x] == clock[0] or not suits(j, x, demand):
                continue
            seen[x] = clock[0]
            taker[x] = j
            other = state[1][x, start[i]]
            if other < 0:
                take_along(x, demand, state, path)
                return True
            if end[other] - start[other] == 1:
                queue[tail] = other
                tail += 1
    return False


@late_jit(is_inner=True)
def augment_all(i, demand, state, path, kind_seen):  # type: ignore[no-untyped-def]
    """Place i anywhere it suits, moving others of its slot; True unless that is impossible."""
    start, end, kind, thing_ptr, things, _bits, open_ = demand
    seen, taker, queue, clock = path
    clock[0] += 1
    queue[0] = i
    head, tail = 0, 1
    t = start[i]
    while head < tail:
        j = queue[head]
        head += 1
        if kind_seen[kind[j]] == clock[0]:
            continue
        kind_seen[kind[j]] = clock[0]
        for a in range(thing_ptr[kind[j]], thing_ptr[kind[j] + 1]):
            x = things[a]
            if seen[x] == clock[0] or not open_[x, t]:
                continue
            seen[x] = clock[0]
            taker[x] = j
            other = state[1][x, t]
            if other < 0:
                take_along(x, demand, state, path)
                return True
            if end[other] - start[other] == 1:
                queue[tail] = other
                tail += 1
    return False


@late_jit(is_inner=True)
def pick_free(i, demand, homes, state, cursor):  # type: ignore[no-untyped-def]
    """A free thing for i: a home, else one already in use, else any; -1 where there is none.

    `cursor` [2, K] remembers for each kind how far the lists were searched in this slot: what was
    taken then is still taken.
    """
    kind, thing_ptr, things = demand[2], demand[3], demand[4]
    for a in range(homes[0][i], homes[0][i + 1]):
        x = homes[1][a]
        if suits(i, x, demand) and is_free(i, x, demand, state):
            return x
    k = kind[i]
    for which in range(2):
        a = max(cursor[which, k], thing_ptr[k])
        while a < thing_ptr[k + 1]:
            x = things[a]
            if (
                (which == 1 or state[2][x] > 0)
                and demand[6][x, demand[0][i]]
                and is_free(i, x, demand, state)
            ):
                cursor[which, k] = a
                return x
            a += 1
        cursor[which, k] = a
    return -1


@late_jit(is_inner=True)
def seat_slot(first, last, demand, links, homes, state, path, kind_seen, cursor):  # type: ignore[no-untyped-def]
    """Place the meetings first..last - 1, which all start in one slot; how many stay without."""
    start, end = demand[0], demand[1]
    for wanted in range(2, 0, -1):
        for i in range(first, last):
            if state[0][i] < 0 and end[i] - start[i] == 1 and pull(i, links, state) >= wanted:
                augment_links(i, demand, links, state, path)
    cursor[:] = 0
    missing = 0
    for i in range(first, last):
        if state[0][i] >= 0 or end[i] - start[i] > 1:
            continue
        x = pick_free(i, demand, homes, state, cursor)
        if x >= 0:
            put(i, x, demand, state)
        elif not augment_all(i, demand, state, path, kind_seen):
            missing += 1
    return missing


@late_jit()
def seat_long(order, demand, links, homes, state):  # type: ignore[no-untyped-def]
    """Place long meetings in the given order where they fit: by links, homes, use, then anywhere."""
    thing, _occupant, load = state
    missing = 0
    for i in order:
        best, best_score = -1, -1
        kind = demand[2][i]
        for a in range(demand[3][kind], demand[3][kind + 1]):
            x = demand[4][a]
            if not suits(i, x, demand) or not is_free(i, x, demand, state):
                continue
            score = 1 if load[x] > 0 else 0
            for b in range(links[0][i], links[0][i + 1]):
                score += 4 * (thing[links[1][b]] == x)
            for b in range(homes[0][i], homes[0][i + 1]):
                score += 2 * (homes[1][b] == x)
            if score > best_score:
                best, best_score = x, score
        if best >= 0:
            put(i, best, demand, state)
        else:
            missing += 1
    return missing


@late_jit()
def seat_all(slots, first, demand, links, homes, state):  # type: ignore[no-untyped-def]
    """Place all meetings of one slot's length, slot by slot in the given order; how many stay without."""
    n_things, n = state[1].shape[0], state[0].shape[0]
    n_kinds = demand[5].shape[0]
    path = (
        np.zeros(n_things, np.int64),
        np.zeros(n_things, np.int32),
        np.zeros(n + 1, np.int32),
        np.zeros(1, np.int64),
    )
    kind_seen = np.zeros(n_kinds, np.int64)
    cursor = np.zeros((2, n_kinds), np.int64)
    missing = 0
    for t in slots:
        missing += seat_slot(first[t], first[t + 1], demand, links, homes, state, path, kind_seen, cursor)
    return missing
