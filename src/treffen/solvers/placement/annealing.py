"""Annealing over windows: two places exchange all they hold in a run of slots.

One move covers a change of place, an exchange of two meetings, and the exchange of the rest of
two places' day. Links inside what moves together keep their state, so only links that lead out of
the window count, and a move costs time in proportion to the window. Method: S. Kirkpatrick,
C. D. Gelatt, M. P. Vecchi, Optimization by Simulated Annealing, 1983.

`change` holds, in this order, by how much a move raises: changes, minutes, places used, meetings
away from every home.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.placement.seating import suits

N_TERMS = 4


@late_jit(is_inner=True)
def widen(p, q, window, demand, state):  # type: ignore[no-untyped-def]
    """Stretch the window until no meeting at p or q straddles its edges."""
    start, end, occupant = demand[0], demand[1], state[1]
    is_settled = False
    while not is_settled:
        is_settled = True
        for x in (p, q):
            i, j = occupant[x, window[0]], occupant[x, window[1]]
            if i >= 0 and start[i] < window[0]:
                window[0] = start[i]
                is_settled = False
            if j >= 0 and end[j] - 1 > window[1]:
                window[1] = end[j] - 1
                is_settled = False


@late_jit(is_inner=True)
def may_move(x, y, window, demand, state):  # type: ignore[no-untyped-def]
    """Whether all meetings at x within the window could be at y."""
    u = window[0]
    while u <= window[1]:
        i = state[1][x, u]
        if i >= 0:
            if not suits(i, y, demand):
                return False
            u = demand[1][i]
        else:
            u += 1
    return True


@late_jit(is_inner=True)
def is_at_home(i, x, homes):  # type: ignore[no-untyped-def]
    """1 where x is the home of somebody in meeting i."""
    for a in range(homes[0][i], homes[0][i + 1]):
        if homes[1][a] == x:
            return 1
    return 0


@late_jit(is_inner=True)
def weigh(x, y, window, frame, state, change):  # type: ignore[no-untyped-def]
    """Add to `change` what it costs to move the meetings at x to y; how many they are."""
    demand, links, homes, zone, minutes = frame
    start = demand[0]
    place, occupant = state[0], state[1]
    moved = 0
    for u in range(window[0], window[1] + 1):
        i = occupant[x, u]
        if i < 0 or start[i] != u:
            continue
        moved += 1
        change[3] += is_at_home(i, x, homes) - is_at_home(i, y, homes)
        for a in range(links[0][i], links[0][i + 1]):
            other = links[1][a]
            z = place[other]
            if z < 0 or ((z in (x, y)) and window[0] <= start[other] <= window[1]):
                continue
            change[0] += (z != y) - (z != x)
            change[1] += minutes[zone[z], zone[y]] - minutes[zone[z], zone[x]]
    return moved


@late_jit(is_inner=True)
def exchange(p, q, window, demand, state):  # type: ignore[no-untyped-def]
    """Swap what p and q hold within the window."""
    place, occupant, load = state
    for u in range(window[0], window[1] + 1):
        i, j = occupant[p, u], occupant[q, u]
        occupant[p, u], occupant[q, u] = j, i
        if i >= 0 and demand[0][i] == u:
            place[i] = q
            load[p] -= 1
            load[q] += 1
        if j >= 0 and demand[0][j] == u:
            place[j] = p
            load[q] -= 1
            load[p] += 1


@late_jit(is_inner=True)
def pick_place(i, frame, state, by_zone):  # type: ignore[no-untyped-def]
    """A place worth a try for meeting i: a linked meeting's, one in its zone, a home, any."""
    demand, links, homes, zone, _minutes = frame
    n_links, n_homes = links[0][i + 1] - links[0][i], homes[0][i + 1] - homes[0][i]
    dice = np.random.random()
    if n_homes > 0 and dice < 0.1:
        return homes[1][homes[0][i] + np.random.randint(n_homes)]
    if n_links > 0 and dice < 0.9:
        x = state[0][links[1][links[0][i] + np.random.randint(n_links)]]
        if x < 0 or dice < 0.75:
            return x
        z = zone[x]
        return by_zone[1][np.random.randint(by_zone[0][z], by_zone[0][z + 1])]
    return demand[4][np.random.randint(demand[3][demand[2][i]], demand[3][demand[2][i] + 1])]


@late_jit(is_inner=True)
def pick_window(i, demand, edges, window):  # type: ignore[no-untyped-def]
    """The slots of meeting i alone, or with what comes before or after in the block or the event."""
    t, end, n_slots = demand[0][i], demand[1][i], demand[6].shape[1]
    window[0], window[1] = t, end - 1
    dice = np.random.random()
    if dice < 0.5:
        return
    if dice < 0.65:
        window[1] = edges[1][t] - 1
    elif dice < 0.8:
        window[0] = edges[0][t]
    elif dice < 0.95:
        window[1] = np.random.randint(end - 1, edges[1][t])
    else:
        window[0], window[1] = 0, n_slots - 1


@late_jit(is_inner=True)
def is_no_worse(change, order):  # type: ignore[no-untyped-def]
    """Whether a move is lexicographically no step back."""
    for k in order:
        if change[k] != 0:
            return change[k] < 0
    return True


@late_jit(is_plain=False)
def anneal(frame, state, edges, by_zone, plan, total):  # type: ignore[no-untyped-def]
    """Run `plan` = (focus, seed, moves, hottest, coolest, weights, order); `total` follows the terms.

    Each move starts from a meeting in `focus`.

    With `hottest` 0 a move is taken only if it is lexicographically no step back in `order`.
    """
    demand = frame[0]
    focus, seed, moves, hottest, coolest, weights, order = plan
    np.random.seed(seed)
    window, change = np.zeros(2, np.int64), np.zeros(N_TERMS, np.int64)
    heat = hottest
    cooling = (coolest / hottest) ** (1.0 / moves) if hottest > 0 else 1.0
    for _ in range(moves):
        heat *= cooling
        i = focus[np.random.randint(len(focus))]
        p = state[0][i]
        q = pick_place(i, frame, state, by_zone)
        if p < 0 or q < 0 or p == q:
            continue
        pick_window(i, demand, edges, window)
        widen(p, q, window, demand, state)
        if not (
            suits(i, q, demand)
            and may_move(p, q, window, demand, state)
            and may_move(q, p, window, demand, state)
        ):
            continue
        change[:] = 0
        gone = weigh(p, q, window, frame, state, change)
        come = weigh(q, p, window, frame, state, change)
        p_now, q_now = state[2][p], state[2][q]
        change[2] = (p_now - gone + come > 0) + (q_now + gone - come > 0) - (p_now > 0) - (q_now > 0)
        if hottest > 0:
            worse = 0.0
            for k in range(N_TERMS):
                worse += weights[k] * change[k]
            is_taken = worse <= 0 or np.random.random() < np.exp(-worse / heat)
        else:
            is_taken = is_no_worse(change, order)
        if is_taken:
            exchange(p, q, window, demand, state)
            total += change
