"""Whether one option more can be held beside all that are held, decided by a compiled search.

Everybody's meetings need different slots: what takes part in no such assignment of a person's meetings is
struck (J.-C. Regin, AAAI 1994), for one person after the other, until nothing changes. Meetings whose own
slot was struck are pushed; the search gives them other slots, one by one, and is done where nobody is pushed
any more. It reaches as far as somebody is pushed, never further, and when nothing is left to try, nothing
was possible. People at whom tries failed come first from then on (F. Boussemart and others, ECAI 2004).
Capacity is not looked at: what is impossible here is impossible with it.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit

WIDEST = 62  # slots that a mask holds
REACH = 12_000  # options that a search may come upon
LEAST_UNITS = 600  # of work, for each person looked at


@late_jit(is_inner=True)
def _find_slot(first, domains, at, owner, came, queue):  # type: ignore[no-untyped-def]
    """Whether a person's meeting finds a slot, for which others of theirs change slots where they can."""
    queue[0], n, head, seen = first, 1, 0, 0
    while head < n:
        i = queue[head]
        head += 1
        for t in range(owner.shape[0]):
            if not domains[i] >> t & 1 or seen >> t & 1:
                continue
            seen |= 1 << t
            came[t] = i
            if owner[t] >= 0:
                queue[n] = owner[t]
                n += 1
                continue
            mover, to = -1, t
            while mover != first:
                mover = came[to]
                left = at[mover]
                owner[to], at[mover] = mover, to
                to = left
            return True
    return False


@late_jit(is_inner=True)
def _assigned(n, domains, at, owner, came, queue):  # type: ignore[no-untyped-def]
    """Whether all n meetings of a person find different slots; `at` has the slots from which to begin."""
    owner[:] = -1
    for i in range(n):
        if at[i] >= 0 and domains[i] >> at[i] & 1:
            owner[at[i]] = i
        else:
            at[i] = -1
    is_complete = True
    for i in range(n):
        if is_complete and at[i] < 0:
            is_complete = _find_slot(i, domains, at, owner, came, queue)
    return is_complete


@late_jit(is_inner=True)
def _can_empty(union, domains, owner, reach):  # type: ignore[no-untyped-def]
    """The slots that are empty or that a person's meetings can leave; `reach`: where one of each can lead."""
    n_slots, open_ = owner.shape[0], 0
    for t in range(n_slots):
        if owner[t] < 0:
            reach[t] = 0
            open_ |= union & 1 << t
        else:
            reach[t] = domains[owner[t]] & ~(1 << t)
    for middle in range(n_slots):
        for t in range(n_slots):
            if reach[t] >> middle & 1:
                reach[t] |= reach[middle]
    for t in range(n_slots):
        if reach[t] & open_:
            open_ |= 1 << t
    return open_


@late_jit(is_inner=True)
def _narrow(n, domains, at, owner, reach):  # type: ignore[no-untyped-def]
    """Strike from each domain what no assignment uses."""
    n_slots, union = owner.shape[0], 0
    for i in range(n):
        union |= domains[i]
    open_ = _can_empty(union, domains, owner, reach)
    for i in range(n):
        for t in range(n_slots):
            if domains[i] >> t & 1 and t != at[i] and not open_ >> t & 1 and not reach[t] >> at[i] & 1:
                domains[i] &= ~(1 << t)


@late_jit(is_inner=True)
def _set(o, new, model, search):  # type: ignore[no-untyped-def]
    """Make a domain smaller, remember what it was, and have all its people looked at."""
    domain, trail, old = search[0], search[3], search[4]
    size, queue, is_queued = search[5], search[6], search[7]
    trail[size[1]], old[size[1]] = o, domain[o]
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
    domain, touched, size, queue, is_queued = search[0], search[2], search[5], search[6], search[7]
    tasks, domains, at, owner, came, ways, reach = search[9]
    n_slots, failed = owner.shape[0], -1
    while size[2] > 0:
        p = queue[size[3]]
        size[2], size[3] = size[2] - 1, (size[3] + 1) % queue.shape[0]
        is_queued[p] = False
        if failed != -1:
            continue
        if size[4] <= 0 or size[0] + n_slots >= touched.shape[0] or size[1] + n_slots >= search[3].shape[0]:
            failed = -2
            continue
        size[4] -= 1
        n = _collect(p, asked, left_out, model, state, search)
        if n > n_slots or not _assigned(n, domains, at, owner, came, ways):
            failed = p
            continue
        _narrow(n, domains, at, owner, reach)
        is_queued[p] = True  # what was struck for them is settled for them
        for i in range(n):
            if domains[i] != domain[tasks[i]]:
                _set(tasks[i], domains[i], model, search)
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
    """What is known while one searches: domains, whose, what they were, who waits, failures; scratch."""
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
        np.empty(min(REACH, n_options) + n_slots + 1, np.int64),
        np.empty(REACH * n_slots, np.int64),
        np.empty(REACH * n_slots, np.int64),
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
    domain, trail, old, size, weight = search[0], search[3], search[4], search[5], search[8]
    chosen, tried, mark = np.empty(REACH, np.int64), np.empty(REACH, np.int64), np.empty(REACH, np.int64)
    depth, nothing, size[4] = 0, np.empty(0, np.int64), steps
    _touch(asked, model, search)
    _set(asked, domain[asked], model, search)
    while True:
        failed = _propagate(asked, left_out, model, state, search)
        while failed >= 0:
            weight[failed] += 1
            if depth == 0:
                return 0, search[2][: size[0]].copy(), nothing, size[4]
            depth -= 1
            while size[1] > mark[depth]:
                size[1] -= 1
                domain[trail[size[1]]] = old[size[1]]
            _set(chosen[depth], domain[chosen[depth]] & ~(1 << tried[depth]), model, search)
            failed = _propagate(asked, left_out, model, state, search)
        if failed == -2 or depth >= REACH:
            return -1, nothing, nothing, size[4]
        o = _choose(state[0], model, search)
        if o < 0:
            break
        chosen[depth], tried[depth], mark[depth] = o, _likeliest(o, model, state, search), size[1]
        _set(o, np.int64(1) << tried[depth], model, search)
        depth += 1
    moved, slots = _moved(state[0], search)
    return 1, moved, slots, size[4]
