"""Whether one option more can be held beside all that are held, decided by a compiled search.

Slots that a person's meetings cannot have, since they need different ones, are struck, for one person after
the other, until nothing changes. Meetings whose own slot was struck are pushed; the search gives them other
slots, one by one, and is done where nobody is pushed any more. It reaches as far as somebody is pushed, never
further, and when nothing is left to try, nothing was possible. People at whom tries failed come first from
then on (F. Boussemart and others, ECAI 2004). Where something fails, what was struck is followed back: tries
that took no part are not varied (backjumping: P. Prosser, Computational Intelligence 9, 1993), and meetings
that took part in no failure are not told. Capacity is not looked at: what is impossible here is impossible
with it.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.different_slots import assigned, narrow

WIDEST = 62  # slots that a mask holds
DEEPEST = 12_000  # tries within one another
LAST = 61  # of the tries that a mask tells apart: those within share its bit
TRAIL = 1_000_000  # domains made smaller at one time
LEAST_UNITS = 600  # of work, for each person looked at
GLANCES = 512  # meetings, or domains made smaller, that are looked through in the time of a person


@late_jit(is_inner=True)
def _set(o, new, cause, tries, model, search):  # type: ignore[no-untyped-def]
    """Make a domain smaller, by whom or by which tries, and have all its people looked at."""
    domain, trail = search[0], search[3]
    size, queue, is_queued = search[5], search[6], search[7]
    entry = trail[size[1]]
    entry[0], entry[1], entry[2], entry[3] = o, domain[o], cause, tries
    size[1] += 1
    domain[o] = new
    for k in range(model[0][o], model[0][o + 1]):
        p = model[1][k]
        if not is_queued[p]:
            is_queued[p] = True
            queue[(size[3] + size[2]) % queue.shape[0]] = p
            size[2] += 1


@late_jit(is_inner=True)
def _touch(o, model, search):  # type: ignore[no-untyped-def]
    """Begin with a domain when it is come upon for the first time."""
    domain, is_touched, touched, size = search[0], search[1], search[2], search[5]
    if not is_touched[o]:
        is_touched[o] = True
        touched[size[0]] = o
        size[0] += 1
        domain[o] = 0
        for t in range(model[2].shape[1]):
            domain[o] |= np.int64(model[2][o, t]) << t


@late_jit(is_inner=True)
def _collect(p, asked, left_out, model, state, search):  # type: ignore[no-untyped-def]
    """A person's meetings, the one asked for first, with their domains and slots: how many."""
    tasks, domains, at = search[9][:3]
    n = 0
    for k in range(model[0][asked], model[0][asked + 1]):
        if model[1][k] == p:
            tasks[0], n = asked, 1
            at[0] = -1
    for t in range(state[1].shape[1]):
        o = state[1][p, t]
        if o >= 0 and not left_out[o]:
            tasks[n], at[n] = o, t
            n += 1
    for i in range(n):
        _touch(tasks[i], model, search)
        domains[i] = search[0][tasks[i]]
    return n


@late_jit(is_inner=True)
def _propagate(asked, left_out, model, state, search):  # type: ignore[no-untyped-def]
    """Look at all who wait, until nobody does: -1, or at whom it failed; -2 where it goes too far."""
    domain, size, queue, is_queued = search[0], search[5], search[6], search[7]
    tasks, domains, at, owner, came, ways, reach = search[9]
    n_slots, failed = owner.shape[0], -1
    while size[2] > 0:
        p = queue[size[3]]
        size[2], size[3] = size[2] - 1, (size[3] + 1) % queue.shape[0]
        is_queued[p] = False
        if failed != -1:
            continue
        if size[4] <= 0 or size[1] + n_slots >= search[3].shape[0]:
            failed = -2
            continue
        size[4] -= 1
        n = _collect(p, asked, left_out, model, state, search)
        if n > n_slots or not assigned(n, domains, at, owner, came, ways):
            failed = p
            continue
        narrow(n, domains, at, owner, reach)
        is_queued[p] = True  # what was struck for them is settled for them
        for i in range(n):
            if domains[i] != domain[tasks[i]]:
                _set(tasks[i], domains[i], p, 0, model, search)
        is_queued[p] = False
    return failed


@late_jit(is_inner=True)
def _choose(slot, model, search):  # type: ignore[no-untyped-def]
    """The pushed option with fewest slots left, rather of people at whom tries failed; -1 if none is."""
    domain, touched, size, weight = search[0], search[2], search[5], search[8]
    best, chosen = np.inf, -1
    for i in range(size[0]):
        o = touched[i]
        left = domain[o]
        if left & (left - 1) == 0 or (slot[o] >= 0 and left >> slot[o] & 1):
            continue
        n, failures = 0, 1
        while left:
            left &= left - 1
            n += 1
        for k in range(model[0][o], model[0][o + 1]):
            failures += weight[model[1][k]]
        if n / failures < best:
            best, chosen = n / failures, o
    return chosen


@late_jit(is_inner=True)
def _likeliest(o, model, state, search):  # type: ignore[no-untyped-def]
    """The slot left to an option from which fewest others are pushed."""
    domain, is_touched = search[0], search[1]
    fewest, chosen = np.iinfo(np.int64).max, -1
    for t in range(model[2].shape[1]):
        if not domain[o] >> t & 1:
            continue
        n = 0
        for k in range(model[0][o], model[0][o + 1]):
            other = state[1][model[1][k], t]
            n += other >= 0 and (not is_touched[other] or domain[other] >> t & 1)
        if n < fewest:
            fewest, chosen = n, t
    return chosen


@late_jit(is_inner=True)
def _room_for_search(model, state):  # type: ignore[no-untyped-def]
    """What is known while one searches: domains, whose, a trail, who took part, who waits; scratch."""
    n_slots, n_options, n_people = model[2].shape[1], state[0].shape[0], state[1].shape[0]
    domains, reach = np.empty(n_slots + 1, np.int64), np.empty(n_slots, np.int64)
    tasks, at, ways = (
        np.empty(n_slots + 1, np.int64),
        np.empty(n_slots + 1, np.int64),
        np.empty(n_slots + 1, np.int64),
    )
    owner, came = np.empty(n_slots, np.int64), np.empty(n_slots, np.int64)
    return (
        np.empty(n_options, np.int64),
        np.zeros(n_options, np.bool_),
        np.empty(n_options, np.int64),
        np.empty((min(TRAIL, n_options * n_slots) + n_slots + 1, 4), np.int64),
        np.zeros(n_people, np.bool_),
        np.zeros(5, np.int64),
        np.empty(n_people, np.int64),
        np.zeros(n_people, np.bool_),
        np.zeros(n_people, np.int64),
        (tasks, domains, at, owner, came, ways, reach),
    )


@late_jit(is_inner=True)
def _moved(slot, search):  # type: ignore[no-untyped-def]
    """Options that would stand elsewhere, and where."""
    domain, touched, size, n = search[0], search[2], search[5], 0
    moved, slots = touched[: size[0]].copy(), touched[: size[0]].copy()
    for i in range(size[0]):
        o = touched[i]
        if slot[o] < 0 or not domain[o] >> slot[o] & 1:
            moved[n], slots[n] = o, 0
            while not domain[o] >> slots[n] & 1:
                slots[n] += 1
            n += 1
    return moved[:n], slots[:n]


@late_jit(is_inner=True)
def _need(p, asked, left_out, is_needed, model, state):  # type: ignore[no-untyped-def]
    """All meetings of a person are needed for what was found with them."""
    for k in range(model[0][asked], model[0][asked + 1]):
        if model[1][k] == p:
            is_needed[asked] = True
    for t in range(state[1].shape[1]):
        o = state[1][p, t]
        if o >= 0 and not left_out[o]:
            is_needed[o] = True


@late_jit(is_inner=True)
def _blamed(failed, asked, left_out, is_needed, model, state, search):  # type: ignore[no-untyped-def]
    """A mask of the tries that took part in the failure at somebody; people who took part are marked."""
    trail, is_part, size, tries = search[3], search[4], search[5], 0
    is_needed[:] = False
    is_part[failed] = True
    _need(failed, asked, left_out, is_needed, model, state)
    for i in range(size[1] - 1, -1, -1):
        if not is_needed[trail[i, 0]]:
            continue
        cause = trail[i, 2]
        if cause < 0:
            tries |= trail[i, 3]
        else:
            is_part[cause] = True
            _need(cause, asked, left_out, is_needed, model, state)
    return tries


@late_jit(is_inner=True)
def _needed(asked, model, search):  # type: ignore[no-untyped-def]
    """The one asked for, and all meetings of those who took part in a proof."""
    touched, is_part, n = search[2], search[4], 0
    needed = touched[: search[5][0]].copy()
    for o in needed:
        is_in = o == asked
        for k in range(model[0][o], model[0][o + 1]):
            is_in |= is_part[model[1][k]]
        if is_in:
            needed[n] = o
            n += 1
    return needed[:n]


def _units(_asked, _steps, _left_out, model, _state):  # type: ignore[no-untyped-def]
    """What it costs to look at a person in plain Python: the closure of all slots above all."""
    return max(LEAST_UNITS, model[2].shape[1] ** 2)


@late_jit(units=2_000, steps="steps", step=_units, tells_left=True)
def exhaust(asked, steps, left_out, model, state):  # type: ignore[no-untyped-def]
    """Whether an option that is not held can be; somebody is looked at so many times at most.

    Returns (1, options, slots, steps left) of all that would stand elsewhere; (0, options, -, steps left) of
    those that cannot all be held; (-1, -, -, steps left) where neither was found.
    """
    search = _room_for_search(model, state)
    domain, trail, size, weight = search[0], search[3], search[5], search[8]
    chosen, tried, mark = np.empty((3, DEEPEST), np.int64)
    depth, nothing, size[4] = 0, np.empty(0, np.int64), steps
    is_needed = np.zeros(domain.shape[0], np.bool_)
    _touch(asked, model, search)
    _set(asked, domain[asked], -1, 0, model, search)
    while True:
        failed = _propagate(asked, left_out, model, state, search)
        while failed >= 0:
            weight[failed] += 1
            size[4] -= min(size[4], size[1] // GLANCES)
            blamed = _blamed(failed, asked, left_out, is_needed, model, state, search)
            while depth > 0 and not blamed >> min(depth - 1, LAST) & 1:
                depth -= 1
            if depth == 0:
                return 0, _needed(asked, model, search), nothing, size[4]
            depth -= 1
            while size[1] > mark[depth]:
                size[1] -= 1
                domain[trail[size[1], 0]] = trail[size[1], 1]
            if depth <= LAST:
                blamed &= ~(1 << depth)
            _set(chosen[depth], domain[chosen[depth]] & ~(1 << tried[depth]), -1, blamed, model, search)
            failed = _propagate(asked, left_out, model, state, search)
        if failed == -2 or depth >= DEEPEST:
            return -1, nothing, nothing, size[4]
        size[4] -= min(size[4], size[0] // GLANCES)
        o = _choose(state[0], model, search)
        if o < 0:
            break
        chosen[depth], tried[depth], mark[depth] = o, _likeliest(o, model, state, search), size[1]
        _set(o, np.int64(1) << tried[depth], -1, 1 << min(depth, LAST), model, search)
        depth += 1
    moved, slots = _moved(state[0], search)
    return 1, moved, slots, size[4]
