"""Roaming: many short random ejection chains, of which the one that moves least is kept.

Systematic walks (`ejection`) find the fewest moves where these are few. Where it takes twenty, a chain is
led by weights instead: whoever was ejected becomes more expensive to eject again, and a slot that is not
a meeting's old one costs a little, so that chains come home (breakout weights: P. Morris, AAAI 1993).
A chain that has moved as many as the best one so far is given up.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.ejection import blockers
from treffen.solvers.colouring.kernel import drop, fits, keeps_order, put

WAITING = 6  # options that may look for a slot at one time
AWAY, GROWTH, CHANCE = 0.75, 0.5, 0.5  # price of another slot; of each ejection; of luck, at most
LONGEST = (250, 500, 1_000)  # steps of chains, in turn
FEW = 8  # moves from which on more steps are spent to find fewer
NEVER = 1e18


@late_jit(is_inner=True)
def _has_room(o, t, n, leaving, model, state):  # type: ignore[no-untyped-def]
    """Whether each capacity row of o has room in slot t once the first n of those leaving are gone."""
    row_ptr, rows, capacity = model[4], model[5], model[6]
    load = state[2]
    for u in range(t, t + model[3][o]):
        for k in range(row_ptr[o], row_ptr[o + 1]):
            taken = load[rows[k], u]
            for i in range(n):
                f = leaving[i]
                if state[0][f] <= u < state[0][f] + model[3][f]:
                    for j in range(row_ptr[f], row_ptr[f + 1]):
                        taken -= rows[j] == rows[k]
            if taken >= capacity[rows[k], u]:
                return False
    return True


@late_jit(is_inner=True)
def _best_slot(o, n_waiting, home, weight, model, state, leaving):  # type: ignore[no-untyped-def]
    """The cheapest slot for o, whoever has to leave it; -1 if there is none."""
    start_ok = model[2]
    best, at = NEVER, -1
    for t in range(start_ok.shape[1] - model[3][o] + 1):
        if not start_ok[o, t] or not keeps_order(o, t, model, state):
            continue
        n = blockers(o, t, model, state, leaving)
        if n < 0 or n_waiting + n > WAITING or not _has_room(o, t, n, leaving, model, state):
            continue
        cost = np.random.random() * CHANCE + (AWAY if home[o] != t else 0.0)
        for i in range(n):
            cost += weight[leaving[i]]
        if cost < best:
            best, at = cost, t
    return at


@late_jit(is_inner=True)
def _chain(o, steps, most, home, weight, model, state, scratch):  # type: ignore[no-untyped-def]
    """One chain: (whether everybody has a slot, steps taken, options touched, moved)."""
    waiting, leaving, touched = scratch
    waiting[0], n, moved = o, 1, -1  # the new one is away from home, too
    touched[0], n_touched = o, 1
    for step in range(steps):
        if n == 0:
            return True, step, n_touched, moved
        n -= 1
        h = waiting[n]
        t = _best_slot(h, n, home, weight, model, state, leaving)
        if t < 0:
            return False, step, n_touched, moved
        for i in range(blockers(h, t, model, state, leaving)):
            f = leaving[i]
            moved -= state[0][f] != home[f]
            drop(f, model, state)
            waiting[n] = f
            n += 1
            if f != o and weight[f] == 1.0:
                touched[n_touched] = f
                n_touched += 1
            weight[f] += GROWTH
        moved += home[h] != t
        if moved > most or not fits(h, t, model, state):
            return False, step, n_touched, moved
        put(h, t, model, state)
    return n == 0, steps, n_touched, moved


@late_jit(is_inner=True)
def _undo(n_touched, touched, home, weight, model, state):  # type: ignore[no-untyped-def]
    for i in range(n_touched):
        weight[touched[i]] = 1.0
        if state[0][touched[i]] >= 0:
            drop(touched[i], model, state)
    for i in range(n_touched):
        if home[touched[i]] >= 0:
            put(touched[i], home[touched[i]], model, state)


@late_jit(is_plain=False)
def roam(o, most, steps, polish, seed, model, state):  # type: ignore[no-untyped-def]
    """Slots in which o can be held with at most `most` others moved, by chains of so many steps in all.

    After a chain that ended, at most `polish` steps follow, more where it moved many.
    Returns (options, slots) of those that stand elsewhere then, empty where no chain ended; the state
    is as it was.
    """
    np.random.seed(seed)
    slot, n_chains = state[0], 0
    home, weight = slot.copy(), np.ones(slot.shape[0])
    scratch = (
        np.empty(WAITING + 1, np.int64),
        np.empty(model[1].shape[0] + 1, np.int32),
        np.empty_like(home),
    )
    options, slots = np.empty(0, np.int64), np.empty(0, np.int64)
    while steps > 0 and most >= 0:
        longest = LONGEST[n_chains % len(LONGEST)]
        is_held, used, n, moved = _chain(o, longest, most, home, weight, model, state, scratch)
        n_chains += 1
        steps -= used + 1
        if is_held:
            most, steps = moved - 1, min(steps, polish * (1 + moved // FEW))
            elsewhere = [i for i in scratch[2][:n] if slot[i] != home[i]]
            options = np.array(elsewhere, np.int64)
            slots = slot[options].astype(np.int64)
        _undo(n, scratch[2], home, weight, model, state)
    return options, slots
